// Counts requests against the limits of their callers, and refuses what is over one of them.
import type { RateRefusal, RateStandings } from '../../pipeline.ts';
import { type Charge, type Count, isAllowed, never, type RateStore } from './rate-limit.ts';
import { RateLimitedError } from './rate-limited-error.ts';
import { createRecentRefusals } from './recent-refusals.ts';

export interface RateLimiter {
  /** Counts all charges, or none when one of them does not fit. @throws {RateLimitedError} */
  take(charges: readonly Charge[]): Promise<RateStandings>;
  /** Counts nothing, asks nobody: what was refused a moment ago is refused now; null when it may fit. */
  recentRefusal(charges: readonly Charge[]): RateRefusal | null;
}

export interface RateLimiterOptions {
  readonly store: RateStore;
  /** Milliseconds since some moment. */
  readonly now: () => number;
}

export function createRateLimiter({ store, now }: RateLimiterOptions): RateLimiter {
  const refusals = createRecentRefusals(now);
  const recentRefusal: RateLimiter['recentRefusal'] = (charges) => {
    for (const charge of charges) {
      // Larger ones have to wait longer, or for ever.
      const count = charge.amount === 1 ? refusals.of(charge) : null;
      if (count !== null) return refusalOf([charge], [count]);
    }
    return null;
  };
  return {
    async take(charges) {
      if (charges.length === 0) return none;
      const recent = recentRefusal(charges);
      if (recent !== null) throw new RateLimitedError(recent);
      const counts = await store.take(charges);
      if (isAllowed(counts)) return standingsOf(charges, counts);
      for (const [index, charge] of charges.entries()) {
        const count = counts[index];
        if (count !== undefined && count.waitUs > 0 && charge.amount === 1) refusals.remember(charge, count);
      }
      throw new RateLimitedError(refusalOf(charges, counts));
    },
    recentRefusal,
  };
}

const none: RateStandings = [];

function refusalOf(charges: readonly Charge[], counts: readonly Count[]): RateRefusal {
  const waits = counts.map(({ waitUs }) => waitUs);
  const retryAfterSeconds = waits.includes(never) ? null : secondsOf(Math.max(...waits));
  // What the others allow is of no interest to whoever is refused.
  const refusing = (_each: unknown, index: number): boolean => waits[index] !== 0;
  return { standings: standingsOf(charges.filter(refusing), counts.filter(refusing)), retryAfterSeconds };
}

const standingsOf = (charges: readonly Charge[], counts: readonly Count[]): RateStandings =>
  charges.map(({ limit }, index) => ({
    limit,
    remaining: counts[index]?.remaining ?? 0,
    resetSeconds: secondsOf(counts[index]?.resetUs ?? 0),
  }));

/** Rounded up: whoever comes back then finds room. */
const secondsOf = (us: number): number => Math.ceil(us / 1_000_000);
