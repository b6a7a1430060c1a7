// The settings of rates: where they are counted, among how many gateways, and by which rules.
import { z } from 'zod';
import { productionRules, type RateRule, rateRules } from './rate-rules.ts';

export interface RateConfig {
  readonly rules: readonly RateRule[];
  /** How many gateways share the limits, when each has to count for itself. */
  readonly gateways: number;
  /** Where all gateways count: Redis, or else PostgreSQL; null for both: each counts its part. */
  readonly redisUrl: string | null;
  readonly databaseUrl: string | null;
}

const gateways = z.int().min(1).max(1_000).default(1);
const redisUrl = z.url({ protocol: /^rediss?$/, error: 'is not a redis:// address' });
const databaseUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'is not a postgresql:// address' });

/** In a settings file; absent, nothing is limited. */
export const rateGroup = z
  .strictObject({ rules: rateRules.default([]), gateways, redisUrl: redisUrl.optional(), databaseUrl: databaseUrl.optional() })
  .transform((given): RateConfig => ({ ...given, redisUrl: given.redisUrl ?? null, databaseUrl: given.databaseUrl ?? null }));

/** In the environment, beside `REDIS_URL`; `jsonOf` reads a text by a schema of what it says. */
export const rateSettingsWith = (jsonOf: (schema: typeof rateRules) => z.ZodType<readonly RateRule[] | undefined>) => ({
  RATE_LIMITS: {
    schema: jsonOf(rateRules),
    description: 'Rules of rates, a JSON list: docs/rate-limits.md. In production there are some; `[]` is none.',
  },
  RATE_LIMIT_DATABASE_URL: {
    schema: databaseUrl.optional(),
    description: 'PostgreSQL database where rates are counted when there are several gateways and no Redis.',
    secret: true,
  },
  GATEWAY_REPLICAS: {
    schema: z.coerce.number('is not a number').int('is not a whole number').min(1, 'is at least 1').max(1_000, 'is at most 1000'),
    default: '1',
    description: 'How many gateways share the rate limits: the part of each while they cannot count together.',
  },
});

export const rulesFor = (given: readonly RateRule[] | undefined, production: boolean): readonly RateRule[] =>
  given ?? (production ? productionRules : []);
