// Random charges at random times, the same for the same seed: what stores are compared with.
import type { Charge, RateLimit } from '../rate-limit.ts';

export interface Step {
  /** Since the step before. */
  readonly passedUs: number;
  readonly charges: readonly Charge[];
}

/** Small limits, so that a few charges reach them; quotas that divide no window, so that nothing is even by chance. */
export const traceLimits: readonly RateLimit[] = [
  { name: 'bucket', algorithm: 'token-bucket', quota: 7, windowSeconds: 1, capacity: 7 },
  { name: 'burst', algorithm: 'token-bucket', quota: 600, windowSeconds: 60, capacity: 13 },
  { name: 'window', algorithm: 'sliding-window', quota: 7, windowSeconds: 1, capacity: 7 },
  { name: 'long', algorithm: 'sliding-window', quota: 50, windowSeconds: 60, capacity: 50 },
];

export function randomTrace(seed: number, steps: number): readonly Step[] {
  const next = randomBelow(seed);
  return Array.from({ length: steps }, () => ({
    // Mostly a moment, sometimes long enough for everything to be there again.
    passedUs: next(10) === 0 ? next(70_000_000) : next(300_000),
    charges: traceLimits
      .filter(() => next(2) === 0)
      .map((limit) => ({ limit, key: `k${next(2)}`, amount: next(20) === 0 ? 1 + next(60) : 1 + next(3) })),
  })).filter(({ charges }) => charges.length > 0);
}

/** Whole numbers from 0, below what is asked: a linear congruential generator (Numerical Recipes). */
export function randomBelow(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}
