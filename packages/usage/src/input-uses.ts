// What values use of the schema: input fields, given, null or omitted, and enum values.
import {
  astFromValue,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
  Kind,
  type ValueNode,
} from 'graphql';
import type { Note, Use } from './use.ts';
import type { VariableUses } from './variable-uses.ts';

export type Input = GraphQLArgument | GraphQLInputField;

/** Notes how an argument or input field is given, and everything within the value. @param value undefined when it is omitted. */
export function noteInput(
  input: Input,
  coordinate: string,
  value: ValueNode | undefined,
  usesOfVariable: VariableUses['at'],
  note: Note,
): void {
  const uses = value?.kind === Kind.VARIABLE ? usesOfVariable(value.name.value, input, coordinate) : [useOfLiteral(value)];
  note(coordinate, ...uses);
  if (value !== undefined) noteValue(input.type, value, usesOfVariable, note);
  if (uses.includes('omitted')) noteDefault(input, note);
}

function useOfLiteral(value: ValueNode | undefined): Use {
  if (value === undefined) return 'omitted';
  return value.kind === Kind.NULL ? 'null' : 'provided';
}

/** An omitted object is its default, whose own omitted fields have defaults again. */
export function noteDefault({ type, defaultValue }: Input, note: Note): void {
  const byDefault = defaultValue == null ? null : astFromValue(defaultValue, type);
  if (byDefault) noteValue(type, byDefault, () => [], note);
}

/** Variables are noted where they are defined; null is of no type. */
export function noteValue(type: GraphQLInputType, value: ValueNode, usesOfVariable: VariableUses['at'], note: Note): void {
  if (value.kind === Kind.LIST) {
    for (const item of value.values) noteValue(type, item, usesOfVariable, note);
    return;
  }
  if (value.kind === Kind.VARIABLE || value.kind === Kind.NULL) return;
  const named = getNamedType(type);
  note(named.name, 'provided');
  if (value.kind === Kind.ENUM) note(`${named.name}.${value.value}`, 'provided');
  if (value.kind !== Kind.OBJECT || !isInputObjectType(named)) return;
  const given = new Map(value.fields.map((field) => [field.name.value, field.value]));
  for (const field of Object.values(named.getFields())) {
    noteInput(field, `${named.name}.${field.name}`, given.get(field.name), usesOfVariable, note);
  }
}
