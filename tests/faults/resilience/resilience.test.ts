// A subgraph is killed, freezes, lies or drowns: it costs its own field, is spared while it fails, and serves again when it can.
import { until } from '@tributary/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, type GatewayProcess, startGatewayProcess } from './gateway-process.ts';
import { closed, friendly, frozen, type HostileSubgraph, half, holding, reset, startHostile, status } from './hostile-subgraph.ts';

let steady: HostileSubgraph;
let fickle: HostileSubgraph;
const gateways = new Map<string, Promise<GatewayProcess>>();

beforeAll(async () => {
  [steady, fickle] = await Promise.all([startHostile('steady'), startHostile('fickle')]);
});
beforeEach(() => {
  for (const subgraph of [steady, fickle]) subgraph.reset();
});
afterAll(async () => {
  await Promise.all([...gateways.values()].map(async (gateway) => (await gateway).stop()));
  await Promise.all([steady.kill(), fickle.kill()]);
});

/** A gateway with these settings for fickle, one for all tests that want the same. Its breakers never open, unless they are set. */
function gatewayWith(ofFickle: object, others: { readonly requestTimeoutMs?: number } = {}): Promise<GatewayProcess> {
  const key = JSON.stringify([ofFickle, others]);
  const subgraphs = { breaker: { minimumCalls: 10_000 }, overrides: { fickle: ofFickle } };
  const gateway = gateways.get(key) ?? startGatewayProcess([steady, fickle], { subgraphs, ...others });
  gateways.set(key, gateway);
  return gateway;
}

const both = '{ steady fickle }';
const good = { data: { steady: 1, fickle: 1 } };
/** What is left of both when one is away, with the only error there is. */
const without = (code: string, message: string = expect.any(String)) => ({
  data: { steady: 1, fickle: null },
  errors: [{ message, path: ['fickle'], extensions: { code, requestId: expect.any(String) } }],
});
const silent = without('DOWNSTREAM_SERVICE_ERROR', 'A part of the system did not answer.');
const spared = without('SUBGRAPH_UNAVAILABLE', 'A part of the system fails and is not asked now; try again shortly.');

const codeOf = ({ errors }: Answer): string | null => errors?.[0]?.extensions.code ?? null;

async function inTurn(count: number, ask: () => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  while (answers.length < count) answers.push(await ask());
  return answers;
}

const atOnce = (count: number, ask: () => Promise<Answer>): Promise<Answer[]> => Promise.all(Array.from({ length: count }, ask));

describe('a subgraph that', () => {
  it('is killed costs its own field, is not asked once its breaker is open, and serves again when it is back', async () => {
    const gateway = await gatewayWith({ retries: { count: 0 }, breaker: { minimumCalls: 5, openMs: 100 } });
    expect(await gateway.ask(both)).toEqual(good);
    await fickle.kill();
    try {
      expect(await inTurn(4, () => gateway.ask(both))).toEqual(Array.from({ length: 4 }, () => silent));
      // A probe of its own may be among them.
      const spare = await until('it is spared', async () =>
        [await gateway.ask(both)].find((answer) => codeOf(answer) === spared.errors[0]?.extensions.code),
      );
      expect(spare).toEqual(spared);
    } finally {
      await fickle.revive();
    }
    await until('it serves again', async () => codeOf(await gateway.ask(both)) === null);
    await until(
      'it is trusted again',
      () => gateway.logged('a subgraph that failed is asked again').length === 1 || gateway.ask(both).then(() => null),
    );
    expect(await inTurn(10, () => gateway.ask(both))).toEqual(Array.from({ length: 10 }, () => good));
    expect(gateway.logged('a subgraph fails and is not asked for now')).toMatchObject([{ level: 'warn', subgraph: 'fickle' }]);
  });

  it('freezes is asked no more once its breaker is open, and others are unhurt', async () => {
    const gateway = await gatewayWith({ timeoutMs: 200, breaker: { minimumCalls: 4, openMs: 600_000 } });
    fickle.reply(frozen);
    expect(await inTurn(4, () => gateway.ask(both))).toEqual(Array.from({ length: 4 }, () => silent));
    expect(await atOnce(40, () => gateway.ask(both))).toEqual(Array.from({ length: 40 }, () => spared));
    expect([fickle.requests.length, steady.requests.length]).toEqual([4, 44]);
  });

  it('is slow holds up nobody who does not ask it', async () => {
    const gateway = await gatewayWith({ maxConcurrent: 2 });
    const held = holding(friendly('fickle'));
    fickle.reply(held.reply);
    const waiting = atOnce(6, () => gateway.ask(both));
    await fickle.asked(2);
    expect(await inTurn(10, () => gateway.ask('{ steady }'))).toEqual(Array.from({ length: 10 }, () => ({ data: { steady: 1 } })));
    held.release();
    expect(await waiting).toEqual(Array.from({ length: 6 }, () => good));
    expect([fickle.mostAtOnce(), fickle.requests.length]).toEqual([2, 6]);
  });

  it('has too much to do refuses at once who finds no place in its line, and serves the others', async () => {
    const gateway = await gatewayWith({ maxConcurrent: 2, maxQueued: 3 });
    const held = holding(friendly('fickle'));
    fickle.reply(held.reply);
    let refused = 0;
    const all = atOnce(10, async () => {
      const answer = await gateway.ask(both);
      if (codeOf(answer) === 'SUBGRAPH_OVERLOADED') refused += 1;
      if (refused === 5) held.release(); // not before: whoever is refused does not wait for those who are held
      return answer;
    });
    const answers = await all;
    const overloaded = without('SUBGRAPH_OVERLOADED', 'A part of the system has too much to do; try again shortly.');
    expect(answers.filter((answer) => codeOf(answer) !== null)).toEqual(Array.from({ length: 5 }, () => overloaded));
    expect(answers.filter((answer) => codeOf(answer) === null)).toEqual(Array.from({ length: 5 }, () => good));
    expect([fickle.mostAtOnce(), fickle.requests.length]).toEqual([2, 5]);
  });

  it('answers errors in GraphQL is not one that fails', async () => {
    const gateway = await gatewayWith({ breaker: { minimumCalls: 3 } });
    const body = JSON.stringify({
      data: { fickle: null },
      errors: [{ message: 'No.', path: ['fickle'], extensions: { code: 'FORBIDDEN' } }],
    });
    for (const code of [200, 400, 500]) {
      fickle.reply((response) => void response.writeHead(code, { 'content-type': 'application/json' }).end(body));
      expect(await inTurn(10, () => gateway.ask(both))).toEqual(Array.from({ length: 10 }, () => without('FORBIDDEN', 'No.')));
    }
    expect(fickle.requests).toHaveLength(30);
  });
});

describe('a query', () => {
  it.each([
    ['answers 502', status(502)],
    ['answers 503', status(503)],
    ['answers 503 and asks for patience', status(503, { 'retry-after': '0' })],
    ['answers 504', status(504)],
    ['resets the connection', reset],
    ['closes the connection', closed],
  ])('is sent again to a subgraph that %s, and its caller does not notice', async (_what, reply) => {
    const gateway = await gatewayWith({});
    fickle.reply(reply, friendly('fickle'));
    expect(await gateway.ask(both)).toEqual(good);
    expect(fickle.requests).toHaveLength(2);
  });

  it.each([
    ['breaks off its answer', half],
    ['never answers', frozen],
    ['answers 500', status(500)],
    ['answers 503 and asks for more patience than there is', status(503, { 'retry-after': '60' })],
  ])('is not sent again to a subgraph that %s', async (_what, reply) => {
    const gateway = await gatewayWith({ timeoutMs: 300 });
    fickle.reply(reply, friendly('fickle'));
    expect(await gateway.ask(both)).toEqual(silent);
    expect(fickle.requests).toHaveLength(1);
  });

  it('is sent again so rarely that a failing subgraph has a tenth more to do', async () => {
    const gateway = await gatewayWith({ retries: { backoffMs: 1 } });
    fickle.reply(status(503));
    const batch = async (): Promise<number> => {
      const before = fickle.requests.length;
      for (let asked = 0; asked < 500; asked += 25) await atOnce(25, () => gateway.ask('{ fickle }'));
      return fickle.requests.length - before;
    };
    expect(await batch()).toBeGreaterThan(550); // the few that are saved up at the beginning
    expect(await batch()).toBeLessThanOrEqual(550);
  });
});

it.each([
  ['answers 503', status(503, { 'retry-after': '0' })],
  ['resets the connection', reset],
  ['closes the connection', closed],
  ['breaks off its answer', half],
  ['never answers', frozen],
])('a mutation is sent exactly once to a subgraph that %s', async (_what, reply) => {
  const gateway = await gatewayWith({ timeoutMs: 300, retries: { count: 5, backoffMs: 1 } });
  fickle.reply(reply, friendly('fickle'));
  expect(await gateway.ask('mutation { set_fickle }')).toMatchObject({
    data: { set_fickle: null },
    errors: [{ path: ['set_fickle'], extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } }],
  });
  expect(fickle.requests).toHaveLength(1);
});

describe('the deadline', () => {
  it('travels to the subgraphs and shrinks on the way', async () => {
    const gateway = await gatewayWith({}, { requestTimeoutMs: 5_000 });
    fickle.reply((response) => void setTimeout(() => friendly('fickle')(response), 30));
    expect(await gateway.ask('mutation { set_fickle set_steady }')).toEqual({ data: { set_fickle: 1, set_steady: 1 } });
    const [first = 0, second = 0] = [fickle, steady].map(({ requests }) => Number(requests[0]?.['x-deadline-ms']));
    expect(first).toBeLessThanOrEqual(5_000);
    expect(second).toBeGreaterThan(0);
    expect(second).toBeLessThan(first);
  });

  it('of a request holds where a subgraph has more time', async () => {
    const gateway = await gatewayWith({ timeoutMs: 600_000 }, { requestTimeoutMs: 300 });
    fickle.reply(frozen);
    expect(await gateway.ask(both)).toEqual(silent);
  });
});

it('nothing of a failing subgraph is told to clients', async () => {
  const gateway = await gatewayWith({ timeoutMs: 200, breaker: { minimumCalls: 5 } });
  const answers: Answer[] = [];
  for (const reply of [status(502), reset, half, frozen, status(503), closed]) {
    fickle.reply(reply);
    answers.push(...(await inTurn(2, () => gateway.ask(both))));
  }
  expect(JSON.stringify(answers)).not.toMatch(/10\.0\.0\.7|127\.0\.0\.1|ECONN|stack|\.ts/);
});
