// What happens below GraphQL: connections, compression, headers, and clients that want to ask first.
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Client } from 'undici';
import { describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway, useGateway } from './support.ts';
import { sendAnswer } from './support-subgraphs.ts';

const gateway = useGateway({ MAX_BODY_BYTES: '2048' });
const json = { 'content-type': 'application/json' };
const names = '{ product(id: "1") { name } }';
const body = JSON.stringify({ query: names });
const chai = { data: { product: { name: 'Chai' } } };
const portOf = ({ url }: TestGateway) => Number(new URL(url).port);

describe('a connection', () => {
  it('is kept, whatever is answered', async () => {
    const client = new Client(new URL(gateway().url).origin);
    let connects = 0;
    client.on('connect', () => {
      connects += 1;
    });
    const requests = [
      { method: 'POST', headers: json, body },
      { method: 'GET', path: '/graphql?query={__typename}', headers: { 'apollo-require-preflight': '1' } },
      { method: 'GET', path: '/graphql?query={__typename}' },
      { method: 'POST', headers: json, body: '{' },
      { method: 'POST', headers: { ...json, authorization: 'Bearer nonsense' }, body },
      { method: 'OPTIONS', headers: { origin: 'https://studio.apollographql.com' } },
      { method: 'GET', path: '/livez' },
      { method: 'POST', headers: json, body },
    ] as const;
    const statuses: number[] = [];
    for (const one of requests) {
      const response = await client.request({ path: '/graphql', ...one });
      statuses.push(response.statusCode);
      await response.body.dump();
    }
    expect([statuses, connects]).toEqual([[200, 200, 400, 400, 401, 204, 200, 200], 1]);
    await client.close();
  });

  it('answers requests that come together, in their order', async () => {
    const asked = `POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n`;
    const answer = await raw(`${asked}\r\n${body}${asked}x-request-id: the-second-of-two\r\nconnection: close\r\n\r\n${body}`);
    expect(answer.split('HTTP/1.1 200 OK').length).toBe(3);
    expect(answer.indexOf('the-second-of-two')).toBeGreaterThan(answer.indexOf('Chai'));
  });

  it.each([
    ['two lengths', 'content-length: 2\r\ncontent-length: 3\r\n\r\n{}', 400],
    ['a length and chunks', 'content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n', 400],
    ['a length that is none', 'content-length: two\r\n\r\n{}', 400],
    ['chunks of no size', 'transfer-encoding: chunked\r\n\r\nzz\r\n', 400],
    ['another coding', 'transfer-encoding: gzip\r\n\r\n{}', 400],
    ['more headers than anyone needs', `${'x-a: 1\r\n'.repeat(101)}content-length: 0\r\n\r\n`, 431],
    ['headers of 20 kB', `x-a: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  ])('with %s is refused and closed', async (_what, rest, status) => {
    const answer = await raw(`POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n${rest}`);
    expect(answer.slice(0, 12)).toBe(`HTTP/1.1 ${status}`);
    expect(gateway().subgraphs.catalog.calls).toEqual([]);
    expect((await gateway().send({ path: '/livez' })).status).toBe(200);
  });

  it('takes a hundred headers, and not one more', async () => {
    const withHeaders = (count: number) =>
      raw(`GET /livez HTTP/1.1\r\nhost: a\r\nconnection: close\r\n${'x-a: 1\r\n'.repeat(count - 2)}\r\n`);
    expect([await withHeaders(100), await withHeaders(101)].map((answer) => answer.slice(9, 12))).toEqual(['200', '431']);
  });

  it('that is cut while its answer is made costs nothing', async () => {
    const asked = Promise.withResolvers<() => void>();
    gateway().subgraphs.catalog.reply((response) =>
      asked.resolve(() => sendAnswer(response, { data: { product: { __typename: 'Product', name: 'Chai' } } })),
    );
    const socket = connect(portOf(gateway()), '127.0.0.1');
    socket.write(`POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    const answerNow = await asked.promise;
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.destroy();
    await closed;
    answerNow();
    expect(await gateway().logged(({ message }) => message === 'request')).toMatchObject({ status: 200 });
    expect(gateway().lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('a client that asks before it sends its body', () => {
  const ask = (headers: Record<string, string | number>) =>
    new Promise<{ continued: boolean; status: number | undefined }>((resolve, reject) => {
      let continued = false;
      const asking = httpRequest(gateway().url, { method: 'POST', headers: { ...json, expect: '100-continue', ...headers } });
      asking.on('continue', () => {
        continued = true;
        asking.end(body);
      });
      asking.on('response', (response) => {
        response.resume();
        resolve({ continued, status: response.statusCode });
        asking.destroy();
      });
      asking.on('error', reject);
      asking.flushHeaders();
    });

  it('may send it', async () => expect(await ask({ 'content-length': body.length })).toEqual({ continued: true, status: 200 }));

  it('is told at once that it is too large, or of another type', async () => {
    expect(await ask({ 'content-length': 1_000_000 })).toEqual({ continued: false, status: 413 });
    expect(await ask({ 'content-length': 10, 'content-type': 'text/plain' })).toEqual({ continued: false, status: 415 });
  });
});

describe('an answer is compressed', () => {
  const long = 'ü ß 茶 "\\ '.repeat(2_000);
  const askLong = async (acceptEncoding: string | null, from = gateway(), name = long) => {
    from.subgraphs.catalog.reply((response) => sendAnswer(response, { data: { product: { __typename: 'Product', name } } }));
    return await new Promise<{ encoding: string | undefined; length: number; bytes: Buffer }>((resolve, reject) => {
      const headers = { ...json, ...(acceptEncoding !== null && { 'accept-encoding': acceptEncoding }) };
      const asking = httpRequest(from.url, { method: 'POST', headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const { 'content-encoding': encoding, 'content-length': length } = response.headers;
          resolve({ encoding, length: Number(length), bytes: Buffer.concat(chunks) });
        });
      });
      asking.on('error', reject).end(body);
    });
  };
  const unpack = { br: brotliDecompressSync, gzip: gunzipSync, none: (bytes: Buffer) => bytes };

  it.each([
    ['gzip', 'gzip'],
    ['br', 'br'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip;q=1, br;q=0.5', 'gzip'],
    ['gzip;q=0.5, br;q=0', 'gzip'],
    ['*', 'br'],
    ['*, br;q=0', 'gzip'],
    ['GZIP', 'gzip'],
    ['deflate', 'none'],
    ['identity', 'none'],
    ['identity, *;q=0', 'none'],
    ['gzip;q=0', 'none'],
    ['', 'none'],
    [null, 'none'],
  ] as const)('for %j by %s', async (acceptEncoding, encoding) => {
    const answer = await askLong(acceptEncoding);
    expect(answer.encoding ?? 'none').toBe(encoding);
    expect(answer.length).toBe(answer.bytes.length);
    expect(JSON.parse(unpack[encoding](answer.bytes).toString())).toEqual({ data: { product: { name: long } } });
    if (encoding !== 'none') expect(answer.length).toBeLessThan(2_000);
  });

  it('only when that is worth it', async () => {
    expect(await askLong('gzip', gateway(), 'Chai')).toMatchObject({ encoding: undefined, length: JSON.stringify(chai).length });
  });

  it('never where that is switched off', async () => {
    const alone = await startTestGateway({ RESPONSE_COMPRESSION: 'off' });
    expect((await askLong('gzip, br', alone)).encoding).toBeUndefined();
    const { headers } = await alone.send({ method: 'POST', headers: json, body });
    expect(headers.vary).toBe('Accept, Origin');
    await alone.stop();
  });
});

/** Writes to a connection and gives all that comes back until the gateway closes it. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(portOf(gateway()), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
    socket.write(text);
  });
}
