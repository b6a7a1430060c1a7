// The fields of a supergraph that clients see: their types, who resolves them, and who may read them.
import {
  type ConstDirectiveNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  Kind,
  parse,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql';
import { namedType } from '../lint/lint-rules.ts';
import { isType } from '../lint/schema-elements.ts';

export interface SupergraphField {
  readonly coordinate: string;
  readonly owner: string;
  readonly type: TypeNode;
  /** Directives of the field, of its type and of what it returns: an executor asks for all of them. */
  readonly guards: readonly (readonly ConstDirectiveNode[])[];
  /** The names of the subgraphs that can answer it. */
  readonly subgraphs: readonly string[];
  /** Fields beside it that its subgraph needs first, by `@requires`. */
  readonly required: readonly string[];
}

export interface SupergraphFields {
  readonly fields: readonly SupergraphField[];
  /** Types that an object is part of: itself, its interfaces, its unions. */
  readonly abstractTypes: ReadonlyMap<string, readonly string[]>;
  readonly roots: ReadonlySet<string>;
}

/** @throws {GraphQLError} when the text is no schema document. */
export function supergraphFieldsOf(supergraphSdl: string): SupergraphFields {
  const { definitions } = parse(supergraphSdl, { noLocation: true });
  const types = definitions.filter(isType).filter(({ name, directives }) => !name.value.includes('__') && !isHidden(directives));
  const graphs = new Map(
    definitions.flatMap((one) => (one.kind === Kind.ENUM_TYPE_DEFINITION && one.name.value === 'join__Graph' ? graphNames(one) : [])),
  );
  const directivesOf = new Map(types.map(({ name, directives }) => [name.value, directives ?? []]));
  const fields = types.flatMap((type) => {
    if (!('fields' in type) || type.kind.startsWith('InputObject')) return [];
    const owners = graphsOf(type.directives ?? [], 'join__type', graphs);
    const own = (type.fields ?? []).filter((field) => field.kind === Kind.FIELD_DEFINITION && !isHidden(field.directives));
    return own.flatMap((field) =>
      field.kind === Kind.FIELD_DEFINITION ? [fieldOf(type.name.value, field, owners, graphs, directivesOf)] : [],
    );
  });
  const operations = definitions.flatMap((one) => (one.kind === Kind.SCHEMA_DEFINITION ? one.operationTypes : []));
  return { fields, abstractTypes: abstractTypesOf(types), roots: new Set(operations.map(({ type }) => type.name.value)) };
}

function fieldOf(
  owner: string,
  field: FieldDefinitionNode,
  owners: readonly string[],
  graphs: ReadonlyMap<string, string>,
  directivesOf: ReadonlyMap<string, readonly ConstDirectiveNode[]>,
): SupergraphField {
  const directives = field.directives ?? [];
  const joins = directives.filter(({ name }) => name.value === 'join__field').map(argumentsOf);
  const answering = joins.filter(
    (join) => join['external'] !== true && join['usedOverridden'] !== true && typeof join['graph'] === 'string',
  );
  const guards = [directives, directivesOf.get(owner) ?? [], directivesOf.get(namedType(field.type)) ?? []];
  return {
    coordinate: `${owner}.${field.name.value}`,
    owner,
    type: field.type,
    guards,
    subgraphs: answering.length === 0 ? owners : answering.map((join) => graphs.get(String(join['graph'])) ?? String(join['graph'])),
    required: answering.flatMap((join) => (typeof join['requires'] === 'string' ? namesIn(join['requires'], owner) : [])),
  };
}

/** The values of a directive's arguments. */
export const argumentsOf = (directive: ConstDirectiveNode): Readonly<Record<string, unknown>> =>
  Object.fromEntries((directive.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));

const isHidden = (directives: readonly ConstDirectiveNode[] | undefined): boolean =>
  (directives ?? []).some(({ name }) => name.value === 'inaccessible');

function graphsOf(directives: readonly ConstDirectiveNode[], name: string, graphs: ReadonlyMap<string, string>): readonly string[] {
  const named = directives.filter((directive) => directive.name.value === name).map((directive) => String(argumentsOf(directive)['graph']));
  return [...new Set(named.map((graph) => graphs.get(graph) ?? graph))];
}

/** `ACCOUNTS` to `accounts`. */
const graphNames = (graphEnum: EnumTypeDefinitionNode) =>
  (graphEnum.values ?? []).map(({ name, directives }) => {
    const graph = (directives ?? []).find((directive) => directive.name.value === 'join__graph');
    return [name.value, graph === undefined ? name.value : String(argumentsOf(graph)['name'])] as const;
  });

/** The coordinates of a field set's own level. */
function namesIn(fieldSet: string, owner: string): readonly string[] {
  const [operation] = parse(`{ ${fieldSet} }`, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return [];
  return operation.selectionSet.selections.flatMap((one) => (one.kind === Kind.FIELD ? [`${owner}.${one.name.value}`] : []));
}

function abstractTypesOf(types: readonly ReturnType<typeof parse>['definitions'][number][]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const add = (member: string, abstract: string) => found.set(member, [...(found.get(member) ?? []), abstract]);
  for (const type of types) {
    if (type.kind === Kind.UNION_TYPE_DEFINITION) for (const member of type.types ?? []) add(member.name.value, type.name.value);
    if (!('interfaces' in type)) continue;
    for (const abstract of type.interfaces ?? []) if ('name' in type && type.name !== undefined) add(type.name.value, abstract.name.value);
  }
  return found;
}
