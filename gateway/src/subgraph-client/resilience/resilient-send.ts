// The way of one call to a subgraph: deadline, breaker, a place among the concurrent ones, attempts.
import { AppError } from '@tributary/errors';
import { type BreakerState, createCircuitBreaker, type Outcome } from './circuit-breaker.ts';
import { type Clock, systemClock } from './clock.ts';
import { createConcurrencyLimit } from './concurrency-limit.ts';
import { backoffMs, isConnectionError, isTimeout, isUnavailable, retryAfterMs } from './failures.ts';
import { createRetryBudget } from './retry-budget.ts';
import type { ResilienceSettings } from './settings.ts';

export interface ResilientCall {
  readonly operation: 'query' | 'mutation';
  /** When whoever asks stops waiting, as `clock.now()` tells it; the subgraph's own timeout holds beside it. */
  readonly deadline?: number;
}

export interface AttemptAnswer {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface ResilientSend<Call, Answer> {
  /**
   * Gives the answer of the last attempt, whatever its status.
   * @throws {AppError} DEADLINE_EXCEEDED, SUBGRAPH_UNAVAILABLE, SUBGRAPH_OVERLOADED when it was not sent; what the last attempt threw when it was.
   */
  send(call: Call): Promise<Answer>;
  /** Ends when no call runs or waits. */
  drained(): Promise<void>;
}

export interface ResilientSendOptions<Call, Answer> {
  readonly settings: ResilienceSettings;
  /** Sends once, and gives up after `timeoutMs`, a whole number, with an error named TimeoutError. */
  attempt(call: Call, timeoutMs: number): Promise<Answer>;
  /** Told of each change of the breaker. */
  onState(state: BreakerState): void;
  readonly clock?: Clock;
  /** 0 to 1. */
  readonly random?: () => number;
}

export function createResilientSend<Call extends ResilientCall, Answer extends AttemptAnswer>({
  settings,
  attempt,
  onState,
  clock = systemClock,
  random = Math.random,
}: ResilientSendOptions<Call, Answer>): ResilientSend<Call, Answer> {
  const { timeoutMs, retries } = settings;
  const breaker = createCircuitBreaker(settings.breaker, onState);
  const limit = createConcurrencyLimit({ ...settings, clock });
  const budget = createRetryBudget(retries.budget);

  /** Waits until it is time for another attempt, if there may be one. */
  const mayRetry = async (call: Call, deadline: number, tried: number, leastMs: number): Promise<boolean> => {
    if (call.operation !== 'query' || tried >= retries.count) return false;
    const delayMs = Math.max(leastMs, backoffMs(tried, retries.backoffMs, random));
    const now = clock.now();
    if (now + delayMs >= deadline || !breaker.admits(now) || !budget.spend()) return false;
    await new Promise<void>((resolve) => clock.schedule(delayMs, resolve));
    return true;
  };
  /** A timeout that another's deadline has shortened by more than half is not the subgraph's. */
  const outcomeOf = (cause: unknown, givenMs: number): Outcome => (isTimeout(cause) && givenMs * 2 < timeoutMs ? 'unknown' : 'failure');

  /** @throws {AppError} when it need not even wait for a place. */
  const deadlineOf = (call: Call, at: number): number => {
    const deadline = Math.min(at + timeoutMs, call.deadline ?? Number.POSITIVE_INFINITY);
    if (deadline <= at) throw new AppError('DEADLINE_EXCEEDED');
    if (!breaker.admits(at)) throw new AppError('SUBGRAPH_UNAVAILABLE');
    return deadline;
  };
  return {
    // One function and not several: each that is awaited costs all calls a promise.
    async send(call) {
      let now = clock.now();
      const deadline = deadlineOf(call, now);
      if (!limit.tryEnter()) {
        await limit.enter(deadline);
        now = clock.now();
      }
      const enteredAt = now;
      budget.earn();
      try {
        for (let tried = 0; ; tried += 1, now = clock.now()) {
          const ticket = breaker.enter(now);
          if (ticket === null) throw new AppError('SUBGRAPH_UNAVAILABLE');
          const givenMs = Math.max(1, Math.round(deadline - now));
          let answer: Answer;
          try {
            answer = await attempt(call, givenMs);
          } catch (cause) {
            now = clock.now();
            breaker.leave(ticket, outcomeOf(cause, givenMs), now);
            if (isConnectionError(cause) && (await mayRetry(call, deadline, tried, 0))) continue;
            throw cause;
          }
          now = clock.now();
          const isFailure = isUnavailable(answer.status);
          breaker.leave(ticket, isFailure ? 'failure' : 'success', now);
          if (isFailure && (await mayRetry(call, deadline, tried, retryAfterMs(answer.headers['retry-after'], Date.now())))) continue;
          return answer;
        }
      } finally {
        limit.leave(now - enteredAt);
      }
    },
    drained: limit.drained,
  };
}
