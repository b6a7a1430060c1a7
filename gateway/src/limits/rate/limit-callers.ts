// The stages that hold callers to their rates: addresses before anything is read, requests before parsing, work before execution.
import type { Principal } from '@tributary/auth-kit';
import type { Caller, RateStandings, Stages } from '../../pipeline.ts';
import { createCharges } from './charges.ts';
import { createFieldInstances } from './field-instances.ts';
import type { Charge } from './rate-limit.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { RateRule } from './rate-rules.ts';

type Authenticate = Stages['authenticate'];
export type RateStages = Pick<Stages, 'assertOpen' | 'limitRequests' | 'limitWork'> & {
  /** Credentials that are not good count for the address that tries them. */
  guard(authenticate: Authenticate): Authenticate;
};

/** `onRefused` is told of callers whose requests are over a limit. */
export function createRateStages(rules: readonly RateRule[], limiter: RateLimiter, onRefused: (principal: Principal) => void): RateStages {
  const charges = createCharges(rules);
  const instancesOf = createFieldInstances(rules.flatMap(({ count }) => (typeof count === 'string' ? [] : count)));
  const count = async ({ principal }: Caller, asked: readonly Charge[]): Promise<RateStandings> => {
    try {
      return await limiter.take(asked);
    } catch (error) {
      onRefused(principal);
      throw error;
    }
  };
  return {
    assertOpen: ({ address }, caller) =>
      limiter.assertOpen(caller === undefined ? charges.ofAddress(address) : charges.ofRequest(caller, address)),
    guard: (authenticate) => async (credentials, client) => {
      try {
        return await authenticate(credentials, client);
      } catch (error) {
        await limiter.take(charges.ofAddress(client.address));
        throw error;
      }
    },
    limitRequests(caller, client) {
      const asked = charges.ofRequest(caller, client.address);
      return asked.length === 0 ? none : count(caller, asked);
    },
    limitWork(caller, client, operation, text, cost) {
      if (!charges.countsWork) return none;
      const work = { text, operationName: operation.name, cost, instances: instancesOf(operation, text) };
      const asked = charges.ofWork(caller, client.address, work);
      return asked.length === 0 ? none : count(caller, asked);
    },
  };
}

const none: RateStandings = [];

/** Where nothing is limited. */
export const noRateStages: RateStages = {
  assertOpen: () => undefined,
  guard: (authenticate) => authenticate,
  limitRequests: () => none,
  limitWork: () => none,
};
