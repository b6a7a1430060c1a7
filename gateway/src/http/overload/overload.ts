// Overload: the gateway watches its own event loop, and takes only as many operations as it can serve in time. The others are refused at once.
import type { Logger } from '@tributary/logging';
import { createCountedWarning } from './counted-warning.ts';
import { watchLoop } from './loop-watch.ts';
import { isOverloaded, nextLimit } from './next-limit.ts';
import { createPlaces, type Places } from './places.ts';

export interface Overload extends Pick<Places, 'admits' | 'enter' | 'leave'> {
  stop(): void;
}

export interface OverloadOptions {
  /** Most operations in flight, however fast they are. */
  readonly maxInFlight: number;
  /** How late the event loop may be before there are fewer of them. */
  readonly maxLoopDelayMs: number;
  readonly logger: Logger;
}

/** Runs until it is stopped. What is not admitted is counted, and told in one line a second. */
export function createOverload({ maxInFlight: max, maxLoopDelayMs: maxDelayMs, logger }: OverloadOptions): Overload {
  const places = createPlaces(max);
  const bounds = { max, maxDelayMs };
  let delay = 0;
  let lastingMs = 0;
  const refused = createCountedWarning(logger, 'overloaded: requests were refused', () => ({
    places: Math.floor(places.limit),
    loopDelayMs: Math.round(delay),
  }));
  const stopWatching = watchLoop(({ delayMs, utilization, elapsedMs }) => {
    delay = delayMs;
    const { peak, inFlight, ended } = places.takeUse();
    // Little's law: no operation needs to be timed.
    const operationMs = (inFlight * elapsedMs) / Math.max(1, ended);
    const moment = { delayMs, utilization, operationMs, peak };
    lastingMs = isOverloaded(moment, bounds) ? lastingMs + elapsedMs : 0;
    places.setLimit(nextLimit(places.limit, { ...moment, lastingMs }, bounds));
  });
  return {
    admits(client) {
      const admitted = places.admits(client);
      if (!admitted) refused.count();
      return admitted;
    },
    enter: places.enter,
    leave: places.leave,
    stop() {
      stopWatching();
      refused.stop();
    },
  };
}
