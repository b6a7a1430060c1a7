// A request that is over one of its limits.
import { AppError } from '@tributary/errors';
import type { RateStandings } from '../../pipeline.ts';

export class RateLimitedError extends AppError {
  readonly standings: RateStandings;

  /** Waiting helps after `retryAfterSeconds`; null when it never does. */
  constructor(standings: RateStandings, retryAfterSeconds: number | null) {
    super('RATE_LIMITED', retryAfterSeconds === null ? 'The request is more than its limit ever allows at once.' : undefined, {
      extensions: retryAfterSeconds === null ? {} : { retryAfterSeconds },
    });
    this.standings = standings;
  }
}
