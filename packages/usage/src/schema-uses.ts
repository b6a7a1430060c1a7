// What a document uses of a schema: coordinates, each with how.
import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLArgument,
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
  const visitor = visitWithTypeInfo(types, {
    Field: (node) => noteField(schema, types.getParentType() ?? undefined, node, variables, note),
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
  schema: GraphQLSchema,
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
  for (const implementation of schema.getPossibleTypes(parent)) {
    const own = implementation.getFields()[field.name];
    if (own === undefined) continue;
    // An implementation may give a narrower type.
    if (String(own.type) !== String(field.type)) note(getNamedType(own.type).name, 'received');
    // It may have arguments and defaults of its own.
    if (own.args.length > 0) noteArguments(`${implementation.name}.${field.name}`, own.args, node, variables, note);
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
