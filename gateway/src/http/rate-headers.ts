// How a caller stands with its limits, as headers: draft-ietf-httpapi-ratelimit-headers-06, the last with a field for each value.
import type { RateStanding, RateStandings } from '../pipeline.ts';

/** Names of all of them, for pages that may read them. */
export const rateHeaderNames = 'ratelimit-limit, ratelimit-remaining, ratelimit-reset, ratelimit-policy, retry-after';

/** Names and values in turn: all limits as policies, and of the one that is nearest to its end, how far it is. */
export function rateHeadersOf(standings: RateStandings): readonly string[] {
  const [first, ...others] = standings;
  if (first === undefined) return none;
  const { limit, remaining, resetSeconds } = others.reduce((nearest, one) => (leftOf(one) < leftOf(nearest) ? one : nearest), first);
  return [
    ...['ratelimit-limit', String(limit.capacity)],
    ...['ratelimit-remaining', String(remaining)],
    ...['ratelimit-reset', String(resetSeconds)],
    ...['ratelimit-policy', standings.map(policyOf).join(', ')],
  ];
}

const none: readonly string[] = [];

const leftOf = ({ limit, remaining }: RateStanding): number => remaining / limit.capacity;

const policyOf = ({ limit: { name, quota, windowSeconds, capacity } }: RateStanding): string =>
  `${quota};w=${windowSeconds}${capacity === quota ? '' : `;burst=${capacity}`};comment="${name}"`;
