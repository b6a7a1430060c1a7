// The way to the OAuth provider: what goes through, what does not, and what clients are told when nobody is behind.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { createLogger } from '@tributary/logging';
import { request } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // of a TCP server
};

beforeEach(async () => {
  seen = [];
  provider = createServer(async (message, response) => {
    const body = (await message.toArray()).join('');
    seen.push({ method: message.method, url: message.url, headers: message.headers, body });
    if (message.url === '/oauth/userinfo') return void message.socket.destroy();
    const cookies = ['a=1; httponly', 'b=2'];
    response
      .writeHead(303, { location: '/oauth/interaction/x', 'set-cookie': cookies, server: 'koa', 'x-powered-by': 'node', via: 'us' })
      .end('moved');
  });
  const logger = createLogger({ service: 'gateway', level: 'silent' });
  proxy = createProviderProxy({ accountsUrl: `${await listen(provider)}/graphql`, issuer: 'https://shop.example', logger });
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

describe('the provider behind the gateway', () => {
  it('gets what it needs to know, and of the rest only what the gateway says', async () => {
    const headers = {
      cookie: 'a=1',
      authorization: 'Basic x',
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
      authorization: 'Basic x',
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
      { location: '/oauth/interaction/x', 'set-cookie': ['a=1; httponly', 'b=2'] },
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
      { error: 'temporarily_unavailable', error_description: 'Try again shortly.' },
    ]);
  });
});
