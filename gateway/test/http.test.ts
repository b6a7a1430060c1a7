// GraphQL over HTTP: what may be sent how, how much, and from where.
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type HttpAnswer, requestId, type Send, useGateway } from './support.ts';

const maxBodyBytes = 2_048;
const exposed = 'x-request-id, ratelimit-limit, ratelimit-remaining, ratelimit-reset, ratelimit-policy, retry-after';
const gateway = useGateway({ MAX_BODY_BYTES: String(maxBodyBytes), CORS_ORIGINS: 'https://app.example, https://admin.example:8443' });
const names = '{ product(id: "1") { name } }';
const chai = { data: { product: { name: 'Chai' } } };
const json = { 'content-type': 'application/json', 'x-request-id': requestId };
const preflighted = { 'apollo-require-preflight': '1', 'x-request-id': requestId };
const post = (body: unknown, headers: Record<string, string> = {}): Send => ({
  method: 'POST',
  headers: { ...json, ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const get = (parameters: Record<string, string>, headers: Record<string, string> = preflighted): Send => ({
  path: `/graphql?${new URLSearchParams(parameters)}`,
  headers,
});
const answerOf = async (send: Send) => {
  const { status, text } = await gateway().send(send);
  return { status, ...(JSON.parse(text) as object) };
};
const codeOf = ({ status, text }: HttpAnswer) => [
  status,
  (JSON.parse(text) as { errors?: { extensions: { code: string } }[] }).errors?.[0]?.extensions.code,
];
const refusal = (status: number, code: string, message: unknown = expect.any(String)) => ({
  status,
  errors: [{ message, extensions: { code, requestId } }],
});
const subgraphCalls = () => gateway().subgraphs.catalog.calls.length;

describe('POST', () => {
  it('takes a document, variables and the name of the operation', async () => {
    const query = 'query A($id: ID!) { product(id: $id) { name } } query B { products { name } }';
    expect(await answerOf(post({ query, operationName: 'A', variables: { id: '1' } }))).toEqual({ status: 200, ...chai });
  });

  it('answers JSON that no cache keeps and no browser sniffs', async () => {
    const { headers } = await gateway().send(post({ query: names }));
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': requestId,
      vary: 'Accept, Accept-Encoding, Origin',
    });
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('set-cookie');
  });

  it('answers in the media type of GraphQL over HTTP to whoever asks for it, and in no other', async () => {
    const accept = 'application/graphql-response+json';
    expect((await gateway().send(post({ query: names }, { accept }))).headers['content-type']).toBe(`${accept}; charset=utf-8`);
    expect((await gateway().send(post({ query: names }, { accept: 'text/html' }))).status).toBe(406);
  });

  it.each([
    '',
    'null',
    '7',
    '"text"',
    '{}',
    '[]',
    '{"query":7}',
    '{"query":""}',
    '{"query":"{__typename}","variables":"a"}',
    '{"query":"{__typename}","operationName":1}',
  ])('of %j is no GraphQL request', async (body) => expect(await answerOf(post(body))).toEqual(refusal(400, 'BAD_REQUEST')));

  it('of what is no JSON is refused without repeating it', async () => {
    for (const body of ['{', '{"query":', 'query=%7Bsecret%7D', '\u0000', '{"query":"{__typename}"} secret']) {
      expect(await answerOf(post(body)), body).toEqual(refusal(400, 'BAD_REQUEST', 'The body is not JSON.'));
    }
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=a',
    'application/xml',
    'application/graphql',
    'application/jsonp',
    '',
  ])('with the content type %j is refused, whatever its other headers say', async (type) => {
    for (const headers of [{}, preflighted]) {
      const answer = await gateway().send({
        method: 'POST',
        headers: { ...headers, 'content-type': type },
        body: JSON.stringify({ query: names }),
      });
      expect(codeOf(answer)).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    }
    expect(subgraphCalls()).toBe(0);
  });

  it('may name a character set', async () => {
    for (const type of ['application/json; charset=utf-8', 'Application/JSON;charset=UTF-8']) {
      expect(await answerOf(post({ query: names }, { 'content-type': type }))).toEqual({ status: 200, ...chai });
    }
  });

  it('of several operations at once is refused', async () => {
    expect(await answerOf(post([{ query: names }, { query: names }]))).toEqual(refusal(400, 'BAD_REQUEST'));
    expect(subgraphCalls()).toBe(0);
  });
});

describe('GET', () => {
  it('runs queries', async () => {
    const query = 'query A($id: ID!) { product(id: $id) { name } } query B { products { name } }';
    expect(await answerOf(get({ query, operationName: 'A', variables: '{"id":"1"}' }))).toEqual({ status: 200, ...chai });
  });

  it('runs no mutations', async () => {
    const answer = await gateway().send(get({ query: 'mutation { renameProduct(id: "1", name: "a") { name } }' }));
    expect([...codeOf(answer), answer.headers.allow]).toEqual([405, 'BAD_REQUEST', 'POST']);
    expect(subgraphCalls()).toBe(0);
  });

  it('that a page of another site could send without asking is refused', async () => {
    for (const headers of [{}, { 'content-type': 'text/plain' }, { 'content-type': 'application/x-www-form-urlencoded' }]) {
      expect(await answerOf(get({ query: names }, { ...headers, 'x-request-id': requestId }))).toEqual(refusal(400, 'BAD_REQUEST'));
    }
    expect(subgraphCalls()).toBe(0);
  });

  it('may be sent with any header that browsers ask about first', async () => {
    for (const headers of [
      { 'apollo-require-preflight': '1' },
      { 'x-apollo-operation-name': 'A' },
      { 'content-type': 'application/json' },
    ]) {
      expect(await answerOf(get({ query: names }, headers)), JSON.stringify(headers)).toEqual({ status: 200, ...chai });
    }
  });

  it.each([{}, { query: '' }, { query: names, variables: '{' }, { query: names, variables: '"a"' }, { query: names, extensions: '[' }])(
    'with %j is no GraphQL request',
    async (parameters) => expect(await answerOf(get({ ...parameters }))).toEqual(refusal(400, 'BAD_REQUEST')),
  );

  it('of a persisted query that is not known asks for the document', async () => {
    const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } });
    expect(await answerOf(get({ extensions }))).toEqual(refusal(200, 'PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound'));
  });
});

describe('another method', () => {
  it.each(['PUT', 'PATCH', 'DELETE', 'HEAD'])('%s is not allowed', async (method) => {
    const answer = await gateway().send({ method, headers: json });
    expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, POST']);
  });
});

describe('a request body', () => {
  const padded = (bytes: number) => JSON.stringify({ query: names }).padEnd(bytes);
  const tooLarge = refusal(413, 'PAYLOAD_TOO_LARGE', `A request body has at most ${maxBodyBytes} bytes.`);

  it('may be as large as the limit, and not a byte larger', async () => {
    expect(await answerOf(post(padded(maxBodyBytes)))).toEqual({ status: 200, ...chai });
    expect(await answerOf(post(padded(maxBodyBytes + 1)))).toEqual(tooLarge);
    expect(subgraphCalls()).toBe(1);
  });

  it('of unknown length is read to the limit and no further', async () => {
    const chunks = (count: number) => [`{"query":"${' '.repeat(1_000)}`, ...Array.from({ length: count }, () => ' '.repeat(1_000))];
    const answer = await raw([
      ...head({ 'transfer-encoding': 'chunked' }),
      ...chunks(2).map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`),
    ]);
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
  });

  it('that says that it is too large is not read at all', async () => {
    expect(await raw(head({ 'content-length': String(maxBodyBytes + 1) }))).toMatch(/^HTTP\/1.1 413 .*PAYLOAD_TOO_LARGE/s);
  });

  it('far above the limit is answered too, however it is sent', async () => {
    const chunk = Buffer.alloc(64 * 1024, ' ');
    for (const body of [Buffer.alloc(8 * 1024 * 1024, ' '), Readable.from(Array.from({ length: 128 }, () => chunk))]) {
      expect(await answerOf({ method: 'POST', headers: json, body })).toEqual(tooLarge);
    }
  });

  it('is counted in bytes', async () => {
    const umlauts = JSON.stringify({ query: names, operationName: null, extensions: { text: 'ü'.repeat(maxBodyBytes / 2) } });
    expect(umlauts.length).toBeLessThan(maxBodyBytes);
    expect(await answerOf(post(umlauts))).toEqual(tooLarge);
  });

  it('that ends too early is no fault of ours', async () => {
    const socket = connect(Number(new URL(gateway().url).port), '127.0.0.1');
    socket.write([...head({ 'content-length': '100' }), '{"query":'].join(''), () => socket.destroy());
    expect(await gateway().logged(({ message }) => message === 'request')).toMatchObject({ code: 'BAD_REQUEST' });
    expect(gateway().lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('a header', () => {
  it('that is too large is refused', async () => {
    const { status } = await gateway().send(post({ query: names }, { 'x-large': 'x'.repeat(20_000) }));
    expect(status).toBe(431);
  });
});

describe('a page of an origin', () => {
  const cors = ({ headers }: HttpAnswer) =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('access-control') || name === 'vary'));
  const ask = (origin: string) => gateway().send(post({ query: names }, { origin }));
  const preflight = (origin: string) =>
    gateway().send({
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type,authorization' },
    });

  it.each(['https://app.example', 'https://admin.example:8443', 'https://studio.apollographql.com'])(
    '%s may read the answer, without cookies',
    async (origin) => {
      expect(cors(await ask(origin))).toEqual({
        'access-control-allow-origin': origin,
        'access-control-expose-headers': exposed,
        vary: 'Accept, Accept-Encoding, Origin',
      });
    },
  );

  it('may send what clients send', async () => {
    const answer = await preflight('https://app.example');
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(cors(answer)).toEqual({
      'access-control-allow-origin': 'https://app.example',
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': expect.stringMatching(
        /^authorization, content-type, x-api-key, x-request-id, apollo-require-preflight,/,
      ),
      'access-control-expose-headers': exposed,
      'access-control-max-age': '600',
      vary: 'Origin',
    });
  });

  it.each([
    'https://evil.example',
    'http://app.example',
    'https://app.example.evil.example',
    'https://app.example:444',
    'https://APP.example',
    'null',
    '*',
    '',
  ])('%j that is not on the list may neither read nor send', async (origin) => {
    expect(cors(await ask(origin))).toEqual({ vary: 'Accept, Accept-Encoding, Origin' });
    expect(cors(await preflight(origin))).toEqual({ vary: 'Origin' });
  });

  it('may read why it was refused', async () => {
    const refusals = await Promise.all([
      gateway().send(post({ query: names }, { origin: 'https://app.example', authorization: 'Bearer nonsense' })),
      gateway().send(post(' '.repeat(maxBodyBytes + 1), { origin: 'https://app.example' })),
      gateway().send(post('{', { origin: 'https://app.example' })),
    ]);
    expect(refusals.map((answer) => [answer.status, answer.headers['access-control-allow-origin']])).toEqual(
      [401, 413, 400].map((status) => [status, 'https://app.example']),
    );
  });
});

function head(headers: Readonly<Record<string, string>>): string[] {
  return [
    'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`),
    '\r\n',
  ];
}

/** Writes to a connection and gives all that comes back until the gateway closes it. */
function raw(parts: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(gateway().url).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
    socket.write(parts.join(''));
  });
}
