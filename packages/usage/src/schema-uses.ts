// What a document uses of a schema: coordinates, each with how.
import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  TypeInfo,
  type VariableDefinitionNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { noteInput } from './input-uses.ts';
import type { Note, SchemaUses, Use } from './use.ts';
import { possibleUses, recordedUses, type Variables, type VariableUses } from './variable-uses.ts';

/**
 * What a document uses, with all that its variables can hold, or with what was seen of them.
 * @param document valid on the schema.
 * @param recorded what was seen of it: what is in there of variables stands for all that they have held.
 */
export function schemaUsesOf(schema: GraphQLSchema, document: DocumentNode, recorded: SchemaUses | null = null): SchemaUses {
  const uses = new Map<string, Set<Use>>();
  const note: Note = (coordinate, ...kinds) => {
    const known = uses.get(coordinate) ?? new Set();
    for (const kind of kinds) known.add(kind);
    uses.set(coordinate, known);
  };
  const variables = variablesOf(document);
  noteUses(schema, document, recorded === null ? possibleUses(schema, variables) : recordedUses(schema, variables, recorded), note);
  return uses;
}

/** A field is noted on the type that it is selected on; on an interface it stands for those of the implementations as well. */
export function noteUses(schema: GraphQLSchema, document: DocumentNode, variables: VariableUses, note: Note): void {
  const types = new TypeInfo(schema);
  const implementationsOf = implementationsReader(schema);
  const visitor = visitWithTypeInfo(types, {
    Field: (node) => noteField(implementationsOf, types.getParentType() ?? undefined, node, variables, note),
    // The root types, and those of conditions.
    OperationDefinition: ({ operation }) => note(schema.getRootType(operation)?.name ?? '', 'named'),
    NamedType: ({ name }) => note(name.value, 'named'),
    VariableDefinition: (node) => variables.noteDefined(node, note),
    Directive: (node) => noteDirective(schema, node, variables, note),
  });
  visit(document, visitor);
}

function variablesOf({ definitions }: DocumentNode): Variables {
  const found = new Map<string, VariableDefinitionNode[]>();
  for (const definition of definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const variable of definition.variableDefinitions ?? []) {
      const name = variable.variable.name.value;
      found.set(name, [...(found.get(name) ?? []), variable]);
    }
  }
  return found;
}

function noteField(
  implementationsOf: ImplementationsOf,
  parent: GraphQLNamedType | undefined,
  node: FieldNode,
  variables: VariableUses,
  note: Note,
): void {
  if (!isObjectType(parent) && !isInterfaceType(parent)) return;
  const field = parent.getFields()[node.name.value];
  // `__typename` and introspection.
  if (field === undefined) return;
  const coordinate = `${parent.name}.${field.name}`;
  note(coordinate, 'selected');
  note(getNamedType(field.type).name, 'received');
  noteArguments(coordinate, field.args, node, variables, note);
  if (!isInterfaceType(parent)) return;
  const { received, taking } = implementationsOf(parent, field);
  for (const type of received) note(type, 'received');
  for (const { owner, args } of taking) noteArguments(owner, args, node, variables, note);
}

/** What the implementations of an interface's field have of their own. */
interface Implementations {
  /** Narrower types. */
  readonly received: ReadonlySet<string>;
  /** Arguments, whose defaults may be others. */
  readonly taking: readonly { readonly owner: string; readonly args: readonly GraphQLArgument[] }[];
}

type ImplementationsOf = (parent: GraphQLInterfaceType, field: GraphQLField<unknown, unknown>) => Implementations;

const readers = new WeakMap<GraphQLSchema, ImplementationsOf>();

/** Looks at each field of a schema once: an interface may have as many types as the schema. */
function implementationsReader(schema: GraphQLSchema): ImplementationsOf {
  const made = readers.get(schema) ?? newReader(schema);
  readers.set(schema, made);
  return made;
}

function newReader(schema: GraphQLSchema): ImplementationsOf {
  const known = new Map<GraphQLField<unknown, unknown>, Implementations>();
  return (parent, field) => {
    const found = known.get(field) ?? read(parent, field);
    known.set(field, found);
    return found;
  };
  function read(parent: GraphQLInterfaceType, { name, type }: GraphQLField<unknown, unknown>): Implementations {
    const own = schema.getPossibleTypes(parent).flatMap((implementation) => {
      const field = implementation.getFields()[name];
      return field === undefined ? [] : [{ field, owner: `${implementation.name}.${name}` }];
    });
    return {
      received: new Set(own.filter(({ field }) => String(field.type) !== String(type)).map(({ field }) => getNamedType(field.type).name)),
      taking: own.filter(({ field }) => field.args.length > 0).map(({ field, owner }) => ({ owner, args: field.args })),
    };
  }
}

function noteArguments(
  owner: string,
  defined: readonly GraphQLArgument[],
  { arguments: given = [] }: FieldNode | DirectiveNode,
  variables: VariableUses,
  note: Note,
): void {
  for (const argument of defined) {
    const value = given.find(({ name }) => name.value === argument.name)?.value;
    noteInput(argument, `${owner}(${argument.name}:)`, value, variables.at, note);
  }
}

function noteDirective(schema: GraphQLSchema, node: DirectiveNode, variables: VariableUses, note: Note): void {
  const directive = schema.getDirective(node.name.value);
  if (directive == null) return;
  note(`@${directive.name}`, 'provided');
  noteArguments(`@${directive.name}`, directive.args, node, variables, note);
}
