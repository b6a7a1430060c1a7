// One subgraph as an executable schema: buildSubgraphSchema over the generated SDL, its resolvers reading the world.
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type DocumentNode, GraphQLError, type GraphQLFieldResolver, type GraphQLSchema, Kind, parse, visit } from 'graphql';
import type { Fault } from './faults.ts';
import { directiveOf, type Facts, type FieldsType, fieldsArgument } from './sdl-facts.ts';
import { type Instance, isInstance, projected, type Value, type World } from './world.ts';

/** What a resolver hands to the ones below. */
export interface Source {
  readonly instance: Instance;
  readonly representation?: Readonly<Record<string, unknown>>;
}

/** What one request works with. */
export interface SubgraphContext {
  readonly world: World;
  /** The fault of a field, or of an object when no field is named. */
  fault(object: string, field: string, kinds: readonly Fault['kind'][]): Fault | undefined;
  touch(object: string, field: string, top: boolean): void;
  /** Counts mutations over all subgraphs. */
  step(): number;
}

type SubgraphModule = Exclude<Extract<Parameters<typeof buildSubgraphSchema>[0], readonly unknown[]>[number], DocumentNode>;
type Resolvers = NonNullable<SubgraphModule['resolvers']>;
/** The map's own type demands the arguments of a field resolver even of `__resolveReference`. */
// biome-ignore lint/suspicious/noExplicitAny: resolvers of different fields take different sources
type TypeResolvers = Record<string, GraphQLFieldResolver<any, any>>;

/** In every object of an answer it tells which object that is; taken out before the answer leaves. */
export const tagField = '_tag';
const tagInterface = '_Tagged';
const rootNames = new Set(['Query', 'Mutation']);

export function createSubgraphSchema(facts: Facts, subgraph: string): GraphQLSchema {
  const document = facts.documents.get(subgraph) ?? parse('type Query { none: Int }');
  const resolvers: Resolvers = {};
  for (const node of document.definitions) {
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION) resolvers[node.name.value] = resolversOf(facts, subgraph, node);
    if (node.kind === Kind.INTERFACE_TYPE_DEFINITION)
      resolvers[node.name.value] = { __resolveType: typeOf, ...referenceResolver(facts, subgraph, node) };
    if (node.kind === Kind.UNION_TYPE_DEFINITION) resolvers[node.name.value] = { __resolveType: typeOf };
  }
  return buildSubgraphSchema([{ typeDefs: tagged(document), resolvers }]);
}

const typeOf = ({ instance }: Source): string => instance.type;

/** Lets every object tell its tag. */
function tagged(document: DocumentNode): DocumentNode {
  const withTags = visit(document, {
    ObjectTypeDefinition: (node) =>
      rootNames.has(node.name.value)
        ? undefined
        : {
            ...node,
            interfaces: [...(node.interfaces ?? []), { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: tagInterface } }],
            fields: [...(node.fields ?? []), ...tagFields],
          },
  });
  return { ...withTags, definitions: [...withTags.definitions, ...parse(`interface ${tagInterface} { ${tagField}: String }`).definitions] };
}

const [tagHolder] = parse(`type Holder { ${tagField}: String }`).definitions;
const tagFields = tagHolder?.kind === Kind.OBJECT_TYPE_DEFINITION ? (tagHolder.fields ?? []) : [];

/** Asks every selected object for its tag. */
export function askingForTags(document: DocumentNode): DocumentNode {
  return visit(document, {
    SelectionSet: {
      leave: (node, _key, parent) =>
        parent !== undefined && 'kind' in parent && parent.kind === Kind.OPERATION_DEFINITION
          ? undefined
          : { ...node, selections: [...node.selections, ...tagSelection] },
    },
  });
}

const [tagQuery] = parse(`{ ... on ${tagInterface} { ${tagField} } }`).definitions;
const tagSelection = tagQuery?.kind === Kind.OPERATION_DEFINITION ? tagQuery.selectionSet.selections : [];

function resolversOf(facts: Facts, subgraph: string, node: FieldsType): TypeResolvers {
  const fields = (node.fields ?? []).map(({ name }) => [name.value, fieldResolver(facts, subgraph, node, name.value)] as const);
  const tag = rootNames.has(node.name.value) ? {} : { [tagField]: ({ instance }: Source) => `${instance.type}:${instance.id}` };
  return { ...Object.fromEntries(fields), ...tag, ...referenceResolver(facts, subgraph, node) };
}

function referenceResolver(facts: Facts, subgraph: string, node: FieldsType): TypeResolvers {
  if (facts.keys(subgraph, node.name.value).length === 0) return {};
  // Async on purpose: a synchronous throw would fail every entity of the list.
  const resolve = async (representation: Readonly<Record<string, unknown>>, { world, fault }: SubgraphContext): Promise<Source | null> => {
    const instance = world.find(subgraph, node.name.value, representation);
    if (instance === null) return null;
    const object = `${instance.type}:${instance.id}`;
    if (fault(object, '', ['no-entity']) !== undefined) return null;
    if (fault(object, '', ['entity-error']) !== undefined) throw new Error(`cannot load ${object}`);
    return { instance, representation };
  };
  return { __resolveReference: resolve };
}

function fieldResolver(
  facts: Facts,
  subgraph: string,
  type: FieldsType,
  name: string,
): GraphQLFieldResolver<Source | undefined, SubgraphContext> {
  const field = type.fields?.find((one) => one.name.value === name);
  const requires = field === undefined ? undefined : directiveOf(field, 'requires');
  const required = requires === undefined ? undefined : fieldsArgument(requires);
  const read = readerOf(facts, subgraph, type, name);
  return (source, args, context, { path }) => {
    const { instance, representation } = source ?? { instance: context.world.instance(type.name.value, 0) };
    const object = `${instance.type}:${instance.id}`;
    context.touch(object, name, representation !== undefined || path.prev === undefined);
    const fault = context.fault(object, name, ['error', 'error-with-code']);
    if (fault !== undefined) throw faultyError(fault);
    if (required === undefined) return sourcesOf(read(context, instance, args));
    if (representation === undefined) throw new Error(`${type.name.value}.${name} needs a representation`);
    return sourcesOf(context.world.computed(instance, name, args, projected(representation, required)));
  };
}

function faultyError({ kind, object, field, variant }: Fault): Error {
  if (kind === 'error') return new Error(variant % 3 === 0 ? '' : `no ${field} for ${object}`);
  return new GraphQLError(`refused ${field}`, { extensions: { code: variant % 2 === 0 ? 'FORBIDDEN' : 'TEAPOT', detail: { variant } } });
}

type Reader = (context: SubgraphContext, instance: Instance, args: Readonly<Record<string, unknown>>) => Value;

function readerOf(facts: Facts, subgraph: string, type: FieldsType, name: string): Reader {
  if (type.name.value === 'Mutation') {
    return ({ world, step }, instance, args) => {
      const count = step();
      return name.endsWith('_step') ? count : world.value(instance, name, args);
    };
  }
  if (facts.isOverridden(subgraph, type.name.value, name)) return ({ world }, instance, args) => world.decoy(instance, name, args);
  if (facts.isForeign(subgraph, type, name)) {
    return () => {
      throw new Error(`${subgraph} has ${type.name.value}.${name} only as @external`);
    };
  }
  return ({ world }, instance, args) => world.value(instance, name, args);
}

function sourcesOf(value: Value): unknown {
  if (isInstance(value)) return { instance: value } satisfies Source;
  return Array.isArray(value) ? value.map(sourcesOf) : value;
}
