// How nulls travel: from an object upwards through fields that may not be null, to the places where they end.
// A null in a non-null field makes its parent null: https://spec.graphql.org/October2021/#sec-Handling-Field-Errors
import { Kind, type TypeNode } from 'graphql';
import { namedType } from '../lint/lint-rules.ts';
import type { SupergraphFields } from './supergraph-fields.ts';

/** `data` itself, as a place. */
export const wholeResponse = 'the whole response';

export interface NullPaths {
  /** The nearest places above an object of a type: what is null when it cannot be. */
  placesAbove(type: string): ReadonlySet<string>;
  /** The types of which a place is above. */
  typesBelow(place: string): ReadonlySet<string>;
  /** Every type that has a place or another type directly above. */
  readonly types: readonly string[];
  readonly places: Steps;
  /** Types whose objects are null with one of the type. */
  readonly above: Steps;
  readonly below: Steps;
}

/** From a type, or from a place, one step. */
export type Steps = ReadonlyMap<string, ReadonlySet<string>>;

const none: ReadonlySet<string> = new Set();

export const stepsFrom = (steps: Steps, one: string): ReadonlySet<string> => steps.get(one) ?? none;

/** Takes time in proportion to the graph; each question then to what it walks, once. */
export function nullPathsOf({ fields, abstractTypes, roots }: SupergraphFields): NullPaths {
  const [places, above, below, ended] = [stepMap(), stepMap(), stepMap(), stepMap()];
  const end = (type: string, place: string): void => {
    add(places, type, place);
    add(ended, place, type);
  };
  const pass = (type: string, next: string): void => {
    add(above, type, next);
    add(below, next, type);
  };
  for (const root of roots) end(root, wholeResponse);
  for (const { type, coordinate, owner } of fields) {
    if (stops(type)) end(namedType(type), coordinate);
    else pass(namedType(type), owner);
  }
  // What returns an interface or a union returns its objects.
  for (const [member, abstract] of abstractTypes) for (const one of abstract) pass(member, one);
  const alikeOf = alike(places, above);
  return {
    types: [...new Set([...places.keys(), ...above.keys()])],
    places,
    above,
    below,
    placesAbove: memoised((type: string) => placesFrom(alikeOf(type))),
    typesBelow: memoised((place: string) => closureOf(stepsFrom(ended, place), (type) => stepsFrom(below, type))),
  };

  function placesFrom(type: string): ReadonlySet<string> {
    const types = closureOf([type], (one) => [...stepsFrom(above, one)].map(alikeOf));
    return new Set([...types].flatMap((one) => [...stepsFrom(places, one)]));
  }
}

/** Whether a null within a field ends there: the item, the list or the field itself may be null. */
const stops = (type: TypeNode): boolean => type.kind !== Kind.NON_NULL_TYPE || (type.type.kind === Kind.LIST_TYPE && stops(type.type.type));

/** The first type of a chain that has a place or a fork above it: those below it have the same places, and long chains are walked once. */
function alike(places: Steps, above: Steps): (type: string) => string {
  const known = new Map<string, string>();
  return (type) => {
    const chain = new Set<string>();
    let one = type;
    while (!known.has(one) && !chain.has(one)) {
      chain.add(one);
      const [next = one, ...others] = stepsFrom(above, one);
      if (places.has(one) || others.length > 0) break;
      one = next;
    }
    const last = known.get(one) ?? one;
    for (const each of chain) known.set(each, last);
    return last;
  };
}

/** A set that grows while it is walked: each type once. */
function closureOf(start: Iterable<string>, next: (type: string) => Iterable<string>): ReadonlySet<string> {
  const reached = new Set(start);
  for (const one of reached) for (const other of next(one)) reached.add(other);
  return reached;
}

const stepMap = () => new Map<string, Set<string>>();

function add(steps: Map<string, Set<string>>, one: string, other: string): void {
  const known = steps.get(one);
  if (known === undefined) steps.set(one, new Set([other]));
  else known.add(other);
}

function memoised<Value>(compute: (key: string) => Value): (key: string) => Value {
  const known = new Map<string, Value>();
  return (key) => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}
