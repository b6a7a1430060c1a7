// Counters in memory: all charges or none, a bounded number of keys, and the part of one gateway among several.
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from './memory-store.ts';
import { isAllowed, type RateLimit } from './rate-limit.ts';

const few: RateLimit = { name: 'few', algorithm: 'token-bucket', quota: 2, windowSeconds: 10, capacity: 2 };
const many: RateLimit = { name: 'many', algorithm: 'sliding-window', quota: 10, windowSeconds: 10, capacity: 10 };

function storeAt(options: { readonly share?: number; readonly maxKeysPerLimit?: number } = {}) {
  let nowMs = 1_000;
  const store = createMemoryStore({ now: () => nowMs, ...options });
  return {
    store,
    pass: (seconds: number) => {
      nowMs += seconds * 1_000;
    },
    takes: (limit: RateLimit, key: string, amount = 1) => isAllowed(store.take([{ limit, key, amount }])),
    remaining: (limit: RateLimit, key: string) => store.take([{ limit, key, amount: limit.capacity + 1 }])[0]?.remaining,
  };
}

describe('counters in memory', () => {
  it('count nothing for anyone when one charge does not fit', () => {
    const { store, takes, remaining } = storeAt();
    expect([takes(few, 'a'), takes(few, 'a'), takes(few, 'a')]).toEqual([true, true, false]);
    const counts = store.take([
      { limit: many, key: 'a', amount: 3 },
      { limit: few, key: 'a', amount: 1 },
    ]);
    expect(counts).toMatchObject([
      { waitUs: 0, remaining: 10 },
      { waitUs: 5_000_000, remaining: 0, resetUs: 10_000_000 },
    ]);
    expect(remaining(many, 'a')).toBe(10);
  });

  it('are of one key and one limit each', () => {
    const { takes, remaining } = storeAt();
    expect([takes(few, 'a', 2), takes(few, 'b', 2), takes(many, 'a', 9)]).toEqual([true, true, true]);
    expect([remaining(few, 'a'), remaining(few, 'c'), remaining(many, 'a')]).toEqual([0, 2, 1]);
  });

  it('hold the part of one gateway, and never none of it', () => {
    const { remaining } = storeAt({ share: 4 });
    expect([remaining(many, 'a'), remaining(few, 'a')]).toEqual([2, 1]);
  });
});

describe('more keys than there is room for', () => {
  it('free nobody who is counted, and share one counter', () => {
    const { store, takes } = storeAt({ maxKeysPerLimit: 100 });
    takes(few, 'attacker', 2);
    for (let key = 0; key < 10_000; key += 1) takes(few, `k${key}`);
    expect(takes(few, 'attacker')).toBe(false);
    // Two of them had the common counter's tokens.
    expect([takes(few, 'someone new'), store.size]).toEqual([false, 101]);
  });

  it('leave room as soon as counters say nothing any more', () => {
    const { store, takes, pass } = storeAt({ maxKeysPerLimit: 100 });
    for (let key = 0; key < 200; key += 1) takes(few, `k${key}`);
    pass(20);
    for (let key = 0; key < 200; key += 1) takes(few, `n${key}`);
    expect(takes(few, 'n0')).toBe(true);
    expect(store.size).toBeLessThanOrEqual(101);
  });
});
