// The stages that hold callers to their rates: addresses before a credential is looked at, requests before parsing, work before execution.
import type { Stages } from '../../pipeline.ts';
import { createCharges } from './charges.ts';
import { createFieldInstances } from './field-instances.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { RateRule } from './rate-rules.ts';

type Authenticate = Stages['authenticate'];
export type RateStages = Pick<Stages, 'limitRequests' | 'limitWork'> & {
  /** Credentials that are not good count for the address that tries them; one that is over its limit is not asked for any. */
  guard(authenticate: Authenticate): Authenticate;
};

export function createRateStages(rules: readonly RateRule[], limiter: RateLimiter): RateStages {
  const charges = createCharges(rules);
  const instancesOf = createFieldInstances(rules.flatMap(({ count }) => (typeof count === 'string' ? [] : count)));
  return {
    guard: (authenticate) => async (credentials, client) => {
      const ofAddress = charges.ofAddress(client.address);
      limiter.assertOpen(ofAddress);
      try {
        return await authenticate(credentials, client);
      } catch (error) {
        await limiter.take(ofAddress);
        throw error;
      }
    },
    limitRequests: (caller, client) => limiter.take(charges.ofRequest(caller, client.address)),
    limitWork(caller, client, operation, text, cost) {
      if (!charges.countsWork) return none;
      const work = { text, operationName: operation.name, cost, instances: instancesOf(operation, text) };
      return limiter.take(charges.ofWork(caller, client.address, work));
    },
  };
}

const none: readonly never[] = [];

/** Where nothing is limited. */
export const noRateStages: RateStages = {
  guard: (authenticate) => authenticate,
  limitRequests: () => none,
  limitWork: () => none,
};
