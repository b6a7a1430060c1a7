// One HTTP call to a subgraph, over real sockets, against servers that mean no good.
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Socket, type Server as SocketServer } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { createHttpClient, type HttpClient, type HttpClientOptions } from '../src/transport/http-client.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function listening(server: Server | SocketServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as AddressInfo).port; // it listens on a port
}

async function serving(listener: RequestListener): Promise<{ readonly port: number; readonly connections: () => number }> {
  let connections = 0;
  const server = createServer(listener);
  server.on('connection', () => (connections += 1));
  const port = await listening(server);
  closing.push(() => server.closeAllConnections());
  return { port, connections: () => connections };
}

/** Sends these pieces to whoever connects and asks, and ends the connection unless told to keep it. */
async function sending(
  pieces: readonly (string | Buffer)[],
  isKept = false,
): Promise<{ readonly port: number; readonly sockets: Socket[] }> {
  const sockets: Socket[] = [];
  const server = createSocketServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', () => {
      for (const piece of pieces) socket.write(piece);
      if (!isKept) socket.end();
    });
  });
  const port = await listening(server);
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
  });
  return { port, sockets };
}

describe.each(['lean', 'undici'] as const)('a client (%s)', (wire) => {
  const client = (port: number, options: Partial<HttpClientOptions> = {}): HttpClient => {
    const made = createHttpClient({
      url: `http://127.0.0.1:${port}/graphql?x=1`,
      timeoutMs: 5_000,
      maxResponseBytes: 100_000,
      maxConnections: 4,
      wire,
      ...options,
    });
    closing.push(() => made.close());
    return made;
  };
  const body = JSON.stringify({ query: '{ é }' });
  const asking = (port: number, options?: Partial<HttpClientOptions>) => client(port, options).post({ body, headers: [] });

  it('tells a connection that failed before the answer from one that broke it off: the former has a code', async () => {
    const resetting = await serving((request) => void request.socket.resetAndDestroy());
    const closing = await sending([]);
    for (const { port } of [resetting, closing])
      await expect(asking(port)).rejects.toMatchObject({ code: expect.stringMatching(/^(ECONNRESET|UND_ERR_SOCKET)$/) });
    const breaking = await sending(['HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nha']);
    await expect(asking(breaking.port)).rejects.not.toHaveProperty('code');
  });

  it('posts JSON with its headers and gives status, headers and text', async () => {
    const { port } = await serving(async (request, response) => {
      const { method, url, headers } = request;
      const text = (await request.toArray()).join('');
      response.writeHead(418, 'Teapot', { 'x-more': ['a', 'b'] }).end(JSON.stringify({ method, url, text, headers }));
    });
    const answer = await client(port).post({ body, headers: ['x-one', '1', 'x-two', 'é'] });
    expect(answer).toMatchObject({ status: 418, statusText: 'Teapot', headers: { 'x-more': 'a, b' } });
    expect(JSON.parse(answer.text)).toMatchObject({
      method: 'POST',
      url: '/graphql?x=1',
      text: body,
      headers: {
        host: `127.0.0.1:${port}`,
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
        accept: 'application/graphql-response+json, application/json',
        'x-one': '1',
        'x-two': 'é',
      },
    });
  });

  it.each([
    ['gzip', gzipSync],
    ['GZIP', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['identity', (text: string) => Buffer.from(text)],
  ])('decodes %s', async (encoding, encode) => {
    const { port } = await serving((_, response) => void response.setHeader('content-encoding', encoding).end(encode('{"data":"é"}')));
    expect(await asking(port)).toMatchObject({ text: '{"data":"é"}' });
  });

  it.each<[string, string, Buffer]>([
    ['an encoding that it does not know', 'zstd', Buffer.from('x')],
    ['what is not encoded as it says', 'gzip', Buffer.from('{"data":1}')],
    ['half of what was encoded', 'gzip', gzipSync('x'.repeat(1_000)).subarray(0, 20)],
    ['what is small on the wire and huge afterwards', 'br', brotliCompressSync('x'.repeat(10_000_000))],
  ])('refuses %s', async (_, encoding, bytes) => {
    const { port } = await serving((__, response) => void response.setHeader('content-encoding', encoding).end(bytes));
    await expect(asking(port)).rejects.toThrow();
  });

  it('takes an answer in many pieces, chunked or not, split anywhere', async () => {
    const text = `{"data":"${'é'.repeat(2_000)}"}`;
    const bytes = Buffer.from(text);
    const { port } = await serving((request, response) => {
      if (request.headers['x-kind'] === 'length') response.setHeader('content-length', bytes.length);
      for (let at = 0; at < bytes.length; at += 333) response.write(bytes.subarray(at, at + 333));
      response.end();
    });
    const one = client(port);
    expect((await one.post({ body, headers: [] })).text).toBe(text);
    expect((await one.post({ body, headers: ['x-kind', 'length'] })).text).toBe(text);
  });

  it.each<[string, readonly string[]]>([
    [
      'chunks of one byte with extensions and trailers',
      ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', '1;a=b\r\n{\r\n', '1\r\n}\r\n0\r\nx-end: 1\r\n\r\n'],
    ],
    ['a body until the end of the connection', ['HTTP/1.1 200 OK\r\n\r\n{', '}']],
    ['hints before the answer', ['HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}']],
    ['header lines in pieces', ['HTTP/1.1 2', '00 OK\r\nconte', 'nt-length: 2\r', '\n\r\n{', '}']],
  ])('takes %s', async (_, pieces) => {
    const { port } = await sending(pieces);
    expect(await asking(port)).toMatchObject({ status: 200, text: '{}' });
  });

  it.each<[string, readonly string[]]>([
    ['nothing', []],
    ['half a head', ['HTTP/1.1 200 OK\r\ncontent-le']],
    ['half a body', ['HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"a"']],
    ['half a chunk', ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\n{"a"']],
    ['chunks without an end', ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{\r\n']],
    ['no HTTP', ['SSH-2.0-x\r\n\r\n\r\n']],
    ['a length that is none', ['HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n{}']],
    ['two lengths', ['HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}']],
    ['a chunk length that is none', ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n']],
    ['a head without an end', [`HTTP/1.1 200 OK\r\n${'x-more: y\r\n'.repeat(20_000)}`]],
  ])('refuses %s', async (_, pieces) => {
    const { port } = await sending(pieces);
    await expect(asking(port)).rejects.toThrow();
  });

  it.each(['content-length: 100001', 'transfer-encoding: chunked', 'connection: close'])(
    'stops reading what is larger than it may be (%s)',
    async (header) => {
      const piece = 'x'.repeat(60_000);
      const chunk = header.includes('chunked') ? `ea60\r\n${piece}\r\n` : piece;
      const { port, sockets } = await sending([`HTTP/1.1 200 OK\r\n${header}\r\n\r\n`, chunk, chunk], true);
      await expect(asking(port)).rejects.toThrow();
      await closed(sockets[0]);
    },
  );

  it('does not follow a redirect', async () => {
    const { port } = await serving((_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end());
    expect(await asking(port)).toMatchObject({ status: 302, headers: { location: 'http://127.0.0.1:1/' }, text: '' });
  });

  it.each([204, 304])('takes an answer without a body (%i), and goes on with the connection', async (status) => {
    const { port, connections } = await serving((_, response) => void response.writeHead(status).end());
    const one = client(port);
    for (let index = 0; index < 3; index++) expect(await one.post({ body, headers: [] })).toMatchObject({ status, text: '' });
    expect(connections()).toBeLessThanOrEqual(wire === 'lean' ? 1 : 2);
  });

  it('keeps connections, and opens no more than it may', async () => {
    const waiting: (() => void)[] = [];
    const { port, connections } = await serving((_, response) => {
      waiting.push(() => response.end('{}'));
      if (waiting.length === 4) for (const answer of waiting.splice(0)) answer();
    });
    const one = client(port);
    for (let round = 0; round < 3; round++) await Promise.all(Array.from({ length: 8 }, () => one.post({ body, headers: [] })));
    expect(connections()).toBe(4);
  });

  it('does not go on with a connection that the other side has closed', async () => {
    const { port, connections } = await serving((_, response) => void response.setHeader('connection', 'close').end('{}'));
    const one = client(port);
    for (let index = 0; index < 3; index++) expect(await one.post({ body, headers: [] })).toMatchObject({ text: '{}' });
    expect(connections()).toBe(3);
  });

  it('does not take for an answer what came before anyone asked', async () => {
    const { port } = await sending(
      ['HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n"evil"'],
      true,
    );
    const one = client(port, { maxConnections: 1 });
    expect((await one.post({ body, headers: [] })).text).toBe('{}');
    // The next one goes over another connection, or fails.
    expect(
      await one.post({ body, headers: [] }).then(
        ({ text }) => text,
        () => '{}',
      ),
    ).toBe('{}');
  });

  it('gives up a request whose time is over, and its connection with it', async () => {
    const { port, sockets } = await sending(['HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{'], true);
    await expect(asking(port, { timeoutMs: 50 })).rejects.toMatchObject({ name: 'TimeoutError' });
    await closed(sockets[0]);
    await expect(client(port).post({ body, headers: [], timeoutMs: 30 })).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('does not send a request whose time was over while it waited', async () => {
    const seen: (string | undefined)[] = [];
    const arrived = Promise.withResolvers<() => void>();
    const { port } = await serving((request, response) => {
      const number = String(request.headers['x-number']);
      seen.push(number);
      if (number === '1') arrived.resolve(() => response.end('{}'));
      else response.end('{}');
    });
    const one = client(port, { maxConnections: 1 });
    const first = one.post({ body, headers: ['x-number', '1'] });
    const answer = await arrived.promise;
    await expect(one.post({ body, headers: ['x-number', '2'], timeoutMs: 20 })).rejects.toMatchObject({ name: 'TimeoutError' });
    const third = one.post({ body, headers: ['x-number', '3'] });
    answer();
    await Promise.all([first, third]);
    expect(seen).toEqual(['1', '3']);
  });

  it('says that nobody listens', async () => {
    const { port } = await serving(() => undefined);
    for (const close of closing.splice(0).toReversed()) await close();
    await expect(asking(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('sends no header that would end a line', async () => {
    const { port } = await serving((_, response) => void response.end('{}'));
    const one = client(port);
    for (const value of ['a\r\nx-evil: 1', 'a\nb', 'a\0b', '☃'])
      await expect(one.post({ body, headers: ['x-one', value] })).rejects.toThrow();
    expect((await one.post({ body, headers: [] })).text).toBe('{}');
  });

  it('lets what runs end when it is told to end, and takes nothing new', async () => {
    const arrived = Promise.withResolvers<() => void>();
    const { port } = await serving((_, response) => arrived.resolve(() => response.end('{}')));
    const one = client(port);
    const running = one.post({ body, headers: [] });
    const answer = await arrived.promise;
    const ended = one.end();
    await expect(one.post({ body, headers: [] })).rejects.toThrow();
    answer();
    expect((await running).text).toBe('{}');
    await ended;
  });

  it('ends what runs and what waits when it is closed', async () => {
    const arrived = Promise.withResolvers<void>();
    const { port } = await serving(() => arrived.resolve());
    const one = client(port, { maxConnections: 1 });
    const all = Promise.allSettled([one.post({ body, headers: [] }), one.post({ body, headers: [] })]);
    await arrived.promise;
    await one.close();
    expect((await all).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(one.post({ body, headers: [] })).rejects.toThrow();
  });
});

const closed = (socket: Socket | undefined): Promise<void> =>
  new Promise((resolve) => (socket === undefined || socket.destroyed ? resolve() : socket.once('close', () => resolve())));

it('asks for other media types when told to', async () => {
  const { port } = await serving(({ headers }, response) => void response.end(headers.accept));
  const one = createHttpClient({
    url: `http://127.0.0.1:${port}`,
    timeoutMs: 1_000,
    maxResponseBytes: 100,
    maxConnections: 1,
    accept: '*/*',
  });
  onTestFinished(() => one.close());
  expect((await one.post({ body: '{}', headers: [] })).text).toBe('*/*');
});
