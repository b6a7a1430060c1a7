// What values use of the schema: input fields, given, null or omitted, and enum values.
import {
  astFromValue,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isRequiredArgument,
  Kind,
  type ValueNode,
  type VariableDefinitionNode,
} from 'graphql';
import type { Use } from '../codes/change-code.ts';

export type Note = (coordinate: string, ...uses: readonly Use[]) => void;

/** The variables of the operations in a document, by name; several operations may define the same one differently. */
export type Variables = ReadonlyMap<string, readonly VariableDefinitionNode[]>;

/** Notes how an argument or input field is given, and everything within the value. @param value undefined when it is omitted. */
export function noteInput(
  input: GraphQLArgument | GraphQLInputField,
  coordinate: string,
  value: ValueNode | undefined,
  variables: Variables,
  note: Note,
): void {
  const uses = usesOf(value, variables);
  note(coordinate, ...uses);
  if (value !== undefined) noteValue(input.type, value, variables, note);
  // An omitted object is its default, whose own omitted fields have defaults again.
  if (!uses.includes('omitted') || input.defaultValue == null) return;
  const byDefault = astFromValue(input.defaultValue, input.type);
  if (byDefault) noteValue(input.type, byDefault, variables, note);
}

function usesOf(value: ValueNode | undefined, variables: Variables): readonly Use[] {
  if (value === undefined) return ['omitted'];
  if (value.kind === Kind.NULL) return ['null'];
  if (value.kind !== Kind.VARIABLE) return ['provided'];
  const definitions = variables.get(value.name.value) ?? [];
  return [...new Set(definitions.flatMap(usesOfVariable))];
}

function usesOfVariable({ type, defaultValue }: VariableDefinitionNode): readonly Use[] {
  if (type.kind === Kind.NON_NULL_TYPE) return ['provided'];
  return defaultValue === undefined ? ['provided', 'null', 'omitted'] : ['provided', 'null'];
}

/** Variables are noted where they are defined. */
function noteValue(type: GraphQLInputType, value: ValueNode, variables: Variables, note: Note): void {
  if (value.kind === Kind.LIST) {
    for (const item of value.values) noteValue(type, item, variables, note);
    return;
  }
  const named = getNamedType(type);
  note(named.name, 'provided');
  if (value.kind === Kind.ENUM) note(`${named.name}.${value.value}`, 'provided');
  if (value.kind !== Kind.OBJECT || !isInputObjectType(named)) return;
  const given = new Map(value.fields.map((field) => [field.name.value, field.value]));
  for (const field of Object.values(named.getFields())) {
    noteInput(field, `${named.name}.${field.name}`, given.get(field.name), variables, note);
  }
}

/** Notes all that a variable of this type can hold. */
export function noteVariable(schema: GraphQLSchema, { type, defaultValue }: VariableDefinitionNode, note: Note): void {
  let inner = type;
  while (inner.kind !== Kind.NAMED_TYPE) inner = inner.type;
  noteAllOf(schema, inner.name.value, note, new Set());
  const named = schema.getType(inner.name.value);
  if (defaultValue !== undefined && named !== undefined && isInputObjectType(named)) noteValue(named, defaultValue, new Map(), note);
}

function noteAllOf(schema: GraphQLSchema, name: string, note: Note, seen: Set<string>): void {
  if (seen.has(name)) return;
  seen.add(name);
  note(name, 'named', 'provided');
  const type = schema.getType(name);
  if (isEnumType(type)) for (const value of type.getValues()) note(`${name}.${value.name}`, 'provided');
  if (!isInputObjectType(type)) return;
  for (const field of Object.values(type.getFields())) {
    const uses: readonly Use[] = isRequiredArgument(field) ? ['provided'] : ['provided', 'null', 'omitted'];
    note(`${name}.${field.name}`, ...uses);
    noteAllOf(schema, getNamedType(field.type).name, note, seen);
  }
}
