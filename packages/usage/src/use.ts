// How operations use a schema: coordinates, each with the ways in which it is used.

/** How an operation can use a coordinate; `felt` of a change code says which of these uses feel the change. */
export type Use =
  /** A field is selected. */
  | 'selected'
  /** A value comes back in the result: of an enum or scalar, or an object of an abstract type. */
  | 'received'
  /** A type condition, a root type or a variable names the type. */
  | 'named'
  /** A value that is not null is, or may be, sent; a directive is applied. */
  | 'provided'
  /** Null is, or may be, sent. */
  | 'null'
  /** Nothing is sent, or may not be: the default holds. */
  | 'omitted';

export const everyUse: readonly Use[] = ['selected', 'received', 'named', 'provided', 'null', 'omitted'];

export type SchemaUses = ReadonlyMap<string, ReadonlySet<Use>>;

/** Hears of each use, as often as there is one. */
export type Note = (coordinate: string, ...uses: readonly Use[]) => void;

/** The same as plain data: the coordinates of each use, in order. */
export type RecordedUses = Readonly<Partial<Record<Use, readonly string[]>>>;

export function schemaUsesOfRecorded(recorded: RecordedUses): SchemaUses {
  const uses = new Map<string, Set<Use>>();
  for (const use of everyUse) {
    for (const coordinate of recorded[use] ?? []) uses.set(coordinate, (uses.get(coordinate) ?? new Set<Use>()).add(use));
  }
  return uses;
}

/** What either says; null, for what may be anything, takes in all. */
export function joinedUses(one: RecordedUses | null, other: RecordedUses | null): RecordedUses | null {
  if (one === null || other === null) return null;
  return usesByKind((use) => new Set([...(one[use] ?? []), ...(other[use] ?? [])]));
}

/** Uses without coordinates are left out. */
export function usesByKind(coordinatesOf: (use: Use) => Iterable<string>): RecordedUses {
  const rows = everyUse.map((use) => [use, [...coordinatesOf(use)].toSorted()] as const);
  return Object.fromEntries(rows.filter(([, coordinates]) => coordinates.length > 0));
}
