// The settings of resilience: their defaults, what may be given, and what holds for one subgraph.
import { z } from 'zod';

export interface ResilienceSettings {
  /** For one call with its waiting and its retries. */
  readonly timeoutMs: number;
  /** Calls at a time. */
  readonly maxConcurrent: number;
  /** Calls that wait for one of those to end. */
  readonly maxQueued: number;
  readonly retries: RetrySettings;
  readonly breaker: BreakerSettings;
}

export interface RetrySettings {
  /** Of one query; mutations have none. */
  readonly count: number;
  /** The first waits for up to this, each further one for up to twice as long. */
  readonly backoffMs: number;
  /** Retries a call, over all calls. */
  readonly budget: number;
}

export interface BreakerSettings {
  readonly windowMs: number;
  /** Fewer calls in the window say nothing; as many failures in a row open it whatever was before. */
  readonly minimumCalls: number;
  /** The part of the calls in the window that fails when it opens. */
  readonly failureRate: number;
  /** How long it stays open before it lets probes through. */
  readonly openMs: number;
  /** So many calls are let through, and when all of them are answered it closes. */
  readonly probes: number;
}

export const defaultResilience: ResilienceSettings = {
  timeoutMs: 10_000,
  maxConcurrent: 64,
  maxQueued: 256,
  retries: { count: 1, backoffMs: 50, budget: 0.1 },
  breaker: { windowMs: 10_000, minimumCalls: 20, failureRate: 0.5, openMs: 1_000, probes: 3 },
};

const milliseconds = (least: number) => z.exactOptional(z.int().min(least).max(600_000));
const count = (least: number, most: number) => z.exactOptional(z.int().min(least).max(most));

/** What a settings file may say of all subgraphs, and of one. */
export const givenResilience = z.strictObject({
  timeoutMs: milliseconds(100),
  maxConcurrent: count(1, 1_024),
  maxQueued: count(0, 10_000),
  retries: z.exactOptional(
    z.strictObject({ count: count(0, 5), backoffMs: milliseconds(1), budget: z.exactOptional(z.number().min(0.01).max(1)) }),
  ),
  breaker: z.exactOptional(
    z.strictObject({
      windowMs: milliseconds(100),
      minimumCalls: count(1, 10_000),
      failureRate: z.exactOptional(z.number().min(0.01).max(1)),
      openMs: milliseconds(1),
      probes: count(1, 100),
    }),
  ),
});

export type GivenResilience = z.output<typeof givenResilience>;

/** What is given stands over what holds otherwise, setting by setting. */
export const resilienceWith = (otherwise: ResilienceSettings, given: GivenResilience): ResilienceSettings => ({
  ...otherwise,
  ...given,
  retries: { ...otherwise.retries, ...given.retries },
  breaker: { ...otherwise.breaker, ...given.breaker },
});
