// What the log says of a breaker: that a subgraph is given up, and that it is back.
import type { Logger } from '@tributary/logging';
import type { BreakerState } from './circuit-breaker.ts';

/** One line each time; probes that fail in between are not told. */
export function createBreakerLog(logger: Logger, subgraph: string): (state: BreakerState) => void {
  let isAway = false;
  return (state) => {
    if (state === 'half-open' || isAway === (state === 'open')) return;
    isAway = state === 'open';
    if (isAway) logger.warn('a subgraph fails and is not asked for now', { subgraph });
    else logger.info('a subgraph that failed is asked again', { subgraph });
  };
}
