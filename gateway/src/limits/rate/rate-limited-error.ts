// A request that is over one of its limits.
import { AppError } from '@tributary/errors';
import type { RateRefusal, RateStandings } from '../../pipeline.ts';

export class RateLimitedError extends AppError {
  readonly standings: RateStandings;

  constructor({ standings, retryAfterSeconds }: RateRefusal) {
    super('RATE_LIMITED', retryAfterSeconds === null ? 'The request is more than its limit ever allows at once.' : undefined, {
      extensions: retryAfterSeconds === null ? {} : { retryAfterSeconds },
    });
    this.standings = standings;
  }
}
