// Two sets of named things, compared by name.

interface Named {
  readonly name: string;
}

export interface NamedDifference<Item> {
  readonly added: readonly Item[];
  readonly removed: readonly Item[];
  /** Base and head of what has the same name in both. */
  readonly kept: readonly (readonly [Item, Item])[];
}

export function differenceOf<Item extends Named>(base: readonly Item[], head: readonly Item[]): NamedDifference<Item> {
  const before = new Map(base.map((item) => [item.name, item]));
  const after = new Map(head.map((item) => [item.name, item]));
  return {
    added: head.filter(({ name }) => !before.has(name)),
    removed: base.filter(({ name }) => !after.has(name)),
    kept: base.flatMap((item) => {
      const other = after.get(item.name);
      return other === undefined ? [] : [[item, other] as const];
    }),
  };
}
