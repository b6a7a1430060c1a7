// In what an answer comes, with which status, and what a request may be in.
import { describe, expect, it } from 'vitest';
import { type Send, useGateway } from './support.ts';

const gateway = useGateway();
const json = 'application/json';
const graphql = 'application/graphql-response+json';
const names = '{ product(id: "1") { name } }';
const post = (body: unknown, headers: Record<string, string> = {}): Send => ({
  method: 'POST',
  headers: { 'content-type': json, ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const send = async (request: Send) => {
  const { status, headers, text } = await gateway().send(request);
  const { data, errors = [] } = JSON.parse(text) as { data?: unknown; errors?: { message: string; extensions: { code: string } }[] };
  const [type, charset] = String(headers['content-type']).split('; ');
  return { status, type, charset, headers, data, errors, code: errors[0]?.extensions.code };
};

describe('an answer comes in', () => {
  it.each([
    ['', json],
    ['*/*', json],
    ['application/*', json],
    [json, json],
    [graphql, graphql],
    ['Application/GraphQL-Response+JSON', graphql],
    [`${graphql};charset=utf-8`, graphql],
    [`${graphql}, ${json};q=0.9`, graphql],
    [`${json}, ${graphql}`, graphql],
    [`${json};q=0.5, ${graphql};q=0.4`, json],
    [`${graphql};q=0.5, */*`, json],
    [`${graphql};q=0.5, */*;q=0.1`, graphql],
    [`${json};q=0, */*`, graphql],
    [`${graphql};q=0, application/*`, json],
    [`text/html, ${json};q=0.1`, json],
    [`multipart/mixed;deferSpec=20220824,${json}`, json],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', json],
  ])('what is accepted by %j: %s', async (accept, type) => {
    expect(await send(post({ query: names }, { accept }))).toMatchObject({ status: 200, type, charset: 'charset=utf-8' });
  });

  it.each(['text/html', 'multipart/mixed', 'application/graphql+json', `${json};q=0`, '*/*;q=0', `${json};q=no`, 'nonsense'])(
    'nothing else, so that %j is refused',
    async (accept) => {
      expect(await send(post({ query: names }, { accept }))).toMatchObject({ status: 406, type: json, code: 'BAD_REQUEST' });
      expect(gateway().subgraphs.catalog.calls).toEqual([]);
    },
  );

  it('the first type again after a thousand other headers', async () => {
    // Some at a time: one address may have a thousand connections.
    for (let first = 0; first < 1_000; first += 100)
      await Promise.all(Array.from({ length: 100 }, (_, index) => send(post({ query: names }, { accept: `${json};v=${first + index}` }))));
    expect(await send(post({ query: names }, { accept: graphql }))).toMatchObject({ status: 200, type: graphql });
    expect(await send(post({ query: names }, { accept: 'text/html' }))).toMatchObject({ status: 406 });
  });
});

describe('the status of', () => {
  const statuses = async (request: (accept: string) => Send) => {
    const [inJson, inGraphql] = await Promise.all([send(request(json)), send(request(graphql))]);
    expect(inJson.code).toBe(inGraphql.code);
    expect([inJson.data, inGraphql.data]).toEqual([undefined, undefined]);
    return [inJson.code, inJson.status, inGraphql.status];
  };

  it.each([
    ['a document that is no GraphQL', { query: '{' }, 'GRAPHQL_PARSE_FAILED'],
    ['a document that does not fit the schema', { query: '{ nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['an operation that is not there', { query: 'query A { __typename }', operationName: 'B' }, 'OPERATION_RESOLUTION_FAILURE'],
    ['operations without a choice', { query: 'query A { __typename } query B { __typename }' }, 'OPERATION_RESOLUTION_FAILURE'],
    ['a variable that is missing', { query: 'query ($id: ID!) { product(id: $id) { name } }' }, 'BAD_USER_INPUT'],
    [
      'a variable of another type',
      { query: 'query ($id: ID!) { product(id: $id) { name } }', variables: { id: { a: 1 } } },
      'BAD_USER_INPUT',
    ],
    ['a subscription', { query: 'subscription { productChanged { id } }' }, 'SUBSCRIPTIONS_UNAVAILABLE'],
    [
      'a hash that is not known',
      { extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } },
      'PERSISTED_QUERY_NOT_FOUND',
    ],
  ])('%s is 200 in application/json and 400 in the other', async (_what, body, code) => {
    expect(await statuses((accept) => post(body, { accept }))).toEqual([code, 200, 400]);
    expect(gateway().subgraphs.catalog.calls).toEqual([]);
  });

  it.each<[string, Partial<Send>, string, number]>([
    ['no GraphQL request', { body: '{}' }, 'BAD_REQUEST', 400],
    ['no JSON', { body: '{' }, 'BAD_REQUEST', 400],
    ['another method', { method: 'PUT' }, 'BAD_REQUEST', 405],
    ['another content type', { headers: { 'content-type': 'text/plain' } }, 'UNSUPPORTED_MEDIA_TYPE', 415],
    ['a bad credential', { headers: { 'content-type': json, authorization: 'Bearer nonsense' } }, 'UNAUTHENTICATED', 401],
  ])('%s is the same in both', async (_what, change, code, status) => {
    const request = { ...post({ query: names }), ...change };
    expect(await statuses((accept) => ({ ...request, headers: { ...request.headers, accept } }))).toEqual([code, status, status]);
  });

  it('what was executed is 200 in both, whatever is missing', async () => {
    gateway().subgraphs.catalog.reply((response) => void response.destroy());
    for (const accept of [json, graphql]) {
      const answer = await send(post({ query: names }, { accept }));
      expect(answer).toMatchObject({ status: 200, data: { product: null }, code: 'DOWNSTREAM_SERVICE_ERROR' });
    }
  });
});

describe('a request', () => {
  it.each([
    'application/json;charset=utf-8',
    'application/json; Charset="UTF-8"',
    'application/json; charset=utf8',
    'application/json; a=b',
  ])('may be %s', async (type) => expect(await send(post({ query: names }, { 'content-type': type }))).toMatchObject({ status: 200 }));

  it.each([
    'application/json; charset=utf-7',
    'application/json; charset=utf-16',
    'application/json; charset=ibm037',
    'application/json; charset=iso-8859-1',
    'application/json; charset=',
    'application/json; charset=utf-8; charset=utf-16',
    'application/json, text/plain',
    'application/graphql-response+json',
    'text/json',
    'json',
  ])('may not be %s', async (type) => {
    const answer = await send(post({ query: names }, { 'content-type': type }));
    expect(answer).toMatchObject({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
  });

  it.each(['gzip', 'br', 'deflate', 'zstd', 'gzip, identity', 'nonsense'])('may not be compressed by %s', async (encoding) => {
    const answer = await send(post({ query: names }, { 'content-encoding': encoding }));
    expect(answer).toMatchObject({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', headers: { 'accept-encoding': 'identity' } });
  });

  it('may say that it is not compressed', async () => {
    expect(await send(post({ query: names }, { 'content-encoding': 'identity' }))).toMatchObject({ status: 200 });
  });
});

describe('several faults', () => {
  it('of a document are told one by one, each with its place', async () => {
    const { errors } = await send(post({ query: '{\n  one\n  two(a: 1)\n}' }, { 'x-request-id': 'the-test-request' }));
    const extensions = { code: 'GRAPHQL_VALIDATION_FAILED', requestId: 'the-test-request' };
    expect(errors).toEqual([
      { message: 'Cannot query field "one" on type "Query".', locations: [{ line: 2, column: 3 }], extensions },
      { message: 'Cannot query field "two" on type "Query".', locations: [{ line: 3, column: 3 }], extensions },
    ]);
  });

  it('of variables are told one by one', async () => {
    const query = 'query ($a: ID!, $b: Boolean!) { product(id: $a) { name @include(if: $b) } }';
    const { errors } = await send(post({ query, variables: { a: [], b: 'x', c: 1 } }));
    expect(errors.map(({ message, extensions }) => [message, extensions.code])).toEqual([
      ['Variable "$a" got invalid value []; ID cannot represent value: []', 'BAD_USER_INPUT'],
      ['Variable "$b" got invalid value "x"; Boolean cannot represent a non boolean value: "x"', 'BAD_USER_INPUT'],
    ]);
  });
});
