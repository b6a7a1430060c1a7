// How often addresses and OAuth clients may ask the provider: by the same rules, and in the same counters, as operations.
import type { ClientOrigin } from '@tributary/auth-kit';
import { AppError } from '@tributary/errors';
import type { SecurityMonitor } from '@tributary/monitoring';
import { stranger } from './auth/authenticate.ts';
import type { RateStages } from './limits/rate/limit-callers.ts';
import { RateLimitedError } from './limits/rate/rate-limited-error.ts';
import type { Caller, RateStandings } from './pipeline.ts';

export interface ProviderLimits {
  /** Counts a request for its address. @throws {AppError} RATE_LIMITED */
  admit(client: ClientOrigin, requestId: string): Promise<RateStandings>;
  /** Of a client that shows a secret, before anybody has looked at it. @throws {AppError} RATE_LIMITED when it was over its limit a moment ago. */
  assertClientOpen(clientId: string): void;
  /** Counts for a client that was what it said: with its name alone nobody can use up what it may ask. The first one too many is answered. */
  countClient(clientId: string): Promise<void>;
}

/** Its tokens are counted as this in operations, too. */
const callerOf = (clientId: string): Caller => ({
  principal: { kind: 'client', clientId, scopes: [], customerId: null },
  requestsPerMinute: null,
});
const nowhere: ClientOrigin = { address: null, agent: null };

export function createProviderLimits(
  stages: Pick<RateStages, 'recentRefusal' | 'limitRequests'>,
  monitor: SecurityMonitor,
): ProviderLimits {
  return {
    async admit(client, requestId) {
      try {
        return await stages.limitRequests(stranger, client);
      } catch (error) {
        monitor.report({ kind: 'limitHit', reason: 'rate', address: client.address, requestId });
        throw error;
      }
    },
    assertClientOpen(clientId) {
      const refusal = stages.recentRefusal(null, callerOf(clientId));
      if (refusal !== null) throw new RateLimitedError(refusal);
    },
    async countClient(clientId) {
      try {
        await stages.limitRequests(callerOf(clientId), nowhere);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
      }
    },
  };
}
