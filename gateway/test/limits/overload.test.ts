// More operations than there are places: some are refused, early and with a code; none of those who ask for little.
import type { ServerResponse } from 'node:http';
import { Agent, request } from 'undici';
import { afterAll, describe, expect, it } from 'vitest';
import { useGateway } from '../support.ts';
import { sendAnswer } from '../support-subgraphs.ts';

const gateway = useGateway({
  MAX_OPERATIONS: '64',
  MAX_LOOP_DELAY_MS: '10000',
  SUBGRAPH_DEDUPLICATION: 'off',
  SUBGRAPH_RESILIENCE: '{"maxConcurrent":200}',
  CORS_ORIGINS: 'https://app.example',
});
/** Of 64 places: 8 times what it leaves free. */
const ofOneClient = 57;

const agents = ['127.0.0.1', '127.0.0.2'].map((localAddress) => new Agent({ localAddress, connections: 80 }));
const [heavy, light] = agents as [Agent, Agent]; // two
afterAll(() => Promise.all(agents.map((agent) => agent.destroy())));

const body = JSON.stringify({ query: '{ product(id: "1") { name } }' });
const chai = { data: { product: { name: 'Chai' } } };

async function ask(dispatcher: Agent, headers: Readonly<Record<string, string>> = {}, content = body) {
  const response = await request(gateway().url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: content,
    dispatcher,
  });
  return { status: response.statusCode, headers: response.headers, body: await response.body.json() };
}

/** The subgraph keeps what it is asked, until `release`; `asked` ends when so many questions are there. */
function holdAnswers() {
  const held: ServerResponse[] = [];
  let hear = (): void => undefined;
  const answer = (response: ServerResponse) => sendAnswer(response, { data: { product: { __typename: 'Product', name: 'Chai' } } });
  gateway().subgraphs.catalog.reply((response) => {
    held.push(response);
    hear();
  });
  return {
    asked: (count: number) =>
      new Promise<void>((resolve) => {
        hear = () => (held.length >= count ? resolve() : undefined);
        hear();
      }),
    release() {
      gateway().subgraphs.catalog.reply(answer);
      for (const response of held.splice(0)) answer(response);
    },
  };
}

/** Runs while one client has as many operations in flight as it may; then all of them are answered. */
async function whileFull(run: (holding: ReturnType<typeof holdAnswers>) => Promise<void>): Promise<void> {
  const holding = holdAnswers();
  const running = Array.from({ length: ofOneClient }, () => ask(heavy));
  await holding.asked(ofOneClient);
  await run(holding).finally(holding.release);
  for (const answer of await Promise.all(running)) expect(answer).toMatchObject({ status: 200, body: chai });
}

describe('an operation for which there is no place', () => {
  it('is refused with a code, and when to come again', () =>
    whileFull(async () => {
      const answer = await ask(heavy, { 'x-request-id': 'one-of-too-many', origin: 'https://app.example' });
      const message = 'There is more to do than can be done now; try again shortly.';
      expect(answer.body).toEqual({ errors: [{ message, extensions: { code: 'SERVICE_OVERLOADED' } }] });
      expect(answer).toMatchObject({
        status: 503,
        headers: {
          'retry-after': '1',
          'content-type': 'application/json; charset=utf-8',
          'cache-control': 'no-store',
          'x-request-id': 'one-of-too-many',
          'access-control-allow-origin': 'https://app.example',
          connection: 'keep-alive',
        },
      });
      const type = 'application/graphql-response+json';
      expect((await ask(heavy, { accept: type })).headers['content-type']).toBe(`${type}; charset=utf-8`);
    }));

  it('is refused before its body is read: a large one costs the connection', () =>
    whileFull(async () => {
      const answer = await ask(heavy, {}, body.padEnd(100_000));
      expect([answer.status, answer.headers['connection']]).toEqual([503, 'close']);
    }));

  it('leaves no line of its own in the log', async () => {
    await whileFull(async () => {
      await Promise.all(Array.from({ length: 20 }, () => ask(heavy)));
      expect(gateway().lines).toEqual([]);
    });
    const line = await gateway().logged(({ message }) => message === 'overloaded: requests were refused');
    expect(line).toMatchObject({ level: 'warn', places: 64 });
    expect(line['times']).toBeGreaterThanOrEqual(20); // some were refused before
  });

  it('may come again when there is one', async () => {
    await whileFull(async () => expect(await ask(heavy)).toMatchObject({ status: 503 }));
    expect(await ask(heavy)).toMatchObject({ status: 200, body: chai });
  });
});

describe('while there is too much to do', () => {
  it('health is answered', () =>
    whileFull(async () => {
      for (const path of ['/livez', '/readyz']) expect(await gateway().send({ path })).toMatchObject({ status: 200 });
    }));

  it('a client that asks for little is served', () =>
    whileFull(async ({ asked, release }) => {
      const answer = ask(light);
      await asked(ofOneClient + 1);
      expect(await ask(heavy)).toMatchObject({ status: 503 });
      release();
      expect(await answer).toMatchObject({ status: 200, body: chai });
    }));
});
