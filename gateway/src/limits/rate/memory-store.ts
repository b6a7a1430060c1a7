// Counters in the memory of this process: of a gateway that is alone, and of each gateway while the common place does not answer.
import type { State } from './algorithms.ts';
import { decide } from './decide.ts';
import type { Charge, Count, RateLimit, RateStore } from './rate-limit.ts';

export interface MemoryStoreOptions {
  /** Milliseconds since some moment. */
  readonly now: () => number;
  /** Among how many gateways a limit is divided; each has at least 1. */
  readonly share?: number;
  readonly maxKeysPerLimit?: number;
}

/** As every store, but at once: `take` gives counts, not a promise of them. */
export interface MemoryStore extends RateStore {
  take(charges: readonly Charge[]): readonly Count[];
  readonly size: number;
}

export function createMemoryStore({ now, share = 1, maxKeysPerLimit = 50_000 }: MemoryStoreOptions): MemoryStore {
  const tables = new Map<string, Table>();
  const tableOf = (limit: RateLimit): Table => {
    const known = tables.get(limit.name);
    if (known !== undefined) return known;
    const table = createTable(maxKeysPerLimit);
    tables.set(limit.name, table);
    return table;
  };
  return {
    take(charges) {
      const nowUs = Math.round(now() * 1_000);
      const places = charges.map(({ limit, key }) => placeIn(tableOf(limit), key, nowUs));
      const shares = share === 1 ? charges : charges.map((charge) => ({ ...charge, limit: dividedBy(share, charge.limit) }));
      const { counts, after } = decide(shares, places.map(stateAt), nowUs);
      for (const [index, state] of (after ?? []).entries()) {
        const place = places[index];
        if (place !== undefined) place.table.keep(place.key, state, nowUs + (counts[index]?.resetUs ?? 0));
      }
      return counts;
    },
    get size() {
      return [...tables.values()].reduce((size, table) => size + table.size, 0);
    },
  };
}

interface Place {
  readonly table: Table;
  readonly key: string;
}

const placeIn = (table: Table, key: string, nowUs: number): Place => ({ table, key: table.placeOf(key, nowUs) });
const stateAt = ({ table, key }: Place): State => table.stateOf(key);

const part = (whole: number, share: number): number => Math.max(1, Math.floor(whole / share));

const dividedBy = (share: number, limit: RateLimit): RateLimit => ({
  ...limit,
  quota: part(limit.quota, share),
  capacity: part(limit.capacity, share),
});

interface Table {
  /** The key under which this one is counted: its own, or, when there are too many, the one that all further ones share. */
  placeOf(key: string, nowUs: number): string;
  stateOf(key: string): State;
  /** `endsUs` is when the state says nothing any more. */
  keep(key: string, state: State, endsUs: number): void;
  readonly size: number;
}

const nothing: State = [];
/** No key of a caller is empty. */
const shared = '';

/**
 * The counters of one limit. Only those that say nothing any more are removed: were it the oldest, whoever brings enough new keys would be
 * rid of what is counted against an old one. Who comes when it is full shares one counter with everyone else who does.
 */
function createTable(maxKeys: number): Table {
  const entries = new Map<string, { readonly state: State; readonly endsUs: number }>();
  let hand = entries.entries();
  // Two are looked at for each that may be added: so ended ones go faster than new ones come, at no cost that anyone feels.
  const sweep = (nowUs: number): void => {
    for (let looks = 0; looks < 2; looks += 1) {
      const { value, done } = hand.next();
      if (done === true) hand = entries.entries();
      else if (value[1].endsUs <= nowUs) entries.delete(value[0]);
    }
  };
  return {
    placeOf(key, nowUs) {
      if (entries.has(key)) return key;
      sweep(nowUs);
      return entries.size < maxKeys ? key : shared;
    },
    stateOf: (key) => entries.get(key)?.state ?? nothing,
    keep: (key, state, endsUs) => void entries.set(key, { state, endsUs }),
    get size() {
      return entries.size;
    },
  };
}
