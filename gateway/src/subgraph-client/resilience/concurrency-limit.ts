// How many calls a subgraph has at a time; the others wait in a bounded line, first come, first served.
import { AppError } from '@tributary/errors';
import type { Clock } from './clock.ts';

export interface ConcurrencyLimit {
  /** Takes a place if one is free. */
  tryEnter(): boolean;
  /**
   * Waits for a place until the deadline, a time of the clock.
   * @throws {AppError} SUBGRAPH_OVERLOADED: at once when the line is full, or so slow that the deadline would pass; otherwise when it has passed.
   */
  enter(deadline: number): Promise<void>;
  /** Gives a place back that was held for so long. */
  leave(heldMs: number): void;
  /** Ends when nobody holds a place or waits for one. */
  drained(): Promise<void>;
}

export interface ConcurrencyLimitOptions {
  readonly maxConcurrent: number;
  readonly maxQueued: number;
  readonly clock: Clock;
}

interface Waiting {
  enter(): void;
}

/** Weight of the last call in the mean time that a place is held. */
const smoothing = 1 / 16;

export function createConcurrencyLimit({ maxConcurrent, maxQueued, clock }: ConcurrencyLimitOptions): ConcurrencyLimit {
  const line = new Set<Waiting>();
  let held = 0;
  let meanMs = 0;
  const onDrained: (() => void)[] = [];

  const wouldExpire = (deadline: number): boolean => clock.now() + (meanMs * (line.size + 1)) / maxConcurrent >= deadline;
  const settle = (): void => {
    if (held > 0 || onDrained.length === 0) return; // while nobody holds a place, nobody waits for one
    for (const resolve of onDrained.splice(0)) resolve();
  };
  return {
    tryEnter() {
      if (held >= maxConcurrent) return false;
      held += 1;
      return true;
    },
    async enter(deadline) {
      if (line.size >= maxQueued || wouldExpire(deadline)) throw new AppError('SUBGRAPH_OVERLOADED');
      await new Promise<void>((resolve, reject) => {
        const waiting: Waiting = {
          enter() {
            cancel();
            resolve();
          },
        };
        const cancel = clock.schedule(deadline - clock.now(), () => {
          line.delete(waiting);
          reject(new AppError('SUBGRAPH_OVERLOADED'));
        });
        line.add(waiting);
      });
    },
    leave(heldMs) {
      meanMs += (heldMs - meanMs) * smoothing;
      if (line.size === 0) {
        held -= 1;
        settle();
        return;
      }
      // The place goes from hand to hand: whoever comes now does not pass the line.
      for (const first of line) {
        line.delete(first);
        first.enter();
        break;
      }
    },
    drained() {
      return new Promise((resolve) => {
        onDrained.push(resolve);
        settle();
      });
    },
  };
}
