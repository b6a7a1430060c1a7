// What a value that is given to an argument costs.
import { type GraphQLInputType, getNamedType, isInputObjectType, isListType, isNonNullType } from 'graphql';
import type { Weights } from './weights.ts';

/** What `@cost` says of the argument or the input field; undefined: what its type says. */
type OwnWeight = number | undefined;

/** Whether any value of the type costs something. */
export function isFree(type: GraphQLInputType, own: OwnWeight, weights: Weights): boolean {
  const named = getNamedType(type);
  return !isInputObjectType(named) && (own ?? weights.ofType(named)) === 0;
}

/** The value is good for the type; null and undefined are free. Recurses as deep as the value is: variables are held to a depth before. */
export function inputCost(value: unknown, type: GraphQLInputType, own: OwnWeight, weights: Weights): number {
  if (value === null || value === undefined) return 0;
  if (isNonNullType(type)) return inputCost(value, type.ofType, own, weights);
  if (isListType(type)) {
    const items: readonly unknown[] = Array.isArray(value) ? value : [value]; // one item stands for a list of it
    return items.reduce<number>((sum, item) => sum + inputCost(item, type.ofType, own, weights), own ?? 0);
  }
  const cost = own ?? weights.ofType(type);
  if (!isInputObjectType(type)) return cost;
  return Object.values(type.getFields()).reduce((sum, field) => {
    if (!Object.hasOwn(value, field.name)) return sum;
    const given: unknown = Reflect.get(value, field.name);
    return sum + inputCost(given, field.type, weights.ofInputField(type.name, field.name), weights);
  }, cost);
}
