// The rules of a gateway: whom they count, what, and how much of it there may be.
import { z } from 'zod';
import type { RateLimit } from './rate-limit.ts';

export interface RateRule {
  /** `user`: a session or a client of ours; `key`: an API key; `address`: any request from there; `operation`: a document, whoever sends it. */
  readonly by: 'key' | 'user' | 'address' | 'operation';
  /** Requests, their static cost, or how often they run these root fields (`Mutation.signIn`). */
  readonly count: 'requests' | 'cost' | readonly string[];
  readonly limit: RateLimit;
}

/** The name under which API keys are counted by the limit that each of them was made with. */
export const ownRuleName = 'own';

const amount = z.int().min(1).max(1_000_000);

const rule = z
  .strictObject({
    name: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'is not a name of small letters, digits and hyphens'),
    by: z.enum(['key', 'user', 'address', 'operation']),
    count: z
      .union(
        [
          z.enum(['requests', 'cost']),
          z.array(z.string().regex(/^(Query|Mutation)\.\w+$/, 'is not a root field like Mutation.signIn')).min(1),
        ],
        {
          error: 'is none of requests, cost and a list like [Mutation.signIn]',
        },
      )
      .default('requests'),
    algorithm: z.enum(['token-bucket', 'sliding-window']).default('token-bucket'),
    limit: amount,
    windowSeconds: z.int().min(1).max(3_600).default(60),
    burst: amount.optional(),
  })
  .refine(({ algorithm, burst }) => burst === undefined || algorithm === 'token-bucket', {
    path: ['burst'],
    error: 'is of use only with a token bucket',
  })
  .transform(
    ({ name, by, count, algorithm, limit, windowSeconds, burst }): RateRule => ({
      by,
      count,
      limit: { name, algorithm, quota: limit, windowSeconds, capacity: burst ?? limit },
    }),
  );

/** What a settings file says of rules, as rules. */
export const rateRules = z
  .array(rule)
  .max(20)
  .refine((rules) => new Set(rules.map(({ limit }) => limit.name)).size === rules.length, 'two rules have the same name')
  .refine((rules) => rules.every(({ limit }) => limit.name !== ownRuleName), `the name "${ownRuleName}" is taken`);

const guessable = ['signIn', 'changePassword', 'requestPasswordReset', 'resetPassword', 'acceptInvite'].map((field) => `Mutation.${field}`);

/** Of our own system in production: far above what people do, far below what harms; and what can be guessed at is tried seldom. */
export const productionRules: readonly RateRule[] = rateRules.parse([
  { name: 'address', by: 'address', limit: 6_000, burst: 1_000 },
  { name: 'user', by: 'user', limit: 1_200, burst: 300 },
  { name: 'attempts', by: 'address', count: guessable, algorithm: 'sliding-window', limit: 30 },
]);
