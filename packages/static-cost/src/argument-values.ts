// Values in a document as plain data: known now, or once there are variables.
import { type ValueNode, type VariableDefinitionNode, valueFromASTUntyped } from 'graphql';
import type { Variables } from './formula.ts';

export interface Value {
  /** Whether it is the same whatever the variables are. */
  readonly isFixed: boolean;
  /** Undefined: nothing is given. */
  read(variables: Variables): unknown;
}

/** Makes what reads the values of an operation: as they are written, with its variables and their defaults. They are not coerced, but good. */
export function createValueReader(definitions: readonly VariableDefinitionNode[] = []): (node: ValueNode) => Value {
  const defaults = new Map(
    definitions.map(({ variable, defaultValue }) => [variable.name.value, defaultValue && valueFromASTUntyped(defaultValue)]),
  );
  const given = (variables: Variables, name: string): unknown => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    return value === undefined ? defaults.get(name) : value;
  };
  return (node) => {
    if (node.kind === 'Variable') return { isFixed: false, read: (variables) => given(variables, node.name.value) };
    const names = variablesIn(node);
    if (names.length === 0) {
      const value = valueFromASTUntyped(node);
      return { isFixed: true, read: () => value };
    }
    return {
      isFixed: false,
      read: (variables) => valueFromASTUntyped(node, Object.fromEntries(names.map((name) => [name, given(variables, name)]))),
    };
  };
}

/** Those of a list or an object, at whatever depth. */
function variablesIn(node: ValueNode): readonly string[] {
  if (node.kind === 'Variable') return [node.name.value];
  if (node.kind === 'ListValue') return node.values.flatMap(variablesIn);
  return node.kind === 'ObjectValue' ? node.fields.flatMap(({ value }) => variablesIn(value)) : [];
}
