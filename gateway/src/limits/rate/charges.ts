// What a request is charged by the rules: before it is parsed as a request, once it is prepared by what it does.
import { createHash } from 'node:crypto';
import { addressKeyOf } from '../../address-key.ts';
import type { Caller } from '../../pipeline.ts';
import { createOwnLimits } from './own-limits.ts';
import type { Charge } from './rate-limit.ts';
import type { RateRule } from './rate-rules.ts';

/** What a prepared operation does, as far as a rule counts it. */
export interface CountedWork {
  /** The text of its document. */
  readonly text: string;
  readonly operationName: string | null;
  /** Its static cost. */
  readonly cost: number;
  /** How often it runs root fields that a rule counts, by coordinate (`Mutation.signIn`). */
  readonly instances: ReadonlyMap<string, number>;
}

export interface Charges {
  /** Of any request from there. */
  ofAddress(address: string | null): readonly Charge[];
  /** Of a request of this caller from there. */
  ofRequest(caller: Caller, address: string | null): readonly Charge[];
  /** Whether anything is charged for what requests do. */
  readonly countsWork: boolean;
  ofWork(caller: Caller, address: string | null, work: CountedWork): readonly Charge[];
}

export function createCharges(rules: readonly RateRule[]): Charges {
  const ownLimitOf = createOwnLimits();
  const early = rules.filter(({ by, count }) => count === 'requests' && by !== 'operation');
  const late = rules.filter((rule) => !early.includes(rule));
  const ofAddresses = early.filter(({ by }) => by === 'address');
  return {
    ofAddress: (address) => (address === null ? none : ofAddresses.map(({ limit }) => ({ limit, key: addressKeyOf(address), amount: 1 }))),
    ofRequest(caller, address) {
      const charges: Charge[] = [];
      for (const { by, limit } of early) {
        const key = keyOf(by, caller, address);
        if (key !== null) charges.push({ limit, key, amount: 1 });
      }
      const key = keyOf('key', caller, address);
      if (key !== null && caller.requestsPerMinute !== null) charges.push({ limit: ownLimitOf(caller.requestsPerMinute), key, amount: 1 });
      return charges;
    },
    countsWork: late.length > 0,
    ofWork(caller, address, work) {
      const charges: Charge[] = [];
      for (const { by, count, limit } of late) {
        const amount = amountOf(count, work);
        const key = amount === 0 ? null : by === 'operation' ? operationKeyOf(work) : keyOf(by, caller, address);
        if (key !== null) charges.push({ limit, key, amount });
      }
      return charges;
    },
  };
}

const none: readonly Charge[] = [];

/** Null when the rule is not about such callers. Who has a key is known by that, not by its owner: each key has a budget of its own. */
function keyOf(by: 'key' | 'user' | 'address' | 'operation', { principal }: Caller, address: string | null): string | null {
  switch (by) {
    case 'address':
      return address === null ? null : addressKeyOf(address);
    case 'key':
      return principal.kind === 'user' ? principal.apiKeyId : null;
    case 'user':
      if (principal.kind === 'user') return principal.apiKeyId === null ? `user:${principal.userId}` : null;
      return principal.kind === 'client' ? `client:${principal.clientId}` : null;
    case 'operation':
      return null;
  }
}

function amountOf(count: RateRule['count'], work: CountedWork): number {
  if (count === 'requests') return 1;
  // Parts of a point count as one: counters hold whole numbers.
  if (count === 'cost') return Math.ceil(work.cost);
  return count.reduce((amount, coordinate) => amount + (work.instances.get(coordinate) ?? 0), 0);
}

/** The same text and the same name: another name may run another part of it. */
const operationKeyOf = ({ text, operationName }: CountedWork): string =>
  createHash('sha256')
    .update(`${operationName ?? ''}\n${text}`)
    .digest('base64url');
