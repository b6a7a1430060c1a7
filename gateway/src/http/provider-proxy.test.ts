// The way to the OAuth provider: what goes through, what does not, and what clients are told when nobody is behind.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { AppError } from '@tributary/errors';
import type { Logger } from '@tributary/logging';
import { request } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProviderLimits } from '../provider-limits.ts';
import { createProviderProxy, type ProviderProxy } from './provider-proxy.ts';

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let seen: Seen[];
let provider: Server;
let front: Server;
let proxy: ProviderProxy;
let url: string;
/** What was counted, and whose turn it is not. */
let counted: string[];
let closed: readonly string[];
let lines: { readonly message: string; readonly [field: string]: unknown }[];

const take = (counter: string, quietly = false): void => {
  if (!quietly) counted.push(counter);
  if (closed.includes(counter)) throw new AppError('RATE_LIMITED', undefined, { extensions: { retryAfterSeconds: 7 } });
};
const limits: ProviderLimits = {
  async admit({ address }) {
    take(`address ${address}`);
    const limit = { name: 'address', algorithm: 'token-bucket', quota: 60, windowSeconds: 60, capacity: 60 } as const;
    return [{ limit, remaining: 59, resetSeconds: 1 }];
  },
  assertClientOpen: (clientId) => take(`client ${clientId}`, true),
  countClient: async (clientId) => void counted.push(`client ${clientId}`),
};
const write = (message: string, fields: object = {}) => void lines.push({ message, ...fields });
const logger: Logger = { debug: write, info: write, warn: write, error: write, child: () => logger };
const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
const own = { clientId: 'gateway', clientSecret: 'a secret of & more' };

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // of a TCP server
};

beforeEach(async () => {
  seen = [];
  counted = [];
  closed = [];
  lines = [];
  provider = createServer(async (message, response) => {
    const body = (await message.toArray()).join('');
    seen.push({ method: message.method, url: message.url, headers: message.headers, body });
    if (message.headers.authorization === basic('erp', 'wrong')) return void response.writeHead(401).end();
    if (message.url === '/oauth/userinfo') return void message.socket.destroy();
    const cookies = ['a=1; httponly', 'b=2'];
    response
      .writeHead(303, { location: '/oauth/interaction/x', 'set-cookie': cookies, server: 'koa', 'x-powered-by': 'node', via: 'us' })
      .end('moved');
  });
  const accountsUrl = `${await listen(provider)}/graphql`;
  proxy = createProviderProxy({ accountsUrl, issuer: 'https://shop.example', limits, ownProof: own, logger });
  front = createServer((message, response) => {
    const path = (message.url ?? '').split('?', 1)[0] ?? '';
    if (proxy.owns(path)) void proxy.answer(message, response, '192.0.2.1');
    else response.writeHead(404).end();
  });
  url = await listen(front);
});
afterEach(async () => {
  front.close();
  provider.closeAllConnections();
  provider.close();
  await proxy.close();
});

const ask = (path: string, options: Parameters<typeof request>[1] = {}) => request(`${url}${path}`, options);

const told = {
  'ratelimit-limit': '60',
  'ratelimit-policy': '60;w=60;comment="address"',
  'ratelimit-remaining': '59',
  'ratelimit-reset': '1',
};

describe('the provider behind the gateway', () => {
  it('gets what it needs to know, and of the rest only what the gateway says', async () => {
    const headers = {
      cookie: 'a=1',
      authorization: 'Bearer x',
      'content-type': 'application/x-www-form-urlencoded',
      'x-forwarded-for': '203.0.113.9',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': 'evil.test',
      forwarded: 'for=203.0.113.9',
      'x-request-id': 'mine',
      'x-api-key': 'trb_x',
      'x-tributary-principal': '{}',
    };
    await ask('/oauth/token?a=b', { method: 'POST', headers, body: 'grant_type=x' });
    const [{ method, url: path, headers: passed, body } = { method: '', url: '', headers: {}, body: '' }] = seen;
    expect([method, path, body]).toEqual(['POST', '/oauth/token?a=b', 'grant_type=x']);
    const { host: _host, connection: _connection, 'x-request-id': requestId, ...rest } = passed;
    expect(rest).toEqual({
      cookie: 'a=1',
      authorization: 'Bearer x',
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': '12',
      'x-forwarded-for': '192.0.2.1',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'shop.example',
    });
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('answers with its cookies and where to go, and nothing of how it is built', async () => {
    const { statusCode, headers, body } = await ask('/oauth/authorize?client_id=x');
    const { date: _date, connection: _connection, 'keep-alive': _keepAlive, 'transfer-encoding': _encoding, ...rest } = headers;
    expect([statusCode, rest, await body.text()]).toEqual([
      303,
      { ...told, location: '/oauth/interaction/x', 'set-cookie': ['a=1; httponly', 'b=2'] },
      'moved',
    ]);
  });

  it.each([
    '/oauth',
    '/oauth/',
    '/oauth/reg',
    '/oauth/token/x',
    '/oauth//token',
    '/oauth/%74oken',
    '/oauth/authorize/..%2f..%2fgraphql',
    '/oauth/authorize/../../graphql',
    '/oauth/interaction/',
    '/oauth/interaction/12345678/x',
    '/.well-known/security.txt',
    '/.well-known/openid-configuration/x',
    '/livez',
  ])('is not asked for %s', async (path) => {
    const { statusCode } = await ask(path);
    expect([statusCode, seen]).toEqual([404, []]);
  });

  it.each([
    ['GET', '/oauth/token', 'POST, OPTIONS'],
    ['POST', '/oauth/authorize', 'GET'],
    ['DELETE', '/oauth/interaction/12345678', 'GET, POST'],
    ['POST', '/oauth/authorize/12345678', 'GET'],
    ['PUT', '/.well-known/openid-configuration', 'GET, OPTIONS'],
  ] as const)('is not asked by %s for %s', async (method, path, allow) => {
    const { statusCode, headers } = await ask(path, { method });
    expect([statusCode, headers['allow'], seen]).toEqual([405, allow, []]);
  });

  it('gets no body of more than 64 kB, whether or not its length is said', async () => {
    const large = Buffer.alloc(64 * 1024 + 1, 'a');
    for (const body of [large, Readable.from([large.subarray(1), Buffer.from('bc')])]) {
      expect((await ask('/oauth/token', { method: 'POST', body })).statusCode).toBe(413);
    }
    expect(seen).toEqual([]);
  });

  it('that fails is told as such, and by nothing else', async () => {
    const { statusCode, headers, body } = await ask('/oauth/userinfo');
    expect([statusCode, headers['retry-after'], await body.json()]).toEqual([
      503,
      '1',
      { error: 'temporarily_unavailable', error_description: 'Try again shortly.', code: 'SERVICE_UNAVAILABLE' },
    ]);
  });
});

const posted = (body: string, authorization?: string) => ({
  method: 'POST' as const,
  headers: { 'content-type': 'application/x-www-form-urlencoded', ...(authorization !== undefined && { authorization }) },
  body,
});

describe('how often it is asked', () => {
  it('is counted for the address, and beyond its limit refused with a code before anything is read', async () => {
    closed = ['address 192.0.2.1'];
    const { statusCode, headers, body } = await ask('/oauth/token', posted('x'.repeat(70_000)));
    expect([statusCode, headers['retry-after'], await body.json()]).toEqual([
      429,
      '7',
      { error: 'temporarily_unavailable', error_description: expect.any(String), code: 'RATE_LIMITED' },
    ]);
    expect([counted, seen]).toEqual([['address 192.0.2.1'], []]);
  });

  it.each([
    ['in the header', posted('', basic('erp', 's'))],
    ['in the form', posted('client_id=erp&client_secret=s')],
  ])('is counted for a client that has shown its secret %s', async (_where, request) => {
    await ask('/oauth/token', request);
    expect(counted).toEqual(['address 192.0.2.1', 'client erp']);
    closed = ['client erp'];
    expect((await ask('/oauth/token', request)).statusCode).toBe(429);
    expect(seen.length).toBe(1);
  });

  it.each([
    ['names it alone', posted('client_id=erp')],
    ['guesses its secret', posted('', basic('erp', 'wrong'))],
    ['sends what is no name', posted('', 'Basic Og==')],
  ])('is not counted for a client when somebody %s', async (_who, request) => {
    await ask('/oauth/token', request);
    expect(counted).toEqual(['address 192.0.2.1']);
  });

  it('is not counted again when the gateway itself asks for its web apps; with another secret it is', async () => {
    const encoded = new URLSearchParams({ x: own.clientSecret }).toString().slice(2);
    await ask('/oauth/token', posted('', basic(own.clientId, encoded)));
    expect(counted).toEqual([]);
    await ask('/oauth/token', posted('', basic(own.clientId, `${encoded}x`)));
    expect(counted).toEqual(['address 192.0.2.1', 'client gateway']);
  });
});

it('writes one line for a request, without codes, secrets, or the name of a sign-in', async () => {
  await ask('/oauth/authorize?client_id=x&state=hidden-1');
  await ask('/oauth/interaction/hidden-22', posted('password=hidden-3', basic('erp', 'hidden-4')));
  await ask('/oauth/token', { method: 'PUT' });
  const line = { message: 'oauth request', requestId: expect.stringMatching(/^[0-9a-f-]{36}$/), durationMs: expect.any(Number) };
  expect(lines).toEqual([
    { ...line, method: 'GET', path: '/oauth/authorize', status: 303 },
    { ...line, method: 'POST', path: '/oauth/interaction/…', status: 303 },
    { ...line, method: 'PUT', path: '/oauth/token', status: 405 },
  ]);
  expect(JSON.stringify(lines)).not.toContain('hidden');
  expect(seen.map(({ headers }) => headers['x-request-id'])).toEqual(lines.slice(0, 2).map(({ requestId }) => requestId));
});
