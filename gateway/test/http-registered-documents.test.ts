// Registered documents: by id, by hash and by text; for some clients nothing else; and the manifest is followed.
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from './support.ts';

const dir = mkdtempSync(join(tmpdir(), 'tributary-registered-'));
const file = join(dir, 'manifest.json');
/** Deeper than free text may be. */
const deep = `query Deep { ${'product(id: "1") { '.repeat(1)}${'... on Product { '.repeat(70)}name${' }'.repeat(71)} }`;
const name = 'query Name($id: ID!) { product(id: $id) { name } }';
const written = (documents: Readonly<Record<string, string>>) => {
  writeFileSync(`${file}.new`, JSON.stringify(documents));
  renameSync(`${file}.new`, file);
};
let gateway: TestGateway;

beforeAll(async () => {
  written({ name, deep });
  gateway = await startTestGateway({ REGISTERED_DOCUMENTS_FILE: file, REGISTERED_ONLY: 'web' });
});
afterAll(async () => {
  await gateway.stop();
  rmSync(dir, { recursive: true });
});

const json = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };
async function post(body: object, headers: Readonly<Record<string, string>> = {}) {
  const { status, text } = await gateway.send({ method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify(body) });
  const { data, errors } = JSON.parse(text) as { data?: unknown; errors?: { extensions: { code: string } }[] };
  return [status, errors?.[0]?.extensions.code ?? data];
}
const variables = { id: '1' };
const chai = [200, { product: { name: 'Chai' } }];

describe('a registered document', () => {
  it('is asked for by its id, over POST and GET, or by a hash that is its id', async () => {
    expect(await post({ documentId: 'name', variables })).toEqual(chai);
    expect(await post({ documentId: 'sha256:name', variables })).toEqual(chai);
    expect(await post({ extensions: { persistedQuery: { version: 1, sha256Hash: 'name' } }, variables })).toEqual(chai);
    const search = new URLSearchParams({ documentId: 'name', variables: JSON.stringify(variables) });
    const { text } = await gateway.send({ path: `/graphql?${search}`, headers: { 'apollo-require-preflight': '1' } });
    expect(JSON.parse(text)).toEqual({ data: chai[1] });
  });

  it('that nobody registered is not known', async () => {
    for (const documentId of ['other', '__proto__', 'constructor', 'sha256:'])
      expect(await post({ documentId })).toEqual([400, 'PERSISTED_QUERY_NOT_FOUND']);
    expect(await post({ documentId: 1 })).toEqual([400, 'BAD_REQUEST']);
  });

  it('is not held to the limits of documents', async () => {
    expect(await post({ documentId: 'deep' })).toEqual(chai);
    expect(await post({ query: deep })).toEqual(chai);
    expect(await post({ query: `${deep} ` })).toEqual([400, 'DOCUMENT_TOO_NESTED']);
  });
});

describe('a client that may send nothing else', () => {
  const web = { 'apollographql-client-name': 'web' };

  it('is refused with a text of its own, whatever way it comes', async () => {
    const refused = [400, 'OPERATION_NOT_REGISTERED'];
    expect(await post({ query: '{ __typename }' }, web)).toEqual(refused);
    expect(await post({ documentId: 'other' }, web)).toEqual(refused);
    expect(await post({ query: '{ __typename }' })).toEqual([200, { __typename: 'Query' }]);
    const search = new URLSearchParams({ query: '{ __typename }' });
    const { text } = await gateway.send({ path: `/graphql?${search}`, headers: { ...web, 'apollo-require-preflight': '1' } });
    expect(text).toContain('OPERATION_NOT_REGISTERED');
  });

  it('may send the text of a registered document', async () => {
    expect(await post({ query: name, variables }, web)).toEqual(chai);
    expect(await post({ documentId: 'name', variables }, web)).toEqual(chai);
  });
});

it('a manifest that changes is taken, and a bad one changes nothing', async () => {
  const taken = gateway.logged(({ documents }) => documents === 1);
  written({ other: '{ __typename }' });
  await taken;
  expect([await post({ documentId: 'other' }), await post({ documentId: 'deep' })]).toEqual([
    [200, { __typename: 'Query' }],
    [400, 'PERSISTED_QUERY_NOT_FOUND'],
  ]);
  const refused = gateway.logged(({ level, message }) => level === 'error' && message.includes('manifest'));
  writeFileSync(file, '{');
  await refused;
  expect(await post({ documentId: 'other' })).toEqual([200, { __typename: 'Query' }]);
});

it('a manifest that is not there is told at the start', async () => {
  await expect(startTestGateway({ REGISTERED_DOCUMENTS_FILE: join(dir, 'none.json') })).rejects.toThrow('cannot be read');
});
