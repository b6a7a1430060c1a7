// Seeded randomness: the same seed gives the same supergraph, world, operation and faults on every machine.

export interface Random {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  /** True with this probability (0 to 1). */
  chance(probability: number): boolean;
  /** One of them. @throws {RangeError} if there is none */
  pick<Item>(items: readonly Item[]): Item;
  /** Up to `count` different ones, in random order. */
  some<Item>(items: readonly Item[], count: number): Item[];
  /** A generator of its own, so that what is drawn there moves nothing here. */
  fork(label: string): Random;
}

/** 32 bits of a text (FNV-1a, then mixed: near texts must not give near numbers). */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return mix(hash);
}

/** Mulberry32. */
export function randomOf(seed: number | string): Random {
  const origin = typeof seed === 'number' ? mix(seed + 0x9e3779b9) : hashOf(seed);
  let state = origin;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    return mix(state) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    chance: (probability) => next() < probability,
    pick(items) {
      if (items.length === 0) throw new RangeError('nothing to pick from');
      return items[below(items.length)] as (typeof items)[number]; // below the length
    },
    some(items, count) {
      const left = [...items];
      const taken: typeof left = [];
      while (taken.length < count && left.length > 0) taken.push(...left.splice(below(left.length), 1));
      return taken;
    },
    fork: (label) => randomOf(`${origin}:${label}`),
  };
}

function mix(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
