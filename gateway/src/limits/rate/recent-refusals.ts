// Whom a limit refused a moment ago: until there can be room again, they are refused without asking anyone.
import { type Charge, type Count, counterOf } from './rate-limit.ts';

/** For charges of the least amount there is, 1: a larger one that waits does not make a smaller one wait. */
export interface RecentRefusals {
  /** The count that refuses this charge now; null when it may fit. */
  of(charge: Charge): Count | null;
  remember(charge: Charge, count: Count): void;
}

/** Who does not fit in is asked for again: this saves work, and refuses nobody that the counters would not. */
export function createRecentRefusals(now: () => number, maxKeys = 10_000): RecentRefusals {
  const until = new Map<string, { readonly waitMs: number; readonly resetMs: number }>();
  return {
    of(charge) {
      if (until.size === 0) return null;
      const key = counterOf(charge);
      const ends = until.get(key);
      if (ends === undefined) return null;
      const at = now();
      if (ends.waitMs > at) return { waitUs: (ends.waitMs - at) * 1_000, remaining: 0, resetUs: (ends.resetMs - at) * 1_000 };
      until.delete(key);
      return null;
    },
    remember(charge, { waitUs, resetUs }) {
      const at = now();
      if (until.size >= maxKeys) until.delete(until.keys().next().value ?? '');
      until.set(counterOf(charge), { waitMs: at + waitUs / 1_000, resetMs: at + resetUs / 1_000 });
    },
  };
}
