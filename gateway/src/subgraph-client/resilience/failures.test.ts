// What is tried again, and when; and how much of it.
import { describe, expect, it } from 'vitest';
import { backoffMs, isConnectionError, isTimeout, isUnavailable, retryAfterMs } from './failures.ts';
import { createRetryBudget } from './retry-budget.ts';

const failed = (fields: object) => Object.assign(new Error('x'), fields);

describe('a failure', () => {
  it('of the connection is told from one of the answer', () => {
    for (const code of ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'UND_ERR_SOCKET'])
      expect(isConnectionError(failed({ code }))).toBe(true);
    for (const cause of [
      failed({ code: 'ERR_BUFFER_TOO_LARGE' }),
      failed({ name: 'TimeoutError' }),
      new Error('ECONNRESET'),
      'ECONNRESET',
      null,
    ])
      expect(isConnectionError(cause)).toBe(false);
    expect([isTimeout(failed({ name: 'TimeoutError' })), isTimeout(new Error('TimeoutError')), isTimeout(null)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('of what stands before a subgraph has the status 502, 503 or 504', () => {
    expect([200, 400, 429, 500, 501, 502, 503, 504, 505].filter(isUnavailable)).toEqual([502, 503, 504]);
  });
});

describe('a retry', () => {
  it('waits for a random part of a time that doubles', () => {
    const delays = (random: number) => [0, 1, 2].map((tried) => backoffMs(tried, 50, () => random));
    expect([delays(0), delays(0.5), delays(1)]).toEqual([
      [0, 0, 0],
      [25, 50, 100],
      [50, 100, 200],
    ]);
  });

  it('waits as Retry-After says, in seconds or until a date', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    expect(
      ['3', '0', 'Thu, 01 Jan 2026 00:00:02 GMT', 'Wed, 31 Dec 2025 00:00:00 GMT', 'soon', '', undefined].map((value) =>
        retryAfterMs(value, now),
      ),
    ).toEqual([3_000, 0, 2_000, 0, 0, 0, 0]);
  });
});

describe('a budget of retries', () => {
  const spent = (budget: ReturnType<typeof createRetryBudget>, calls: number): number => {
    let retries = 0;
    for (let call = 0; call < calls; call++) {
      budget.earn();
      if (budget.spend()) retries += 1;
    }
    return retries;
  };

  it('has a few at the beginning, and a part of the calls from then on', () => {
    const budget = createRetryBudget(0.125);
    expect(spent(budget, 800)).toBe(109);
    expect(spent(budget, 800)).toBe(100);
  });

  it('saves up no more than a few', () => {
    const budget = createRetryBudget(1);
    for (let call = 0; call < 1_000; call++) budget.earn();
    let retries = 0;
    while (budget.spend()) retries += 1;
    expect(retries).toBe(10);
  });
});
