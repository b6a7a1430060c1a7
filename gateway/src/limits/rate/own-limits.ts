// The limits that API keys were made with: so many requests in any minute.
import type { RateLimit } from './rate-limit.ts';
import { ownRuleName } from './rate-rules.ts';

/** Gives the limit of so many requests a minute; there are few different ones. */
export function createOwnLimits(): (requestsPerMinute: number) => RateLimit {
  const known = new Map<number, RateLimit>();
  return (requestsPerMinute) => {
    const limit = known.get(requestsPerMinute) ?? ownLimitOf(requestsPerMinute);
    known.set(requestsPerMinute, limit);
    return limit;
  };
}

const ownLimitOf = (requestsPerMinute: number): RateLimit => ({
  name: ownRuleName,
  algorithm: 'sliding-window',
  quota: requestsPerMinute,
  windowSeconds: 60,
  capacity: requestsPerMinute,
});
