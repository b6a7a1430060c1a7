// Hostile bodies: a coded error, bounded, and the next request is answered.
import { describe, expect, it } from 'vitest';
import { useGateway } from './support.ts';

const gateway = useGateway();
const names = '{ product(id: "1") { name } }';
const chai = { status: 200, data: { product: { name: 'Chai' } } };
const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json', 'x-request-id': 'the-test-request' };
const post = async (body: string | Buffer) => {
  const { status, text } = await gateway().send({ method: 'POST', headers, body });
  const { errors } = JSON.parse(text) as { errors?: { message: string; extensions: { code: string } }[] };
  return { status, codes: errors?.map(({ extensions }) => extensions.code), text };
};
const deep = (open: string, close: string, levels: number) => open.repeat(levels) + close.repeat(levels);

describe('a body', () => {
  it.each<[string, string | Buffer]>([
    ['nested a hundred thousand deep', deep('[', ']', 100_000)],
    ['that ends in the middle', '{"query":"{ product(id'],
    ['with something behind it', `${JSON.stringify({ query: names })}}`],
    ['with comments', `{/* */"query":"${'{__typename}'}"}`],
    ['with a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(JSON.stringify({ query: names }))])],
    ['in UTF-16', Buffer.from(JSON.stringify({ query: names }), 'utf16le')],
    ['of nothing but zeros', Buffer.alloc(1_000)],
    ['with numbers for texts', '{"query":1,"operationName":2}'],
    ['with variables in a text', JSON.stringify({ query: names, variables: '{"id":"1"}' })],
    ['with variables in a list', JSON.stringify({ query: names, variables: ['1'] })],
    ['with extensions in a list', JSON.stringify({ query: names, extensions: [] })],
    ['with operations in a list of lists', JSON.stringify([[{ query: names }]])],
    ['with its document under __proto__', '{"__proto__":{"query":"{ __typename }"}}'],
    ['with a parsed document', JSON.stringify({ query: { kind: 'Document', definitions: [] } })],
  ])('%s is no GraphQL request', async (_what, body) => {
    expect(await post(body)).toMatchObject({ status: 400, codes: ['BAD_REQUEST'] });
    expect(await gateway().ask(names)).toEqual(chai);
  });

  it('with bytes that are no UTF-8 is read as far as it can be', async () => {
    const [before, after] = JSON.stringify({ query: names, operationName: null, extensions: { text: '#' } }).split('#');
    const body = Buffer.concat([Buffer.from(before ?? ''), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from(after ?? '')]);
    expect(await post(body)).toMatchObject({ status: 200 });
  });

  it('with more fields than GraphQL over HTTP has is answered', async () => {
    const body = JSON.stringify({ query: names, id: 1, constructor: 2, ['__proto__']: 3, toString: 4 });
    expect(await post(body)).toMatchObject({ status: 200 });
  });
});

describe('a query string', () => {
  const get = async (search: string) => {
    const { status, text } = await gateway().send({ path: `/graphql${search}`, headers: { 'apollo-require-preflight': '1' } });
    return { status, text };
  };

  it.each([
    '',
    '?',
    '?query',
    '?query=',
    '?QUERY={__typename}',
    '?query={__typename}&query={a:__typename}',
    '?query={__typename}&variables={}&variables={}',
    '?query={__typename}&operationName=A&operationName=B',
    '?query={__typename}&variables=[]',
    '?query={__typename}&variables=1',
    '?query={__typename}&extensions=%7B',
    '?query={__typename}&extensions="a"',
  ])('of %j is no GraphQL request', async (search) => {
    const { status, text } = await get(search);
    expect([status, text]).toEqual([400, expect.stringContaining('BAD_REQUEST')]);
  });

  it.each([
    '?query={__typename}',
    '?query=%7B__typename%7D&variables=&operationName=',
    '?query={__typename}&variables=null&other=1&other=2',
  ])('may be %j', async (search) => expect(await get(search)).toEqual({ status: 200, text: '{"data":{"__typename":"Query"}}' }));

  it('that cannot be decoded is read as far as it can be', async () => {
    expect((await get('?query=%ff%{__typename}')).text).toContain('GRAPHQL_PARSE_FAILED');
  });
});

describe('a document', () => {
  it.each([
    ['of an open text', '{ product(id: "'],
    ['of zeros', '\u0000'.repeat(100)],
    ['of nothing', '   '],
    ['of a comment', '# { __typename }'],
  ])('%s is refused', async (_what, query) => {
    expect(await post(JSON.stringify({ query }))).toMatchObject({ status: 400, codes: ['GRAPHQL_PARSE_FAILED'] });
    expect(await gateway().ask(names)).toEqual(chai);
  });

  it.each([
    ['has 200,000 characters', `{ __typename } ${'#'.repeat(200_000)}`, 'DOCUMENT_TOO_LARGE'],
    ['has selections nested 2,000 deep', deep('{a', '}', 2_000), 'DOCUMENT_TOO_NESTED'],
    ['has a value nested 2,000 deep', `{ product(id: ${deep('[', ']', 1_900)}) { name } }`, 'DOCUMENT_TOO_NESTED'],
    ['has a type nested 2,000 deep', `query ($a: ${deep('[', ']', 1_900)}) { __typename }`, 'DOCUMENT_TOO_NESTED'],
    ['has a fragment that contains itself', '{ ...A } fragment A on Query { ...A }', 'FRAGMENT_CYCLE'],
    ['has two fragments that contain each other', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }', 'FRAGMENT_CYCLE'],
  ])('that %s is refused by its limit', async (_what, query, code) => {
    expect(await post(JSON.stringify({ query }))).toMatchObject({ status: 400, codes: [code] });
    expect(await gateway().ask(names)).toEqual(chai);
  });

  it.each([
    ['defines types', 'type A { a: Int }'],
    ['asks what only subgraphs know', '{ _service { sdl } }'],
    ['asks for entities', '{ _entities(representations: []) { __typename } }'],
    ['uses a directive that is not there', '{ __typename @defer }'],
  ])('that %s is refused', async (_what, query) => {
    const { status, codes = [] } = await post(JSON.stringify({ query }));
    expect([status, new Set(codes)]).toEqual([400, new Set(['GRAPHQL_VALIDATION_FAILED'])]);
    expect(gateway().subgraphs.catalog.calls).toEqual([]);
  });

  it('without operations is refused', async () => {
    const { status, codes } = await post(JSON.stringify({ query: 'fragment A on Query { __typename }' }));
    expect([status, codes]).toEqual([400, ['GRAPHQL_VALIDATION_FAILED']]);
  });

  it.each(['', ' ', 'B', 'a', 'A ', '__proto__', 'constructor', '{', 'A\n{'])('has no operation %j', async (operationName) => {
    const query = 'query A { __typename } query C { __typename }';
    expect(await post(JSON.stringify({ query, operationName }))).toMatchObject({ status: 400, codes: ['OPERATION_RESOLUTION_FAILURE'] });
  });

  it('runs the operation that is named, never another of the same document', async () => {
    const query = 'query A { a: __typename } query B { b: __typename }';
    for (const [operationName, field] of [
      ['A', 'a'],
      ['B', 'b'],
      ['A', 'a'],
    ] as const)
      expect((await post(JSON.stringify({ query, operationName }))).text).toBe(`{"data":{"${field}":"Query"}}`);
  });

  it('may call things by the names that every object has', async () => {
    const query = 'query ($__proto__: ID!, $constructor: ID!) { __proto__: product(id: $__proto__) { constructor: name } }';
    const { status, codes } = await post(JSON.stringify({ query }));
    expect([status, new Set(codes)]).toEqual([400, new Set(['GRAPHQL_VALIDATION_FAILED'])]); // $constructor is not used
    expect(await post(JSON.stringify({ query: '{ product(id: "1") { constructor: name toString: id } }' }))).toMatchObject({ status: 200 });
    expect({}).not.toHaveProperty('name');
  });
});

describe('a variable', () => {
  const query = 'query ($id: ID!) { product(id: $id) { name } }';

  it.each(['null', '[]', '{}', 'true', '1.5', '{"a":1}', '{"__proto__":null}', '[["1"]]'])('of an ID may not be %.30s', async (value) => {
    expect(await post(`{"query":${JSON.stringify(query)},"variables":{"id":${value}}}`)).toMatchObject({
      status: 400,
      codes: ['BAD_USER_INPUT'],
    });
    expect(gateway().subgraphs.catalog.calls).toEqual([]);
  });

  it.each([
    ['nested 100,000 deep', deep('[', ']', 100_000), 'INPUT_TOO_DEEP'],
    ['a list of 501', `[${'1,'.repeat(500)}1]`, 'INPUT_LIST_TOO_LONG'],
    ['5,001 values', `{${Array.from({ length: 5_000 }, (_, index) => `"a${index}":0`).join(',')}}`, 'INPUT_TOO_LARGE'],
  ])('that is %s is refused by its limit', async (_what, value, code) => {
    const body = `{"query":${JSON.stringify(query)},"variables":{"id":${value}}}`;
    expect(await post(body)).toMatchObject({ status: 400, codes: [code] });
    expect(gateway().subgraphs.catalog.calls).toEqual([]);
  });

  it('that is missing may not come from a prototype', async () => {
    const proto = 'query ($toString: ID!) { product(id: $toString) { name } }';
    for (const variables of ['{}', 'null', '{"__proto__":{"toString":"1"}}'])
      expect(await post(`{"query":${JSON.stringify(proto)},"variables":${variables}}`)).toMatchObject({ codes: ['BAD_USER_INPUT'] });
  });

  it('that the operation does not have goes nowhere', async () => {
    const variables = { id: '1', other: 'secret', representations: [] };
    expect(await post(JSON.stringify({ query, variables }))).toMatchObject({ status: 200 });
    expect(gateway().subgraphs.catalog.calls.map(({ operation }) => operation.variables)).toEqual([{ id: '1' }]);
  });
});

it('what was refused leaves one line in the log, a limit that was hit a security event too, and no error of ours', async () => {
  await post('{');
  await post(JSON.stringify({ query: '{ nothing }' }));
  await post(JSON.stringify({ query: deep('{a', '}', 2_000) }));
  await gateway().logged(({ code }) => code === 'DOCUMENT_TOO_NESTED');
  expect(gateway().lines.map(({ level, message, code }) => [level, message, code])).toEqual([
    ['info', 'request', 'BAD_REQUEST'],
    ['info', 'request', 'GRAPHQL_VALIDATION_FAILED'],
    ['warn', 'security event', undefined],
    ['info', 'request', 'DOCUMENT_TOO_NESTED'],
  ]);
});
