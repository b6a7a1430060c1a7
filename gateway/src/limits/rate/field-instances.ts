// How often an operation runs root fields that rules count: each instance is an attempt, however many one request has.
import { parse } from 'graphql';
import type { ValidOperation } from '../../operations/operation-engine.ts';
import { rootFieldInstances } from '../document/root-field-instances.ts';

/** Instances by coordinate (`Mutation.signIn`), of the coordinates that were given; what an operation does not run is absent. */
export type FieldInstances = (operation: ValidOperation, text: string) => ReadonlyMap<string, number>;

/** Each operation is looked at once; those that cannot run any of the fields are not even parsed. */
export function createFieldInstances(coordinates: readonly string[]): FieldInstances {
  const known = new WeakMap<ValidOperation, ReadonlyMap<string, number>>();
  const namesOf = (type: string) => new Set(coordinates.filter((one) => one.startsWith(type)).map((one) => one.slice(type.length)));
  const types = { query: 'Query.', mutation: 'Mutation.', subscription: 'Subscription.' } as const;
  const names = { query: namesOf(types.query), mutation: namesOf(types.mutation), subscription: namesOf(types.subscription) };
  return (operation, text) => {
    const { kind, name } = operation;
    if (names[kind].size === 0) return none;
    const counted = known.get(operation);
    if (counted !== undefined) return counted;
    const instances = rootFieldInstances(parse(text, { noLocation: true }), name, names[kind]);
    const byCoordinate = new Map([...instances].map(([field, count]) => [types[kind] + field, count]));
    known.set(operation, byCoordinate);
    return byCoordinate;
  };
}

const none: ReadonlyMap<string, number> = new Map();
