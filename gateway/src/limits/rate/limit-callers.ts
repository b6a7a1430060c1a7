// The stages that hold callers to their rates: addresses before anything is read, requests before parsing, work before planning.
import type { Principal } from '@tributary/auth-kit';
import type { Caller, RateRefusal, RateStandings, Stages } from '../../pipeline.ts';
import { createCharges } from './charges.ts';
import { createFieldInstances } from './field-instances.ts';
import type { Charge } from './rate-limit.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { RateRule } from './rate-rules.ts';

type Authenticate = Stages['authenticate'];
export type RateStages = Pick<Stages, 'read' | 'limitRequests' | 'limitWork'> & {
  /** Why an address, or a caller, that was refused a moment ago is refused again, before anything of its request is read; null when it is not. */
  recentRefusal(address: string | null, caller?: Caller): RateRefusal | null;
  /** Credentials that are not good count for the address that tries them. */
  guard(authenticate: Authenticate): Authenticate;
  /** Counts what came from there and is no message of HTTP. Whether the address was over a limit before: nothing is waited for. */
  countMalformed(address: string | null): boolean;
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
  /** What fails before its caller is known counts for the address. */
  const counted = async <Result>(attempt: Promise<Result>, address: string | null): Promise<Result> => {
    try {
      return await attempt;
    } catch (error) {
      await limiter.take(charges.ofAddress(address));
      throw error;
    }
  };
  return {
    recentRefusal: (address, caller) =>
      limiter.recentRefusal(caller === undefined ? charges.ofAddress(address) : charges.ofRequest(caller, address)),
    read: (request) => counted(request.read(), request.client.address),
    guard: (authenticate) => (credentials, client) => counted(authenticate(credentials, client), client.address),
    countMalformed(address) {
      const asked = charges.ofAddress(address);
      if (limiter.recentRefusal(asked) !== null) return true;
      limiter.take(asked).catch(() => undefined); // a refusal, which is remembered: counters that fail are replaced by those of this process
      return false;
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
  recentRefusal: () => null,
  read: (request) => request.read(),
  countMalformed: () => false,
  guard: (authenticate) => authenticate,
  limitRequests: () => none,
  limitWork: () => none,
};
