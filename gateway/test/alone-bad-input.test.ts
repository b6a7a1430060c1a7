// Answers of subgraphs that are made to harm: each costs its own fields, in bounded time and memory, and the next request is answered.
import type { ServerResponse } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AloneGateway, composed, type ForeignSubgraph, link, startAlone, startForeign } from './support-alone.ts';

let hostile: ForeignSubgraph;
let friendly: ForeignSubgraph;
let gateway: AloneGateway;
const item = { __typename: 'Item', id: '1', name: 'one' };

beforeAll(async () => {
  hostile = await startForeign(
    'hostile',
    `${link('"@key"')} scalar JSON type Query { doc: JSON item: Item } type Mutation { act: JSON } type Item @key(fields: "id") { id: ID! name: String }`,
    { Query: { doc: () => 1, item: () => item }, Item: { __resolveReference: () => item } },
  );
  friendly = await startForeign(
    'friendly',
    `${link('"@key"')} scalar JSON type Query { ok: Int echo(value: JSON): Int } type Item @key(fields: "id") { id: ID! more: Int }`,
    { Query: { ok: () => 1, echo: () => 1 }, Item: { __resolveReference: ({ id }: { id: string }) => ({ id, more: 2 }) } },
  );
  gateway = await startAlone(composed([hostile, friendly]), { subgraphs: { timeoutMs: 2_000 }, sharing: true });
});
beforeEach(() => {
  hostile.reset();
  friendly.reset();
  gateway.lines.length = 0;
});
afterAll(async () => {
  await gateway.stop();
  await Promise.all([hostile.stop(), friendly.stop()]);
});

type Bytes = string | Buffer;
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const good = JSON.stringify({ data: { doc: 1, item: null } });
const body =
  (content: Bytes, headers: Readonly<Record<string, string>> = {}) =>
  (response: ServerResponse): void =>
    void response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(content);
const raw = (text: string) => (response: ServerResponse) => void response.socket?.end(text);

const query = '{ ok doc item { name more } }';
const failed = { status: 200, data: { ok: 1, doc: null, item: null } };
const unanswered = [{ message: 'A part of the system did not answer.', path: ['doc'], extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } }];

/** No answer that can be read. */
const unreadable: Readonly<Record<string, (response: ServerResponse) => void>> = {
  'a bomb of gzip': body(gzipSync(Buffer.alloc(100_000_000, ' ')), { 'content-encoding': 'gzip' }),
  'a bomb of brotli': body(brotliCompressSync(Buffer.alloc(20_000_000, ' ')), { 'content-encoding': 'br' }),
  'a bomb of deflate': body(deflateSync(Buffer.alloc(20_000_000, ' ')), { 'content-encoding': 'deflate' }),
  'text that is said to be gzip': body(good, { 'content-encoding': 'gzip' }),
  'gzip that is not said to be': body(gzipSync(good)),
  'gzip that is cut': body(gzipSync(good).subarray(0, 20), { 'content-encoding': 'gzip' }),
  'an encoding that nobody asked for': body(good, { 'content-encoding': 'zstd' }),
  'two encodings': body(gzipSync(gzipSync(good)), { 'content-encoding': 'gzip, gzip' }),
  'a scalar that is nested deeply': body(`{"data":{"doc":${nested(100_000)},"item":null}}`),
  'objects that are nested deeply': body(`{"data":{"doc":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)},"item":null}}`),
  'lists that are nested deeply, for an object': body(`{"data":{"doc":1,"item":${nested(100_000)}}}`),
  'a key that is nested deeply': body(`{"data":{"doc":1,"item":{"__typename":"Item","id":${nested(100_000)},"name":"one"}}}`),
  'an error that is nested deeply': body(`{"data":{"doc":1},"errors":[{"message":"m","extensions":${nested(100_000)}}]}`),
  'an error whose path is nested deeply': body(`{"data":{"doc":1},"errors":[{"message":"m","path":${nested(100_000)}}]}`),
  'nothing but a prototype': body('{"__proto__":{"data":{"doc":1,"item":null}}}'),
  'a list of lists of errors': body('{"data":{"doc":1},"errors":[[{"message":"m"}]]}'),
  'what is not HTTP': raw('220 mail.example ESMTP\r\n\r\n'),
  'a switch of protocols': raw('HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n'),
  'two lengths': raw('HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n{"data"'),
  'chunks that are none': raw('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}'),
  'a header of a megabyte': raw(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(1_000_000)}\r\n\r\n`),
};

describe('a subgraph that answers', () => {
  it.each(Object.entries(unreadable))('%s costs its own fields', async (_what, reply) => {
    hostile.reply(reply);
    expect(await gateway.ask(query)).toMatchObject({ ...failed, errors: unanswered });
    hostile.reply(null);
    expect(await gateway.ask(query)).toEqual({ status: 200, data: { ok: 1, doc: 1, item: { name: 'one', more: 2 } } });
  });

  it('what is nested deeply where nobody asked is not hurt by it', async () => {
    const deep = nested(100_000);
    hostile.reply(body(`{"data":{"doc":1,"other":${deep},"item":{"__typename":"Item","id":"1","name":"one","other":${deep}}}}`));
    expect(await gateway.ask(query)).toEqual({ status: 200, data: { ok: 1, doc: 1, item: { name: 'one', more: 2 } } });
  });

  it('a mutation with what is nested deeply is not asked again', async () => {
    hostile.reply(body(`{"data":{"act":${nested(100_000)}}}`));
    expect(await gateway.ask('mutation { act }')).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
    expect(hostile.requests).toHaveLength(1);
    expect(await gateway.ask('{ ok }')).toEqual({ status: 200, data: { ok: 1 } });
  });

  it('prototypes among its data changes nothing but what it answers', async () => {
    hostile.reply(
      body(
        '{"__proto__":{"polluted":1},"data":{"__proto__":{"doc":2},"constructor":{"prototype":{"polluted":1}},"item":{"__proto__":{"name":"two"},"__typename":"Item","id":"1","name":"one"}},"errors":[{"message":"m","path":["__proto__",0,"constructor"],"__proto__":{"polluted":1},"extensions":{"code":"FORBIDDEN","__proto__":{"polluted":1}}}]}',
      ),
    );
    const { data, errors } = await gateway.ask(query);
    expect(data).toEqual({ ok: 1, doc: null, item: { name: 'one', more: 2 } });
    expect(errors).toMatchObject([{ message: 'm', extensions: { code: 'FORBIDDEN' } }]);
    expect({}).not.toHaveProperty('polluted');
  });

  it('more errors than anybody reads is told of some of them', async () => {
    hostile.reply(body(`{"data":{"doc":1,"item":null},"errors":[${Array.from({ length: 300_000 }, () => '{}').join()}]}`));
    const answer = await gateway.ask('{ ok doc }');
    expect(answer.data).toEqual({ ok: 1, doc: 1 });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } }]);
    expect(gateway.lines.filter(({ message }) => message === 'a subgraph answered an error')).toHaveLength(1_000);
    expect(gateway.lines).toContainEqual(expect.objectContaining({ message: 'more errors of subgraphs are not told', errors: 299_000 }));
  });

  it('two answers to one question has the first taken', async () => {
    const http = (text: string) => `HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\n\r\n${text}`;
    hostile.reply(raw(http(good) + http(good.replace('1', '6'))));
    expect(await gateway.ask('{ doc }')).toEqual({ status: 200, data: { doc: 1 } });
    hostile.reply(null);
    expect(await gateway.ask('{ doc }')).toEqual({ status: 200, data: { doc: 1 } });
  });

  it('within its bound, encoded as asked, is read', async () => {
    for (const [encoding, bytes] of [
      ['gzip', gzipSync(good)],
      ['br', brotliCompressSync(good)],
    ] as const) {
      hostile.reply(body(bytes, { 'content-encoding': encoding }));
      expect(await gateway.ask('{ doc }'), encoding).toEqual({ status: 200, data: { doc: 1 } });
    }
  });

  it('what is no text in UTF-8 is answered as JSON nonetheless', async () => {
    hostile.reply(body(Buffer.from('{"data":{"doc":"\xff\xfe \\ud800"}}', 'latin1')));
    expect(await gateway.ask('{ doc }')).toEqual({ status: 200, data: { doc: '\ufffd\ufffd \ud800' } });
  });
});

describe('a client that sends', () => {
  it('variables that are nested deeply is refused, whether executions are shared or not', async () => {
    const text = `{"query":"query ($v: JSON) { echo(value: $v) }","variables":{"v":${nested(100_000)}}}`;
    expect(await gateway.send(text)).toMatchObject({ errors: [{ extensions: { code: 'INPUT_TOO_DEEP' } }] });
    expect(friendly.requests).toEqual([]);
    expect(await gateway.ask('{ ok }')).toEqual({ status: 200, data: { ok: 1 } });
  });
});
