// How many items a field's list may have: `@listSize`, with the page size that the operation asks for.
import { AppError } from '@tributary/errors';
import type { ListSize } from '@tributary/executor';
import {
  type FieldNode,
  type GraphQLField,
  type GraphQLInputType,
  getNullableType,
  isInputObjectType,
  isListType,
  type ValueNode,
} from 'graphql';
import type { Value } from './argument-values.ts';
import type { Formula, Term, Variables } from './formula.ts';

export interface Sizing {
  readonly formula: Formula;
  argumentValue(node: ValueNode): Value;
  /** Of lists of which nothing is said. */
  readonly defaultSize: number;
}

interface Slice {
  readonly isFixed: boolean;
  /** Null: the argument asks for no size. */
  size(variables: Variables): number | null;
}

const noVariables: Variables = Object.freeze({});

/**
 * The largest that the slicing arguments ask for; without any what is assumed.
 * Reading it throws BAD_USER_INPUT when exactly one of them is required and there is not.
 */
export function listSize(directive: ListSize, node: FieldNode, definition: GraphQLField<unknown, unknown>, sizing: Sizing): Term {
  const { assumedSize, slicingArguments, requireOneSlicingArgument } = directive;
  const { formula, argumentValue, defaultSize } = sizing;
  const slices = slicingArguments.map((path) => sliceOf(path.split('.'), node, definition, argumentValue));
  const isOneRequired = requireOneSlicingArgument && slices.length > 0;
  const read = (variables: Variables): number => {
    let given = 0;
    let largest = 0;
    for (const slice of slices) {
      const size = slice.size(variables);
      if (size === null) continue;
      given += 1;
      largest = Math.max(largest, size);
    }
    if (isOneRequired && given !== 1) {
      const names = slicingArguments.map((name) => `"${name}"`).join(', ');
      throw new AppError('BAD_USER_INPUT', `Field "${definition.name}" needs exactly one page size: ${names}. There are ${given}.`);
    }
    return given === 0 ? (assumedSize ?? defaultSize) : largest;
  };
  const isFixed = !isOneRequired && slices.every((slice) => slice.isFixed);
  return isFixed ? read(noVariables) : formula.read(read);
}

function sliceOf(
  [name = '', ...path]: readonly string[],
  node: FieldNode,
  definition: GraphQLField<unknown, unknown>,
  argumentValue: Sizing['argumentValue'],
): Slice {
  const argument = definition.args.find((one) => one.name === name);
  if (argument === undefined) return { isFixed: true, size: () => null };
  const written = node.arguments?.find((one) => one.name.value === name)?.value;
  const value: Value = written === undefined ? { isFixed: true, read: () => undefined } : argumentValue(written);
  return {
    isFixed: value.isFixed,
    size(variables) {
      const given = value.read(variables);
      return sizeAt(given === undefined ? argument.defaultValue : given, argument.type, path, 0);
    },
  };
}

/** A number stands for itself, a list for its length. Less than nothing is no size: a subgraph may take it for none at all. */
function sizeAt(value: unknown, type: GraphQLInputType, path: readonly string[], from: number): number | null {
  if (value === null || value === undefined) return null;
  const nullable = getNullableType(type);
  const name = path[from];
  if (name === undefined) {
    if (isListType(nullable)) return Array.isArray(value) ? value.length : 1;
    return typeof value === 'number' && value >= 0 ? value : null;
  }
  const field = isInputObjectType(nullable) ? nullable.getFields()[name] : undefined;
  if (field === undefined) return null;
  const given: unknown = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
  return sizeAt(given === undefined ? field.defaultValue : given, field.type, path, from + 1);
}
