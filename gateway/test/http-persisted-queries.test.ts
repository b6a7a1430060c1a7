// Automatic persisted queries: a document that was sent once is known by its hash.
import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { startTestGateway, useGateway } from './support.ts';

const gateway = useGateway();
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const persisted = (sha256Hash: unknown, version: unknown = 1) => ({ persistedQuery: { version, sha256Hash } });
const post = async (body: unknown) => {
  const { status, text } = await gateway().send({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { data, errors } = JSON.parse(text) as { data?: unknown; errors?: { message: string; extensions: { code: string } }[] };
  return { status, data, message: errors?.[0]?.message, code: errors?.[0]?.extensions.code };
};
const unknown = { status: 200, message: 'PersistedQueryNotFound', code: 'PERSISTED_QUERY_NOT_FOUND' };
/** A document that no other test has sent. */
const freshDocument = () => `query Fresh_${randomUUID().replaceAll('-', '')}($id: ID!) { product(id: $id) { name } }`;
const variables = { id: '1' };
const chai = { status: 200, data: { product: { name: 'Chai' } } };

describe('a hash', () => {
  it('is not known before its document was sent, and is known afterwards', async () => {
    const query = freshDocument();
    const extensions = persisted(hashOf(query));
    expect(await post({ extensions, variables })).toMatchObject(unknown);
    expect(await post({ query, extensions, variables })).toMatchObject(chai);
    expect(await post({ extensions, variables })).toMatchObject(chai);
    const search = new URLSearchParams({ extensions: JSON.stringify(extensions), variables: JSON.stringify(variables) });
    const { status, text } = await gateway().send({ path: `/graphql?${search}`, headers: { 'apollo-require-preflight': '1' } });
    expect([status, JSON.parse(text)]).toEqual([200, { data: chai.data }]);
  });

  it('is learnt by GET too', async () => {
    const query = freshDocument();
    const extensions = persisted(hashOf(query));
    const search = new URLSearchParams({ query, extensions: JSON.stringify(extensions), variables: JSON.stringify(variables) });
    await gateway().send({ path: `/graphql?${search}`, headers: { 'apollo-require-preflight': '1' } });
    expect(await post({ extensions, variables })).toMatchObject(chai);
  });

  it('of another document is refused and not learnt, also when that document is known', async () => {
    const [good, bad] = [freshDocument(), freshDocument()];
    const wrong = { status: 400, code: 'BAD_REQUEST', message: 'The hash in "persistedQuery" is not that of the document.' };
    expect(await post({ query: bad, extensions: persisted(hashOf(good)), variables })).toMatchObject(wrong);
    expect(await post({ extensions: persisted(hashOf(good)), variables })).toMatchObject(unknown);
    await post({ query: good, extensions: persisted(hashOf(good)), variables });
    expect(await post({ query: bad, extensions: persisted(hashOf(good)), variables })).toMatchObject(wrong);
    expect(await post({ extensions: persisted(hashOf(good)), variables })).toMatchObject(chai);
  });

  it.each([
    ['no GraphQL', '{ product(', 'GRAPHQL_PARSE_FAILED'],
    ['not valid', '{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['without the operation that is asked for', 'query A { __typename } query B { __typename }', 'OPERATION_RESOLUTION_FAILURE'],
  ])('is not learnt with a document that is %s', async (_what, query, code) => {
    const extensions = persisted(hashOf(query));
    expect(await post({ query, extensions })).toMatchObject({ status: 200, code });
    expect(await post({ extensions })).toMatchObject(unknown);
  });

  it('of a mutation runs it, but not by GET', async () => {
    const query = 'mutation Persisted { renameProduct(id: "1", name: "Chai") { name } }';
    const extensions = persisted(hashOf(query));
    expect(await post({ query, extensions })).toMatchObject({ data: { renameProduct: { name: 'Chai' } } });
    expect(await post({ extensions })).toMatchObject({ data: { renameProduct: { name: 'Chai' } } });
    const search = new URLSearchParams({ extensions: JSON.stringify(extensions) });
    const { status } = await gateway().send({ path: `/graphql?${search}`, headers: { 'apollo-require-preflight': '1' } });
    expect([status, gateway().subgraphs.catalog.calls.length]).toEqual([405, 2]);
  });

  it.each([
    ['short', 'abc', 1],
    ['no text', 7, 1],
    ['missing', undefined, 1],
    ['in capital letters', 'A'.repeat(64), 1],
    ['a name of every object', '__proto__', 1],
    ['of another version', 'a'.repeat(64), 2],
    ['without a version', 'a'.repeat(64), undefined],
  ])('that is %s is no GraphQL request', async (_what, hash, version) => {
    expect(await post({ extensions: { persistedQuery: { version, sha256Hash: hash } } })).toMatchObject({
      status: 400,
      code: 'BAD_REQUEST',
    });
  });

  it.each(['', 'text', 7, true, [], {}])('in %j is no GraphQL request', async (persistedQuery) => {
    expect(await post({ extensions: { persistedQuery } })).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
  });

  it('that is null is none', async () => {
    expect(await post({ query: freshDocument(), variables, extensions: { persistedQuery: null } })).toMatchObject(chai);
    expect(await post({ extensions: { persistedQuery: null } })).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
  });
});

it('what is persisted is refused to a bad credential before it is looked up', async () => {
  const body = JSON.stringify({ extensions: persisted('a'.repeat(64)) });
  const headers = { 'content-type': 'application/json', authorization: 'Bearer nonsense' };
  expect(await gateway().send({ method: 'POST', headers, body })).toMatchObject({ status: 401 });
});

it('introspection that production refuses is not learnt', async () => {
  const production = await startTestGateway({ NODE_ENV: 'production' });
  const query = '{ __schema { queryType { name } } }';
  const send = (body: unknown) =>
    production.send({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const extensions = persisted(hashOf(query));
  expect((await send({ query, extensions })).text).toContain('GRAPHQL_VALIDATION_FAILED');
  expect((await send({ extensions })).text).toContain('PERSISTED_QUERY_NOT_FOUND');
  await production.stop();
});
