// Counters in Redis, which all gateways share: one script a decision, by the clock of Redis, waited for a moment only.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import { type Charge, type Count, counterOf, type RateStore } from './rate-limit.ts';

export interface RedisStore extends RateStore {
  /** Rejects, soon, when Redis does not answer. */
  take(charges: readonly Charge[]): Promise<readonly Count[]>;
  stop(): void;
}

export interface RedisStoreOptions {
  readonly url: string;
  readonly timeoutMs?: number;
  /** Microseconds since the epoch, for tests; by itself Redis looks at its own clock, which is the same for all gateways. */
  readonly nowUs?: () => number;
}

const script = readFileSync(new URL('./take.lua', import.meta.url), 'utf8');
const sha = createHash('sha1').update(script).digest('hex'); // the name that Redis gives it
const prefix = 'tributary:rate:';

export function createRedisStore({ url, timeoutMs = 50, nowUs }: RedisStoreOptions): RedisStore {
  const redis = new Redis(url, {
    commandTimeout: timeoutMs,
    connectTimeout: 1_000,
    // Nothing waits for a connection: who cannot be counted here now is counted elsewhere, and must not be counted twice.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(attempt * 50, 500),
    // A connection whose other end is gone without a word would be believed in for a quarter of an hour.
    socketTimeout: 2_000,
  });
  redis.on('error', () => undefined); // each command tells
  return {
    async take(charges) {
      const answer = await run(redis, charges.map(counterNameOf), [nowUs?.() ?? '', ...charges.flatMap(argumentsOf)]);
      return charges.map((_charge, index) => countAt(answer, index * 3));
    },
    stop: () => redis.disconnect(),
  };
}

const counterNameOf = (charge: Charge): string => prefix + counterOf(charge);

const argumentsOf = ({ limit, amount }: Charge) => [limit.algorithm, limit.quota, limit.capacity, limit.windowSeconds, amount];

/** Redis knows a script by its hash until it restarts. */
async function run(redis: Redis, keys: readonly string[], args: readonly (string | number)[]): Promise<readonly number[]> {
  try {
    return (await redis.evalsha(sha, keys.length, ...keys, ...args)) as readonly number[]; // what take.lua gives
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
    return (await redis.eval(script, keys.length, ...keys, ...args)) as readonly number[]; // what take.lua gives
  }
}

const countAt = (answer: readonly number[], at: number): Count => ({
  waitUs: answer[at] ?? 0,
  remaining: answer[at + 1] ?? 0,
  resetUs: answer[at + 2] ?? 0,
});
