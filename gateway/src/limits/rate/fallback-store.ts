// The common counters while they answer, and counters of this process while they do not: never none.
import type { MemoryStore } from './memory-store.ts';
import type { RateStore } from './rate-limit.ts';

export interface FallbackStoreOptions {
  /** Rejects within a bounded time when it does not answer. */
  readonly common: RateStore;
  /** With this gateway's share of each limit. */
  readonly own: MemoryStore;
  /** Milliseconds since some moment. */
  readonly now: () => number;
  /** For so long after a failure nobody waits for the common counters again. */
  readonly pauseMs?: number;
  /** Is told when they fail after they have answered, and when they answer again. */
  readonly onChange: (state: { readonly kind: 'common' } | { readonly kind: 'own'; readonly error: unknown }) => void;
}

export function createFallbackStore({ common, own, now, pauseMs = 1_000, onChange }: FallbackStoreOptions): RateStore {
  let failed = false;
  let pausedUntil = 0;
  return {
    async take(charges) {
      if (failed) {
        if (now() < pausedUntil) return own.take(charges);
        // This one tries; those that come meanwhile do not wait for what it finds.
        pausedUntil = now() + pauseMs;
      }
      try {
        const counts = await common.take(charges);
        if (failed) onChange({ kind: 'common' });
        failed = false;
        return counts;
      } catch (error) {
        if (!failed) onChange({ kind: 'own', error });
        failed = true;
        pausedUntil = now() + pauseMs;
        return own.take(charges);
      }
    },
  };
}
