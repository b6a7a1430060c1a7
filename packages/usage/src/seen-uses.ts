// Uses as they are seen, request by request: coordinate -> the uses of it, a bit each.
import { everyUse, type Note, type RecordedUses, type Use, usesByKind } from './use.ts';

export type SeenUses = Map<string, number>;

/** What is to be noted together, as often as something happens. */
export type Marks = readonly (readonly [coordinate: string, bits: number])[];

const bitOf = Object.fromEntries(everyUse.map((use, index) => [use, 1 << index])) as Record<Use, number>; // one entry for each

export function mark(seen: SeenUses, marks: Marks): void {
  for (const [coordinate, bits] of marks) {
    const known = seen.get(coordinate) ?? 0;
    if ((known & bits) !== bits) seen.set(coordinate, known | bits);
  }
}

/** What is noted by `noteAll`, once and for all. */
export function marksOf(noteAll: (note: Note) => void): Marks {
  const seen: SeenUses = new Map();
  noteAll((coordinate, ...uses) => mark(seen, [[coordinate, uses.reduce((bits, use) => bits | bitOf[use], 0)]]));
  return [...seen];
}

export const recordedOf = (seen: SeenUses): RecordedUses =>
  usesByKind((use) => [...seen].flatMap(([coordinate, bits]) => ((bits & bitOf[use]) === 0 ? [] : [coordinate])));
