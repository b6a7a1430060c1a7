// Access tokens on every way in: bad ones, revoked ones, and good ones while keys follow each other. A system of its own: it rotates the keys.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand, type System, serviceLog, startSystem, subgraphNames, until } from '@tributary/test-kit';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badTokens, type SigningKey, signedToken } from './bad-tokens.ts';

/** 10,000 in the long form. */
const requestsInRotation = Number(process.env['IDENTITY_REQUESTS'] ?? 500);
const me = '{ me { id } }';
const alfki = 'alfki@customers.northwind.test';
let system: System;
let admin = '';

beforeAll(async () => {
  system = await startSystem();
  admin = await system.signIn('admin@northwind.test');
});
afterAll(() => system.remove());

const tokenKeys = () =>
  (JSON.parse(readFileSync(join(system.dataDir, 'keys', 'access-tokens.jwks.json'), 'utf8')) as { keys: SigningKey[] }).keys; // as setup wrote it
const addressOf = (subgraph: string) =>
  String(serviceLog(system.dataDir, subgraph).findLast(({ message }) => message === 'listening')?.['url']);

async function statusOf(url: string, token: string, method: 'GET' | 'POST' = 'POST', document = me): Promise<number> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'x-request-id': 'a-bad-token-1' };
  const asked = method === 'GET' ? `${url}?query=${encodeURIComponent(document)}` : url;
  const { statusCode, body } = await request(asked, {
    method,
    headers,
    ...(method === 'POST' && { body: JSON.stringify({ query: document }) }),
  });
  await body.dump();
  return statusCode;
}

const isRefused = async (token: string): Promise<boolean> =>
  (await statusOf(system.url, token)) === 401 && (await statusOf(system.url, token, 'GET')) === 401;

describe('while one key follows another', () => {
  it(
    'no valid token is refused',
    async () => {
      const kidOf = (token: string) => decodeProtectedHeader(token).kid;
      const before = await system.signIn(alfki);
      // Sooner than the command does by itself: the gateway hears of the key by the first token that names it.
      const { code, output } = await runCommand(['keys', 'rotate', '--signs-in', '2', '--alg', 'ES256'], { DATA_DIR: system.dataDir });
      expect([code, output]).toEqual([0, expect.stringContaining('ES256')]);
      let newest = before;
      const refused: number[] = [];
      const ask = async (token: string) => {
        const status = await statusOf(system.url, token);
        if (status !== 200) refused.push(status);
      };
      for (let sent = 0; sent < requestsInRotation || kidOf(newest) === kidOf(before); sent += 10) {
        await Promise.all(Array.from({ length: 10 }, (_, index) => ask(index % 2 === 0 ? before : newest)));
        newest = await system.signIn(alfki);
      }
      await Promise.all(Array.from({ length: 50 }, (_, index) => ask(index % 2 === 0 ? before : newest)));
      expect(refused).toEqual([]);
      expect([kidOf(before), decodeProtectedHeader(newest).alg]).toEqual([tokenKeys()[0]?.kid, 'ES256']);
    },
    Math.max(120_000, requestsInRotation * 60),
  );
});

describe('of bad tokens', () => {
  it('none of more than forty is accepted, by POST, GET and each subgraph, while the good one is', async () => {
    const [key] = tokenKeys();
    if (key === undefined) throw new Error('There is a key.');
    const good = decodeJwt(await system.signIn(alfki));
    expect(await statusOf(system.url, signedToken(key, good))).toBe(200);
    const tokens = Object.entries(badTokens(key, good));
    expect(tokens.length).toBeGreaterThanOrEqual(40);
    const accepted: string[] = [];
    let tried = 0;
    const attempt = async (what: string, url: string, token: string, method: 'GET' | 'POST') => {
      tried += 1;
      const status = await statusOf(url, token, method);
      if (status !== 401) accepted.push(`${what}: ${method} ${url}: ${status}`);
    };
    for (const [what, token] of tokens) {
      await attempt(what, system.url, token, 'POST');
      await attempt(what, system.url, token, 'GET');
      await Promise.all(subgraphNames.map((name) => attempt(what, addressOf(name), token, 'POST')));
    }
    expect(accepted).toEqual([]);
    expect(tried).toBe(tokens.length * 7);
    // A subgraph believes the gateway's signature and nothing else: a good token says nothing to it.
    for (const name of subgraphNames) expect(await statusOf(addressOf(name), signedToken(key, good))).toBe(401);
  });

  it('none makes the good one that comes after it suspect', async () => {
    const [key] = tokenKeys();
    if (key === undefined) throw new Error('There is a key.');
    const token = await system.signIn(alfki);
    const flood = Array.from({ length: 200 }, (_, index) => signedToken(key, decodeJwt(token), { kid: `random ${index}` }));
    const statuses = await Promise.all(flood.flatMap((bad) => [statusOf(system.url, bad), statusOf(system.url, token)]));
    expect(statuses.filter((_status, index) => index % 2 === 0).every((status) => status === 401)).toBe(true);
    expect(statuses.filter((_status, index) => index % 2 === 1).every((status) => status === 200)).toBe(true);
  });
});

describe('within five seconds', () => {
  const ended = (token: string) => until('the token is refused', () => isRefused(token), 5_000);
  const change = async (document: string, token = admin, variables = {}) => {
    const { data, errors } = await system.ask(document, { token, variables });
    expect(errors).toBeUndefined();
    const [payload] = Object.values(data ?? {}) as { userErrors: unknown[] }[]; // one mutation
    expect(payload?.userErrors).toEqual([]);
  };

  it('a token that was revoked is refused, and its session goes on', async () => {
    const [token, other] = [await system.signIn(alfki), await system.signIn(alfki)];
    await change('mutation ($t: String!) { revokeAccessToken(input: { accessToken: $t }) { userErrors { code } } }', admin, { t: token });
    await ended(token);
    expect(await statusOf(system.url, other)).toBe(200);
    // What is no token of ours is answered alike.
    await change('mutation { revokeAccessToken(input: { accessToken: "x" }) { userErrors { code } } }');
  });

  it('a session that was ended has no token left', async () => {
    const token = await system.signIn(alfki);
    await change('mutation { signOut { userErrors { code } } }', token);
    await ended(token);
  });

  it('a user who signs out everywhere else keeps this session alone', async () => {
    const [here, there] = [await system.signIn('anton@customers.northwind.test'), await system.signIn('anton@customers.northwind.test')];
    await change('mutation { revokeSessions(input: {}) { userErrors { code } } }', here);
    await ended(there);
    expect(await statusOf(system.url, here)).toBe(200);
  });

  it('a user with another role, and one who is blocked, have no token and no key with more than they have now', async () => {
    const token = await system.signIn('robert.king@northwind.test');
    await change('mutation { changeUserRole(input: { userId: "7", role: MANAGER, employeeId: "7" }) { userErrors { code } } }');
    await ended(token);
    const manager = await system.signIn('robert.king@northwind.test');
    const { data } = await system.ask(
      'mutation { createApiKey(input: { name: "k", scopes: ["employees:read", "catalog:write"] }) { secret userErrors { code } } }',
      { token: manager },
    );
    const key = String(data?.['createApiKey'].secret);
    expect(await statusOf(system.url, key)).toBe(200);
    // Not held any more: the company of a role that has no scope for employees.
    await change('mutation { changeUserRole(input: { userId: "7", role: CUSTOMER, customerId: "ALFKI" }) { userErrors { code } } }');
    const mayRead = async () => (await system.ask('{ employee(id: "1") { id } }', { token: key })).errors === undefined;
    await until('the key has lost what its owner has', async () => !(await mayRead()), 5_000);
    await change('mutation { setUserStatus(input: { userId: "7", status: BLOCKED }) { userErrors { code } } }');
    await ended(manager);
    await ended(key);
  });
});

describe('an API key', () => {
  it('in a URL is refused, and so is one that is misspelt, before accounts is asked', async () => {
    const { data } = await system.ask('mutation { createApiKey(input: { name: "k", scopes: [] }) { secret apiKey { prefix } } }', {
      token: admin,
    });
    const { secret, apiKey } = data?.['createApiKey'] as { secret: string; apiKey: { prefix: string } };
    expect(secret.startsWith(`${apiKey.prefix}_`)).toBe(true);
    expect(await statusOf(system.url, secret)).toBe(200);
    const { errors, status } = await system.ask(me, { headers: { 'x-api-key': secret } });
    expect([errors, status]).toEqual([undefined, 200]);
    expect(await statusOf(`${system.url}?api_key=${secret}`, admin)).toBe(400);
    expect(await statusOf(system.url, `${secret.slice(0, -1)}${secret.endsWith('0') ? '1' : '0'}`)).toBe(401);
    expect(JSON.stringify(serviceLog(system.dataDir, 'gateway'))).not.toContain(secret);
  });
});
