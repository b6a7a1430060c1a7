// Rate limiting put together: where it counts, what it falls back to, and the stages that ask it.
import type { Principal } from '@tributary/auth-kit';
import type { Logger } from '@tributary/logging';
import { createFallbackStore } from './fallback-store.ts';
import { createRateStages, noRateStages, type RateStages } from './limit-callers.ts';
import { createMemoryStore } from './memory-store.ts';
import { createPostgresStore } from './postgres-store.ts';
import type { RateStore } from './rate-limit.ts';
import { createRateLimiter } from './rate-limiter.ts';
import type { RateConfig } from './rate-settings.ts';
import { createRedisStore } from './redis-store.ts';

export interface RateLimits {
  readonly stages: RateStages;
  stop(): Promise<void>;
}

const now = () => performance.now();

/** `config` null: nothing is limited. `onRefused` is told of callers whose requests are over a limit. */
export function startRateLimits(config: RateConfig | null, onRefused: (principal: Principal) => void, logger: Logger): RateLimits {
  if (config === null) return { stages: noRateStages, stop: async () => undefined };
  const own = createMemoryStore({ now, share: config.gateways });
  const common = commonStoreOf(config);
  const store = common === null ? own : createFallbackStore({ common, own, now, onChange: createLog(logger) });
  return {
    stages: createRateStages(config.rules, createRateLimiter({ store, now }), onRefused),
    stop: async () => common?.stop(),
  };
}

function commonStoreOf({ redisUrl, databaseUrl }: RateConfig): (RateStore & { stop(): void | Promise<void> }) | null {
  if (redisUrl !== null) return createRedisStore({ url: redisUrl });
  return databaseUrl === null ? null : createPostgresStore({ url: databaseUrl });
}

const createLog =
  (logger: Logger): Parameters<typeof createFallbackStore>[0]['onChange'] =>
  (state) => {
    if (state.kind === 'common') logger.info('rates are counted together with the other gateways again');
    else logger.warn('rates cannot be counted with the other gateways: each enforces its part', { error: state.error });
  };
