// Questions that are on their way already: which are asked once, and what keeps others apart.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type AloneGateway,
  composed,
  type ForeignReply,
  type ForeignSubgraph,
  link,
  listening,
  startAlone,
  startForeign,
} from './support-alone.ts';
import { createIdentity, type Identity } from './support-identity.ts';

let subgraph: ForeignSubgraph;
let identity: Identity;
let keys: Awaited<ReturnType<typeof listening>>;
const gateways = new Map<string, AloneGateway>();

/** Subgraph questions are deduplicated in the first, whole executions shared in the second, nothing in the third. */
const settings = {
  deduplicating: { headers: { forward: ['x-tenant'] } },
  sharing: { sharing: true, subgraphs: { deduplicate: false }, headers: { forward: ['authorization', 'x-tenant'] } },
  plain: { subgraphs: { deduplicate: false } },
};
type Kind = keyof typeof settings;

beforeAll(async () => {
  subgraph = await startForeign(
    'one',
    `${link('"@shareable"')} type Query { me(n: Int): String signal: Int } type Mutation { add(n: Int): Int }`,
    {
      Query: { me: (_root, _arguments, { headers }) => headers.authorization ?? headers['x-tenant'] ?? 'nobody' },
      Mutation: { add: () => 1 },
    },
  );
  identity = await createIdentity();
  keys = await listening((_request, response) => void response.writeHead(200).end(JSON.stringify(identity.jwks)));
  const common = { identity: { jwksUrl: keys.url, issuer: identity.issuer } };
  for (const [kind, own] of Object.entries(settings)) gateways.set(kind, await startAlone(composed([subgraph]), { ...common, ...own }));
});
beforeEach(() => subgraph.reset());
afterAll(async () => {
  for (const gateway of gateways.values()) await gateway.stop();
  await Promise.all([subgraph.stop(), keys.stop()]);
});

type Ask = readonly [query: string, headers?: Readonly<Record<string, string>>, variables?: unknown];
const query = 'query ($n: Int) { me(n: $n) }';
const count = (text: string) => subgraph.requests.filter((request) => request.query.includes(text)).length;

/** Asks all while none is answered; gives the answers, in order. */
async function together(kind: Kind, asks: readonly Ask[], reply: ForeignReply | null = null) {
  const gateway = gateways.get(kind);
  if (gateway === undefined) throw new Error(`There is no gateway "${kind}".`);
  // What is known is planned already, and tokens are verified: from then on requests overtake nobody.
  for (const [text, headers, variables] of asks) await gateway.ask(text, headers, variables);
  await gateway.ask('{ signal }', asks.at(-1)?.[1]);
  subgraph.reset();
  subgraph.reply(reply);
  const release = subgraph.hold();
  const answers = asks.map(([text, headers, variables]) => gateway.ask(text, headers, variables));
  // Sent after them on the same connection: when it has come through, they have.
  const last = gateway.ask('{ signal }', asks.at(-1)?.[1]);
  await subgraph.asked('signal');
  release();
  await last;
  return Promise.all(answers);
}

const tenant = (name: string) => ({ 'x-tenant': name });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const nobody = { status: 200, data: { me: 'nobody' } };

describe.each(['deduplicating', 'sharing'] as const)('a gateway that is %s', (kind) => {
  it('asks once for identical queries', async () => {
    expect(await together(kind, [[query], [query], [query]])).toEqual([nobody, nobody, nobody]);
    expect(count('me')).toBe(1);
  });

  it('asks again once the first is answered', async () => {
    await together(kind, [[query]]);
    await together(kind, [[query]]);
    expect(count('me')).toBe(1); // since the last reset
  });

  it('asks for callers with different forwarded headers each', async () => {
    const [north, south, without, again] = await together(kind, [
      [query, tenant('north')],
      [query, tenant('south')],
      [query],
      [query, tenant('north')],
    ]);
    expect([north, south, without, again].map((answer) => answer?.data)).toEqual([
      { me: 'north' },
      { me: 'south' },
      { me: 'nobody' },
      { me: 'north' },
    ]);
    expect(count('me')).toBe(3);
  });

  it('does not take one header for another', async () => {
    const answers = await together(kind, [
      [query, { 'x-tenant': '","x-tenant","' }],
      [query, { 'x-tenant': '' }],
      [query, tenant('a')],
    ]);
    expect(answers.map(({ data }) => data)).toEqual([{ me: '","x-tenant","' }, { me: '' }, { me: 'a' }]);
    expect(count('me')).toBe(3);
  });

  it('asks for each set of variables', async () => {
    await together(kind, [[query, {}, { n: 1 }], [query, {}, { n: 2 }], [query, {}, { n: 1 }], [query]]);
    expect(count('me')).toBe(3);
  });

  it('sends every mutation', async () => {
    await together(kind, [['mutation { add(n: 1) }'], ['mutation { add(n: 1) }'], ['mutation { add(n: 1) }']]);
    expect(count('add')).toBe(3);
  });

  it('gives every caller the failure, and asks anew afterwards', async () => {
    const answers = await together(kind, [[query], [query]], (response) => void response.destroy());
    for (const answer of answers) expect(answer).toMatchObject({ data: { me: null }, errors: [{ path: ['me'] }] });
    expect(count('me')).toBe(2); // once, and once more: the connection failed
    subgraph.reset();
    expect(await gateways.get(kind)?.ask(query)).toEqual(nobody);
  });
});

describe('tokens', () => {
  const twoTokens = async () => [await identity.token(), await identity.token({ claims: { sub: '12' } })].map(bearer);

  it('that are forwarded are asked for each', async () => {
    const tokens = await twoTokens();
    const answers = await together('sharing', [...tokens.map((headers): Ask => [query, headers]), [query]]);
    expect(answers.map(({ data }) => data)).toEqual([...tokens.map(({ authorization }) => ({ me: authorization })), { me: 'nobody' }]);
    expect(count('me')).toBe(3);
  });

  it('of different principals are asked for each, though the subgraph is told of neither', async () => {
    const tokens = await twoTokens();
    const asks = [...tokens, ...tokens].map((headers): Ask => [query, headers]);
    expect(await together('deduplicating', [...asks, [query]])).toEqual([nobody, nobody, nobody, nobody, nobody]);
    expect(count('me')).toBe(3);
  });
});

describe('a gateway that shares nothing', () => {
  it('asks as often as it is asked', async () => {
    await together('plain', [[query], [query], ['mutation { add(n: 1) }']]);
    expect([count('me'), count('add')]).toEqual([2, 1]);
  });
});
