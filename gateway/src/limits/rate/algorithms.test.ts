// The two algorithms, against models that remember every charge.
import { describe, expect, it } from 'vitest';
import { algorithms, type State } from './algorithms.ts';
import { never, type RateLimit } from './rate-limit.ts';
import { randomBelow } from './testing/random-trace.ts';

const second = 1_000_000;
const bucket: RateLimit = { name: 'b', algorithm: 'token-bucket', quota: 7, windowSeconds: 3, capacity: 5 };
const window: RateLimit = { name: 'w', algorithm: 'sliding-window', quota: 7, windowSeconds: 3, capacity: 7 };

interface Past {
  readonly atUs: number;
  readonly amount: number;
}

/** Charges one counter at random times; `judge` sees each try with all that was counted before. */
function run(limit: RateLimit, seed: number, judge: (past: readonly Past[], one: Past, waitUs: number, remaining: number) => void): void {
  const next = randomBelow(seed);
  const algorithm = algorithms[limit.algorithm];
  const past: Past[] = [];
  let state: State = [];
  let atUs = 1_790_000_000 * second + next(second);
  for (let step = 0; step < 300; step += 1) {
    atUs += next(8) === 0 ? next(4 * second) : next(second / 2);
    const amount = 1 + next(3);
    const settled = algorithm.settle(limit, state, atUs);
    const waitUs = algorithm.wait(limit, settled, atUs, amount);
    judge(past, { atUs, amount }, waitUs, algorithm.remaining(limit, settled));
    expect(algorithm.wait(limit, algorithm.settle(limit, settled, atUs + waitUs), atUs + waitUs, amount)).toBe(0);
    if (waitUs > 0) {
      expect(algorithm.wait(limit, algorithm.settle(limit, settled, atUs + waitUs - 1), atUs + waitUs - 1, amount)).toBeGreaterThan(0);
      continue;
    }
    state = algorithm.add(limit, settled, amount);
    past.push({ atUs, amount });
    const full = atUs + algorithm.reset(limit, state, atUs);
    expect(algorithm.remaining(limit, algorithm.settle(limit, state, full))).toBe(limit.capacity);
    expect(algorithm.remaining(limit, algorithm.settle(limit, state, full - 1))).toBeLessThan(limit.capacity);
  }
}

const seeds = Array.from({ length: 20 }, (_none, seed) => seed);

/** Tokens of a bucket that was full when it began: exact fractions, as one token has as many parts as the window has microseconds. */
function tokensLeft({ quota, windowSeconds, capacity }: RateLimit, past: readonly Past[], atUs: number): number {
  const one = BigInt(windowSeconds * second);
  let parts = BigInt(capacity) * one;
  let last = past[0]?.atUs ?? atUs;
  for (const { atUs: then, amount } of [...past, { atUs, amount: 0 }]) {
    const filled = parts + BigInt(then - last) * BigInt(quota);
    const full = BigInt(capacity) * one;
    parts = (filled > full ? full : filled) - BigInt(amount) * one;
    last = then;
  }
  return Number(parts / one);
}

describe('a token bucket', () => {
  it.each(seeds)('holds what a bucket holds that counts exactly, whatever comes when (seed %i)', (seed) => {
    run(bucket, seed, (past, { atUs, amount }, waitUs, remaining) => {
      const tokens = tokensLeft(bucket, past, atUs);
      expect(remaining).toBe(tokens);
      expect(waitUs === 0).toBe(tokens >= amount);
    });
  });

  it('gives all of an odd quota at once, and the rest of it evenly', () => {
    const { settle, add, wait } = algorithms['token-bucket'];
    const whole = { ...bucket, capacity: 7 };
    let state = settle(whole, [], 0);
    for (let token = 0; token < 7; token += 1) {
      expect(wait(whole, state, 0, 1)).toBe(0);
      state = add(whole, state, 1);
    }
    expect(wait(whole, state, 0, 1)).toBe(Math.ceil((3 * second) / 7));
  });
});

describe('a sliding window', () => {
  it.each(seeds)('never holds more than the quota in any window, and forgets what is a tenth older (seed %i)', (seed) => {
    run(window, seed, (past, { atUs, amount }, waitUs) => {
      const since = (us: number) => past.filter((one) => one.atUs > atUs - us).reduce((sum, one) => sum + one.amount, 0);
      if (waitUs === 0) expect(since(3 * second) + amount).toBeLessThanOrEqual(window.quota);
      else expect(since(3.3 * second) + amount).toBeGreaterThan(window.quota);
    });
  });
});

describe.each([bucket, window])('$algorithm', (limit) => {
  const { settle, add, wait, remaining, reset } = algorithms[limit.algorithm];

  it('refuses for ever what is more than fits at once', () => {
    expect(wait(limit, settle(limit, [], 0), 0, limit.capacity)).toBe(0);
    expect(wait(limit, settle(limit, [], 0), 0, limit.capacity + 1)).toBe(never);
  });

  it('takes a clock that goes back to stand still, and goes on from there', () => {
    const now = 1_790_000_000 * second;
    const full = add(limit, settle(limit, [], now), limit.capacity);
    const earlier = now - 3_600 * second;
    const back = settle(limit, full, earlier);
    expect(remaining(limit, back)).toBe(0);
    expect(reset(limit, back, earlier)).toBeLessThanOrEqual(3.3 * second);
  });

  it('is not confused by a quota that was larger a moment ago', () => {
    const large = { ...limit, quota: 1_000, capacity: 1_000 };
    const state = settle(limit, add(large, settle(large, [], 0), 1_000), 0);
    expect(remaining(limit, state)).toBe(0);
    expect(wait(limit, state, 0, 1)).toBeGreaterThan(0);
  });
});
