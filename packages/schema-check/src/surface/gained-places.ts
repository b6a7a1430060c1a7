// Which places nulls reach in one graph and not in another, without a look at what has not changed.
import { type NullPaths, type Steps, stepsFrom } from './null-paths.ts';

/**
 * By type, the places that are above it in head and not in base. Every such place comes through a step that base does not have: these are looked
 * for, and what they bring is handed down. So it takes the time of what has changed; a chain of types that is as it was takes none.
 */
export function gainedPlaces(base: NullPaths, head: NullPaths): (type: string) => ReadonlySet<string> {
  const gained = new Map<string, Set<string>>();
  const open: (readonly [string, string])[] = [];
  const gain = (type: string, place: string): void => {
    const known = gained.get(type) ?? new Set();
    if (known.has(place) || base.typesBelow(place).has(type)) return;
    gained.set(type, known.add(place));
    open.push([type, place]);
  };
  for (const type of head.types) {
    for (const place of newSteps(base.places, head.places, type)) gain(type, place);
    // What they gain themselves is handed down like anything else.
    for (const next of newSteps(base.above, head.above, type))
      for (const place of base.placesAbove(next)) if (head.typesBelow(place).has(type)) gain(type, place);
  }
  for (const [type, place] of open) for (const lower of stepsFrom(head.below, type)) gain(lower, place);
  return (type) => gained.get(type) ?? new Set();
}

const newSteps = (base: Steps, head: Steps, type: string): readonly string[] =>
  [...stepsFrom(head, type)].filter((one) => !stepsFrom(base, type).has(one));
