// A subgraph answers only what is signed by a service that may call it.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { anonymous, parseServiceKeys, type SignedRequest, signRequest } from '@tributary/auth-kit';
import { type SubgraphName, serviceLog, sharedSystem, subgraphNames } from '@tributary/test-kit';
import { request } from 'undici';
import { describe, expect, it } from 'vitest';

const system = sharedSystem();
const keysOf = (service: string) => parseServiceKeys(readFileSync(join(system.dataDir, 'keys', `${service}.json`), 'utf8'));
const urlOf = (name: SubgraphName) => String(serviceLog(system.dataDir, name).findLast(({ message }) => message === 'listening')?.['url']);

async function post(
  name: SubgraphName,
  body: string,
  headers: Record<string, string>,
): Promise<{ status: number; code: string | null; data: unknown }> {
  const response = await request(urlOf(name), { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  const { data, errors } = (await response.body.json()) as { data?: unknown; errors?: { extensions: { code: string } }[] }; // a subgraph answers with JSON
  return { status: response.statusCode, code: errors?.[0]?.extensions.code ?? null, data };
}

/** The headers of a request of the gateway, with what the test changes. */
function signed(
  name: SubgraphName,
  body: string,
  changes: Partial<SignedRequest> = {},
  keyOf = keysOf('gateway').calls.get(name),
): Record<string, string> {
  if (keyOf === undefined) throw new Error(`There is no key for ${name}.`);
  const call = { caller: 'gateway', principal: anonymous, requestId: randomUUID(), audience: name, method: 'POST', path: '/graphql', body };
  return signRequest(keyOf, { ...call, ...changes });
}

const query = JSON.stringify({ query: '{ __typename }' });
const refused = { status: 401, code: 'UNAUTHENTICATED', data: undefined };

describe.each(subgraphNames)('%s', (name) => {
  it('answers the gateway', async () => {
    expect(await post(name, query, signed(name, query))).toEqual({ status: 200, code: null, data: { __typename: 'Query' } });
  });

  it('answers nobody else', async () => {
    expect(await post(name, query, {})).toEqual(refused);
    expect(await post(name, query, { 'tributary-signature': 'v1;gateway;1;x;y', 'tributary-context': 'e30' })).toEqual(refused);
  });

  it('refuses a signature older than 30 seconds, and one from the future', async () => {
    for (const seconds of [-31, 31])
      expect(await post(name, query, signed(name, query, { now: Date.now() + seconds * 1_000 }))).toEqual(refused);
  });

  it('refuses a signature for another body, path, method or service', async () => {
    const other = subgraphNames.find((sibling) => sibling !== name) ?? 'accounts';
    const changes: Partial<SignedRequest>[] = [
      { body: `${query} ` },
      { path: '/other' },
      { method: 'GET' },
      { audience: other },
      { caller: 'orders' },
    ];
    for (const change of changes) expect(await post(name, query, signed(name, query, change))).toEqual(refused);
  });

  it("refuses the key of another service's door", async () => {
    const other = subgraphNames.find((sibling) => sibling !== name) ?? 'accounts';
    expect(await post(name, query, signed(name, query, {}, keysOf('gateway').calls.get(other)))).toEqual(refused);
  });

  it('refuses a caller that claims to be another service', async () => {
    expect(await post(name, query, signed(name, query, { principal: { kind: 'service', service: 'orders' } }))).toEqual(refused);
  });
});

it('a signed mutation works once', async () => {
  const body = JSON.stringify({
    query: 'mutation { requestPasswordReset(input: { email: "nobody@northwind.test" }) { userErrors { code } } }',
  });
  const headers = signed('accounts', body);
  expect(await post('accounts', body, headers)).toMatchObject({ status: 200, code: null });
  expect(await post('accounts', body, headers)).toMatchObject({ code: 'UNAUTHENTICATED' });
});

it('a signed query may come again: it changes nothing', async () => {
  const headers = signed('catalog', query);
  expect(await post('catalog', query, headers)).toMatchObject({ status: 200 });
  expect(await post('catalog', query, headers)).toMatchObject({ status: 200 });
});

it('orders has a key of its own for each sibling that it calls, and none for the others', () => {
  expect([...keysOf('orders').calls.keys()].sort()).toEqual(['accounts', 'catalog', 'inventory']);
  expect([...keysOf('catalog').calls.keys()]).toEqual(['accounts']); // for the audit trail
});
