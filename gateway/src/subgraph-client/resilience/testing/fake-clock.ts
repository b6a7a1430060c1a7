// A clock that goes when a test says so.
import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../clock.ts';

export interface FakeClock extends Clock {
  /** Lets time pass, calling back whoever is due in order, and what follows from it happen. */
  pass(ms: number): Promise<void>;
  /** Callbacks that are still due. */
  due(): number;
}

export function createFakeClock(): FakeClock {
  let now = 1_000_000;
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  return {
    now: () => now,
    schedule(delayMs, callback) {
      const timer = { at: now + delayMs, callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    async pass(ms) {
      await setImmediate(); // whoever is about to schedule something does so now
      const end = now + ms;
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        timers.delete(next);
        now = Math.max(now, next.at);
        next.callback();
        await setImmediate();
      }
      now = end;
      await setImmediate();
    },
    due: () => timers.size,
  };
}
