// One call to a subgraph through everything: what is sent, how often, with how much time, and what counts.
import { createLogger } from '@tributary/logging';
import { describe, expect, it } from 'vitest';
import { createBreakerLog } from './breaker-log.ts';
import type { BreakerState } from './circuit-breaker.ts';
import { createResilientSend, type ResilientCall } from './resilient-send.ts';
import { defaultResilience, type GivenResilience, givenResilience, resilienceWith } from './settings.ts';
import { createFakeClock } from './testing/fake-clock.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

interface Attempt {
  readonly timeoutMs: number;
  answer(status: number, headers?: Answer['headers']): void;
  fail(fields: { readonly code: string } | { readonly name: string }): void;
}

const query: ResilientCall = { operation: 'query' };
const mutation: ResilientCall = { operation: 'mutation' };
const timeout = { name: 'TimeoutError' };
const refused = { code: 'ECONNREFUSED' };

/** A sender whose attempts end when the test says so. Random is always 1: backoffs have their full length. */
function createSender(given: GivenResilience = {}) {
  const clock = createFakeClock();
  const attempts: Attempt[] = [];
  const states: BreakerState[] = [];
  const attempt = (_call: ResilientCall, timeoutMs: number) =>
    new Promise<Answer>((resolve, reject) => {
      attempts.push({
        timeoutMs,
        answer: (status, headers = {}) => resolve({ status, headers }),
        fail: (fields) => reject(Object.assign(new Error('failed'), fields)),
      });
    });
  const settings = resilienceWith(defaultResilience, given);
  const onState = (state: BreakerState) => void states.push(state);
  const { send, drained } = createResilientSend({ settings, attempt, onState, clock, random: () => 1 });
  /** Sends calls whose attempts end so, one after the other. */
  const sendAll = async (count: number, end: (attempt: Attempt) => void, call = query) => {
    for (let sent = 0; sent < count; sent++) {
      const before = attempts.length;
      const sending = send(call).catch(() => null);
      for (const attempted of attempts.slice(before)) end(attempted);
      await sending;
    }
  };
  return { clock, attempts, states, send, sendAll, drained, last: () => attempts.at(-1) };
}

describe('the time of a call', () => {
  it('is the timeout of the subgraph, or what the request has left when that is less', async () => {
    const { clock, attempts, send } = createSender({ timeoutMs: 3_000 });
    const calls = [send(query), send({ ...query, deadline: clock.now() + 60_000 }), send({ ...query, deadline: clock.now() + 1_200.4 })];
    expect(attempts.map(({ timeoutMs }) => timeoutMs)).toEqual([3_000, 3_000, 1_200]);
    for (const attempt of attempts) attempt.answer(200);
    await Promise.all(calls);
  });

  it('that is over ends it before it is sent', async () => {
    const { clock, attempts, send } = createSender();
    await expect(send({ ...query, deadline: clock.now() })).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect(attempts).toEqual([]);
  });

  it('goes on while it waits, for its place and for its retry', async () => {
    const { clock, attempts, send } = createSender({ timeoutMs: 1_000, maxConcurrent: 1 });
    const first = send(query);
    const second = send(query);
    await clock.pass(300);
    attempts[0]?.answer(200);
    await first;
    await clock.pass(100);
    attempts[1]?.answer(503);
    await clock.pass(50);
    attempts[2]?.answer(200);
    await second;
    expect(attempts.map(({ timeoutMs }) => timeoutMs)).toEqual([1_000, 700, 550]);
  });
});

describe('a query', () => {
  it.each([502, 503, 504])('is tried again after status %i', async (status) => {
    const { clock, send, last } = createSender();
    const sending = send(query);
    last()?.answer(status);
    await clock.pass(50);
    last()?.answer(200);
    expect(await sending).toMatchObject({ status: 200 });
  });

  it('is tried again when the connection fails, and no more often than it may be', async () => {
    const { clock, attempts, send, last } = createSender({ retries: { count: 2 } });
    const sending = send(query);
    const failed = expect(sending).rejects.toMatchObject(refused);
    for (const delayMs of [50, 100, 1_000]) {
      last()?.fail(refused);
      await clock.pass(delayMs - 1);
      await clock.pass(1);
    }
    await failed;
    expect(attempts).toHaveLength(3);
  });

  it.each([
    ['a timeout', timeout],
    ['an answer that cannot be read', { name: 'SyntaxError' }],
  ])('is not tried again after %s', async (_what, fields) => {
    const { clock, attempts, send, last } = createSender();
    const failed = expect(send(query)).rejects.toMatchObject(fields);
    last()?.fail(fields);
    await clock.pass(1_000);
    await failed;
    expect(attempts).toHaveLength(1);
  });

  it.each([200, 400, 429, 500])('has its answer with status %i at once', async (status) => {
    const { send, last } = createSender();
    const sending = send(query);
    last()?.answer(status);
    expect(await sending).toMatchObject({ status });
  });

  it('waits as long as Retry-After says, unless its time would be over', async () => {
    const { clock, attempts, send, last } = createSender({ timeoutMs: 5_000 });
    const patient = send(query);
    last()?.answer(503, { 'retry-after': '2' });
    await clock.pass(1_999);
    expect(attempts).toHaveLength(1);
    await clock.pass(1);
    last()?.answer(200);
    expect(await patient).toMatchObject({ status: 200 });

    const impatient = send(query);
    last()?.answer(503, { 'retry-after': '5' });
    expect(await impatient).toMatchObject({ status: 503 });
    expect([attempts.length, clock.due()]).toEqual([3, 0]);
  });

  it('is tried again only as far as the budget reaches', async () => {
    const { clock, attempts, send } = createSender({ retries: { budget: 0.125 }, breaker: { minimumCalls: 10_000 } });
    for (let calls = 0; calls < 800; calls++) {
      const sending = send(query);
      attempts.at(-1)?.answer(503);
      await clock.pass(50);
      if (attempts.length > calls + 1) attempts.at(-1)?.answer(503);
      await sending;
    }
    expect(attempts.length).toBe(800 + 109);
  });
});

it.each<[string, (attempt: Attempt) => void]>([
  ['the connection fails', (attempt) => attempt.fail(refused)],
  ['it is reset', (attempt) => attempt.fail({ code: 'ECONNRESET' })],
  ['the status is 503', (attempt) => attempt.answer(503, { 'retry-after': '0' })],
])('a mutation is sent once when %s', async (_what, end) => {
  const { clock, attempts, sendAll } = createSender();
  await sendAll(1, end, mutation);
  await clock.pass(60_000);
  expect(attempts).toHaveLength(1);
});

describe('the breaker', () => {
  it('counts each attempt, and leaves no retry to a call when it opens', async () => {
    const { clock, attempts, states, send } = createSender({ breaker: { minimumCalls: 2 }, retries: { count: 5 } });
    const failed = expect(send(query)).rejects.toMatchObject(refused);
    attempts[0]?.fail(refused);
    await clock.pass(50);
    attempts[1]?.fail(refused);
    await failed;
    expect([attempts.length, states, clock.due()]).toEqual([2, ['open'], 0]);
  });

  it('answers at once when it is open, and closes when its probes are answered', async () => {
    const { clock, attempts, states, send, sendAll } = createSender({ breaker: { minimumCalls: 3, probes: 2, openMs: 1_000 } });
    await sendAll(3, (attempt) => attempt.fail(timeout));
    await expect(send(query)).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
    expect([attempts.length, states]).toEqual([3, ['open']]);
    await clock.pass(1_000);
    await sendAll(2, (attempt) => attempt.answer(200));
    expect([attempts.length, states]).toEqual([5, ['open', 'half-open', 'closed']]);
  });

  it('refuses those who wait in the line when it opens', async () => {
    const { attempts, send } = createSender({ maxConcurrent: 3, breaker: { minimumCalls: 3 } });
    const sent = [send(query), send(query), send(query)].map((one) => expect(one).rejects.toMatchObject(timeout));
    const waiting = [send(query), send(mutation)].map((one) => expect(one).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' }));
    for (const attempt of attempts) attempt.fail(timeout);
    await Promise.all([...sent, ...waiting]);
    expect(attempts).toHaveLength(3);
  });

  it('is told nothing by answers that say what is wrong with a request, by refusals in the line, and by deadlines that left too little', async () => {
    const { clock, states, send, sendAll, attempts } = createSender({
      timeoutMs: 1_000,
      maxConcurrent: 1,
      maxQueued: 0,
      breaker: { minimumCalls: 2 },
    });
    await sendAll(10, (attempt) => attempt.answer(500));
    await sendAll(10, (attempt) => attempt.fail(timeout), { ...query, deadline: clock.now() + 499 });
    const sending = send(query);
    for (let calls = 0; calls < 10; calls++) await expect(send(query)).rejects.toMatchObject({ code: 'SUBGRAPH_OVERLOADED' });
    attempts.at(-1)?.answer(200);
    await sending;
    expect(states).toEqual([]);
    await sendAll(2, (attempt) => attempt.fail(timeout), { ...query, deadline: clock.now() + 500 });
    expect(states).toEqual(['open']);
  });

  it('is told of once when it opens and once when it closes', () => {
    const lines: unknown[] = [];
    const log = createBreakerLog(createLogger({ service: 'test', write: (line) => void lines.push(JSON.parse(line)) }), 'reviews');
    for (const state of ['open', 'half-open', 'open', 'half-open', 'open'] as const) log(state);
    expect(lines).toMatchObject([{ level: 'warn', subgraph: 'reviews', message: 'a subgraph fails and is not asked for now' }]);
    for (const state of ['half-open', 'closed'] as const) log(state);
    expect(lines.slice(1)).toMatchObject([{ level: 'info', subgraph: 'reviews', message: 'a subgraph that failed is asked again' }]);
  });
});

it('a place is held until the last attempt has ended, and all is drained then', async () => {
  const { clock, attempts, send, drained } = createSender({ maxConcurrent: 1, maxQueued: 1 });
  const first = send(query);
  attempts[0]?.answer(503);
  const second = send(query);
  let isDrained = false;
  const draining = drained().then(() => {
    isDrained = true;
  });
  await clock.pass(50);
  expect(attempts).toHaveLength(2);
  attempts[1]?.answer(200);
  await first;
  await clock.pass(0);
  expect([attempts.length, isDrained]).toEqual([3, false]);
  attempts[2]?.answer(200);
  await Promise.all([second, draining]);
});

describe('settings', () => {
  it('of one subgraph stand over those of all, setting by setting', () => {
    const all = resilienceWith(defaultResilience, givenResilience.parse({ timeoutMs: 2_000, retries: { count: 2 } }));
    const one = resilienceWith(all, givenResilience.parse({ maxQueued: 0, retries: { backoffMs: 5 }, breaker: { probes: 1 } }));
    expect(one).toEqual({
      ...defaultResilience,
      timeoutMs: 2_000,
      maxQueued: 0,
      retries: { count: 2, backoffMs: 5, budget: 0.1 },
      breaker: { ...defaultResilience.breaker, probes: 1 },
    });
  });

  it('are refused when they are unknown or out of bounds', () => {
    for (const given of [
      { timeout: 1 },
      { timeoutMs: 1 },
      { maxConcurrent: 0 },
      { retries: { budget: 2 } },
      { breaker: { failureRate: 0 } },
    ])
      expect(givenResilience.safeParse(given).success).toBe(false);
  });
});
