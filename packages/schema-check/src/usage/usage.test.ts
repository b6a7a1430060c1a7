// Known operations, from manifests and sources.
import { describe, expect, it } from 'vitest';
import { embeddedDocuments } from './embedded-documents.ts';
import { parseManifest } from './manifests.ts';

const entry = {
  document: 'query A { a }',
  name: 'A',
  client: 'web',
  version: '1',
  count: 2,
  lastSeen: '2026-11-20T00:00:00Z',
  origin: 'u.jsonl',
};

describe('manifests', () => {
  const known = { ...entry, client: null, version: null, count: 1, lastSeen: null, origin: 'm.json' };

  it("are Apollo's", () => {
    const text = {
      format: 'apollo-persisted-query-manifest',
      version: 1,
      operations: [{ id: '1', name: 'A', type: 'query', body: entry.document }],
    };
    expect(parseManifest(JSON.stringify(text), 'm.json')).toEqual({ kind: 'usage', entries: [known] });
  });

  it("or Relay's", () =>
    expect(parseManifest(JSON.stringify({ 1: entry.document }), 'm.json')).toEqual({ kind: 'usage', entries: [known] }));

  it.each([
    ['[', 'm.json is no manifest: it is not a JSON object.'],
    ['{"format":"apollo-persisted-query-manifest","version":2,"operations":[]}', "m.json is no manifest of Apollo's format, version 1."],
    ['{"format":"apollo-persisted-query-manifest","version":1,"operations":[{}]}', 'm.json: operations[0] has no "body".'],
    ['{"a":1}', 'm.json: the document of "a" is not a text.'],
  ])('%s is refused', (text, problem) => expect(parseManifest(text, 'm.json')).toEqual({ kind: 'bad', problem }));
});

describe('sources', () => {
  const texts = (source: string) => embeddedDocuments(source).documents.map(({ text, line }) => [line, text.trim()]);

  it.each([
    ['const A = gql`query A { a }`', 'tag'],
    ['const A = graphql(`query A { a }`)', 'call'],
    ['const A = gql<A, B>`query A { a }`', 'type parameters'],
    ['const A = /* GraphQL */ `query A { a }`', 'comment'],
  ])('have documents in %s', (source) => expect(texts(`\n${source}`)).toEqual([[2, 'query A { a }']]));

  it('have none in other templates', () => expect(texts('const a = sql`query A { a }`; const b = `query`')).toEqual([]));

  it('may put fragments behind a document', () => expect(texts('gql`query A { ...F } ${F}`')).toEqual([[1, 'query A { ...F }']]));

  it('that compute a selection cannot be read, and say where', () =>
    expect(embeddedDocuments('\ngql`query A { ${name} }`')).toEqual({ documents: [], unreadable: [2] }));
});
