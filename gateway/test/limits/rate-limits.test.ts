// Rates seen from outside: what callers are told of their limits, and who is counted as whom.
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { apiKeyText } from '@tributary/auth-kit';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { requestId, type Send, startTestGateway, type TestGateway } from '../support.ts';

const started: TestGateway[] = [];
afterAll(() => Promise.all(started.map((gateway) => gateway.stop())));

/** A gateway with these rules. */
async function limited(rules: readonly object[], env: Readonly<Record<string, string>> = {}): Promise<TestGateway> {
  const gateway = await startTestGateway({ RATE_LIMITS: JSON.stringify(rules), ...env });
  started.push(gateway);
  await gateway.running.ready;
  return gateway;
}

const names = '{ product(id: "1") { name } }';
const posted = (query: string, headers: Readonly<Record<string, string>> = {}): Send => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-request-id': requestId, ...headers },
  body: JSON.stringify({ query }),
});

/** Statuses of requests one after the other. */
async function statuses(gateway: TestGateway, requests: readonly Send[]): Promise<readonly number[]> {
  const found: number[] = [];
  for (const request of requests) found.push((await gateway.send(request)).status);
  return found;
}

/** All that comes back for bytes that are sent as they are. */
function rawAnswer({ url }: TestGateway, bytes: string): Promise<string> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname, () => socket.write(bytes));
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk.toString()));
  return new Promise((resolve) => socket.once('close', () => resolve(answer)));
}

const hourly = (name: string, by: string, limit: number, more: object = {}) => ({ name, by, limit, windowSeconds: 3_600, ...more });

describe('a caller', () => {
  it('is told how it stands with its limits, and when it is over one, when to come again', async () => {
    const gateway = await limited([hourly('address', 'address', 100, { burst: 2 }), hourly('search', 'operation', 5)]);
    const first = await gateway.send(posted(names));
    expect(first).toMatchObject({
      status: 200,
      headers: {
        'ratelimit-limit': '2',
        'ratelimit-remaining': '1',
        'ratelimit-reset': '36',
        'ratelimit-policy': '100;w=3600;burst=2;comment="address", 5;w=3600;comment="search"',
      },
    });
    await gateway.send(posted(names));
    gateway.subgraphs.catalog.reset();
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const { status, headers, text } = await gateway.send(posted(names, { accept }));
      expect(status).toBe(429);
      expect(Number(headers['retry-after'])).toBeGreaterThan(30);
      expect(headers).toMatchObject({
        'ratelimit-limit': '2',
        'ratelimit-remaining': '0',
        'ratelimit-policy': '100;w=3600;burst=2;comment="address"',
      });
      expect(JSON.parse(text)).toEqual({
        errors: [
          {
            message: 'The limit of requests is reached; try again later.',
            extensions: { code: 'RATE_LIMITED', requestId, retryAfterSeconds: Number(headers['retry-after']) },
          },
        ],
      });
    }
    expect(gateway.subgraphs.catalog.calls).toEqual([]);
    expect(await statuses(gateway, [{ path: '/livez' }, { path: '/readyz' }])).toEqual([200, 200]);
  });

  it('that nothing counts is told nothing', async () => {
    const gateway = await limited([hourly('user', 'user', 1)]);
    const { status, headers } = await gateway.send(posted(names));
    expect([status, Object.keys(headers).filter((name) => name.startsWith('ratelimit'))]).toEqual([200, []]);
  });

  it('is its user, however many sessions it has', async () => {
    const gateway = await limited([hourly('user', 'user', 2)]);
    const tokenOf = async (sub: string) => ({
      authorization: `Bearer ${await gateway.identity.token({ claims: { sub, sid: randomUUID() } })}`,
    });
    const requests = [await tokenOf('1'), await tokenOf('1'), await tokenOf('1'), await tokenOf('2')];
    expect(
      await statuses(
        gateway,
        requests.map((headers) => posted(names, headers)),
      ),
    ).toEqual([200, 200, 429, 200]);
  });

  it('with an API key may ask as often in a minute as that was made for, and what is refused is counted as such', async () => {
    const gateway = await limited([hourly('user', 'user', 1)]);
    const { accounts } = gateway.subgraphs;
    const key = { userId: '11', role: 'CUSTOMER', scopes: [], customerId: null, employeeId: null, apiKeyId: '5', requestsPerMinute: 3 };
    accounts.replyInternal('internalApiKeyPrincipal', () => ({ data: { internalApiKeyPrincipal: key } }));
    const asked = posted(names, { 'x-api-key': apiKeyText('12345678', 'k'.repeat(43)).text });
    expect(await statuses(gateway, [asked, asked, asked, asked, asked])).toEqual([200, 200, 200, 429, 429]);
    // Told of every second, so perhaps in two parts.
    const usage = () =>
      accounts.internal
        .filter(({ field }) => field === 'internalRecordApiKeyUsage')
        .flatMap(({ operation }) => operation.variables?.['entries'] as { apiKeyId: string; requests: number; rejected: number }[]); // as our own document has it
    const sum = (counted: 'requests' | 'rejected') => usage().reduce((total, entry) => total + entry[counted], 0);
    await vi.waitFor(() => expect([sum('requests'), sum('rejected')]).toEqual([3, 2]), { timeout: 10_000 });
    expect(new Set(usage().map(({ apiKeyId }) => apiKeyId))).toEqual(new Set(['5']));
  });

  it('that tries credentials is counted where it sits', async () => {
    const gateway = await limited([hourly('address', 'address', 2)]);
    const wrong = posted(names, { authorization: 'Bearer nonsense' });
    expect(await statuses(gateway, [wrong, wrong, wrong, posted(names)])).toEqual([401, 401, 429, 429]);
  });
});

describe('a request that is none', () => {
  const json = { 'content-type': 'application/json' };
  const large = { method: 'POST', headers: { ...json, 'content-length': '9000000' } };
  it.each<[string, Send, number]>([
    ['another method', { method: 'DELETE' }, 405],
    ['an answer that nobody can give', posted(names, { accept: 'text/html' }), 406],
    ['a body that is too large', { ...large, body: Buffer.alloc(9_000_000) }, 413],
    ['a form', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: names }, 415],
    ['a body that is not JSON', { method: 'POST', headers: json, body: '{' }, 400],
    ['a list of operations', { method: 'POST', headers: json, body: '[]' }, 400],
    ['a query of another site', { path: '/graphql?query=%7B__typename%7D' }, 400],
  ])('counts for its address like any other: %s', async (_what, request, status) => {
    const gateway = await limited([hourly('address', 'address', 2)]);
    expect(await statuses(gateway, [request, request, request, posted(names)])).toEqual([status, status, 429, 429]);
    expect(await statuses(gateway, [{ path: '/livez' }, { path: '/readyz' }, { path: '/livez' }])).toEqual([200, 200, 200]);
  });

  it('and no HTTP counts as well, and is cut', async () => {
    const gateway = await limited([hourly('address', 'address', 2)]);
    const nonsense = () => rawAnswer(gateway, 'nonsense\r\n\r\n');
    expect([await nonsense(), await nonsense()]).toEqual([
      expect.stringMatching(/^HTTP\/1.1 400 /),
      expect.stringMatching(/^HTTP\/1.1 400 /),
    ]);
    expect(await statuses(gateway, [posted(names)])).toEqual([429]);
    expect(await nonsense()).toMatch(/^HTTP\/1.1 429 Too Many Requests\r\nConnection: close\r\n.*"RATE_LIMITED"/s);
    expect(await statuses(gateway, [{ path: '/livez' }])).toEqual([200]);
  });

  it('counts for nobody when it came by a proxy, behind which everybody is', async () => {
    const gateway = await limited([hourly('address', 'address', 1)], { TRUSTED_PROXIES: '127.0.0.0/8' });
    await rawAnswer(gateway, 'nonsense\r\n\r\n');
    await rawAnswer(gateway, 'nonsense\r\n\r\n');
    expect(await statuses(gateway, [posted(names)])).toEqual([200]);
  });
});

describe('what an operation does', () => {
  it('counts by the fields that it runs: three attempts are three attempts, in one request or in several', async () => {
    const rule = hourly('attempts', 'address', 4, { count: ['Mutation.renameProduct'], algorithm: 'sliding-window' });
    const gateway = await limited([rule]);
    const rename = (times: number) =>
      `mutation { ${Array.from({ length: times }, (_none, index) => `a${index}: renameProduct(id: "1", name: "x") { id }`).join(' ')} }`;
    expect(
      await statuses(
        gateway,
        [rename(3), names, rename(2), rename(1), rename(1)].map((query) => posted(query)),
      ),
    ).toEqual([200, 200, 429, 200, 429]);
    gateway.subgraphs.catalog.reset();
    const { status, headers } = await gateway.send(posted(rename(5)));
    // Waiting would not help.
    expect([status, headers['retry-after']]).toEqual([429, undefined]);
    expect(gateway.subgraphs.catalog.calls).toEqual([]);
  });

  it('counts by its document, whoever sends it', async () => {
    const gateway = await limited([hourly('each', 'operation', 1)]);
    const other = '{ products { name } }';
    expect(await statuses(gateway, [posted(names), posted(names), posted(other), posted(other)])).toEqual([200, 429, 200, 429]);
  });

  it('does not count when it is not valid', async () => {
    const gateway = await limited([hourly('each', 'operation', 1)]);
    const accept = 'application/graphql-response+json';
    expect(await statuses(gateway, [posted('{ nothing }', { accept }), posted('{ nothing }', { accept })])).toEqual([400, 400]);
  });
});

describe('an address', () => {
  const rules = [hourly('address', 'address', 1)];
  const from = (forwarded: string) => posted(names, { 'x-forwarded-for': forwarded });

  it('is that of the connection, whatever a client writes', async () => {
    const gateway = await limited(rules);
    expect(await statuses(gateway, [from('192.0.2.1'), from('192.0.2.2')])).toEqual([200, 429]);
  });

  it('is the one that a proxy of ours was asked by, and not what stands before it', async () => {
    const gateway = await limited(rules, { TRUSTED_PROXIES: '127.0.0.0/8, 10.0.0.0/8' });
    const requests = ['192.0.2.1', '192.0.2.2', '192.0.2.3, 192.0.2.1', '192.0.2.4, 192.0.2.2, 10.0.0.1', '192.0.2.5'];
    expect(await statuses(gateway, requests.map(from))).toEqual([200, 200, 429, 429, 200]);
  });
});
