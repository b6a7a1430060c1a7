// The two ways to count, as pure functions of whole numbers; take.lua and take.sql do the same, number by number.
import { never, type RateLimit } from './rate-limit.ts';

/** A counter's state: what it means is its algorithm's. Empty: nothing was counted yet. */
export type State = readonly number[];

export interface Algorithm {
  /** The state as it is now. Time that goes back is taken to stand still: that frees nobody. */
  settle(limit: RateLimit, state: State, nowUs: number): State;
  /** Of a settled state: microseconds until the amount fits; `never` when it is more than fits at once. */
  wait(limit: RateLimit, settled: State, nowUs: number, amount: number): number;
  add(limit: RateLimit, settled: State, amount: number): State;
  remaining(limit: RateLimit, settled: State): number;
  /** Microseconds until all is there again. */
  reset(limit: RateLimit, settled: State, nowUs: number): number;
}

const windowUsOf = ({ windowSeconds }: RateLimit): number => windowSeconds * 1_000_000;

/**
 * `[used, at]`: what is used, in parts of which one token has as many as the window has microseconds, and when that was true. Each
 * microsecond gives `quota` parts back, so that nothing is ever rounded. In the bounds of the settings all stays below 2^53.
 */
const tokenBucket: Algorithm = {
  settle(limit, [used = 0, at = 0], nowUs) {
    return [Math.max(0, used - Math.max(0, nowUs - at) * limit.quota), nowUs];
  },
  wait(limit, [used = 0], _nowUs, amount) {
    if (amount > limit.capacity) return never;
    const excess = used - (limit.capacity - amount) * windowUsOf(limit);
    return excess <= 0 ? 0 : Math.ceil(excess / limit.quota);
  },
  add: (limit, [used = 0, at = 0], amount) => [used + amount * windowUsOf(limit), at],
  // A quota that was larger a moment ago may have left more used than there is now.
  remaining: (limit, [used = 0]) => Math.max(0, Math.floor(limit.capacity - used / windowUsOf(limit))),
  reset: (limit, [used = 0]) => Math.ceil(used / limit.quota),
};

/** The window is counted in tenths. */
const slices = 10;
const sliceUsOf = (limit: RateLimit): number => windowUsOf(limit) / slices;

/**
 * `[slice, count, …]`: the number of the current tenth since the epoch, what was counted in it, and in each of the ten before it. The oldest
 * counts as a whole though a part of it is out of the window: so no window ever holds more than the quota.
 */
const slidingWindow: Algorithm = {
  settle(limit, [latest = 0, ...counts], nowUs) {
    const slice = Math.floor(nowUs / sliceUsOf(limit));
    const passed = Math.max(0, slice - latest);
    return [slice, ...Array.from({ length: slices + 1 }, (_none, index) => counts[index - passed] ?? 0)];
  },
  wait(limit, [slice = 0, ...counts], nowUs, amount) {
    if (amount > limit.capacity) return never;
    let excess = sum(counts) + amount - limit.quota;
    let oldest = slices;
    while (excess > 0 && oldest >= 0) excess -= counts[oldest--] ?? 0;
    return oldest === slices ? 0 : leaves(limit, slice - oldest - 1) - nowUs;
  },
  add: (_limit, [slice = 0, current = 0, ...before], amount) => [slice, current + amount, ...before],
  remaining: (limit, [, ...counts]) => Math.max(0, limit.quota - sum(counts)),
  reset(limit, [slice = 0, ...counts], nowUs) {
    const latest = counts.findIndex((count) => count > 0);
    return latest < 0 ? 0 : leaves(limit, slice - latest) - nowUs;
  },
};

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** When a slice counts no longer, in microseconds since the epoch. */
const leaves = (limit: RateLimit, slice: number): number => (slice + slices + 1) * sliceUsOf(limit);

export const algorithms: Readonly<Record<RateLimit['algorithm'], Algorithm>> = {
  'token-bucket': tokenBucket,
  'sliding-window': slidingWindow,
};
