// The store of persisted queries is bounded, and nothing enters it unasked.
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { createPersistedQueries } from './persisted-queries.ts';

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const asked = (query: string | null, hash: string) => ({
  query,
  documentId: null,
  operationName: null,
  variables: null,
  extensions: { persistedQuery: { version: 1, sha256Hash: hash } },
});
const known = (queries: ReturnType<typeof createPersistedQueries>, text: string): boolean => {
  try {
    return queries.load(asked(null, hashOf(text))).text === text;
  } catch {
    return false;
  }
};

it('keeps a document when it is told to, and not before', () => {
  const queries = createPersistedQueries();
  const loaded = queries.load(asked('{ a }', hashOf('{ a }')));
  expect([loaded, known(queries, '{ a }')]).toEqual([{ text: '{ a }', newHash: hashOf('{ a }') }, false]);
  queries.keep(loaded);
  expect(known(queries, '{ a }')).toBe(true);
  expect(queries.load(asked('{ a }', hashOf('{ a }')))).toEqual({ text: '{ a }', newHash: null });
});

it('keeps nothing of a request without a hash', () => {
  const queries = createPersistedQueries();
  queries.keep(queries.load({ query: '{ a }', documentId: null, operationName: null, variables: null, extensions: null }));
  expect(known(queries, '{ a }')).toBe(false);
});

it('forgets what was asked for longest ago, and never keeps what is larger than the whole', () => {
  const queries = createPersistedQueries(10_000);
  const documents = Array.from({ length: 1_000 }, (_, index) => `{ a${index} }`.padEnd(200));
  for (const text of documents) queries.keep(queries.load(asked(text, hashOf(text))));
  const kept = documents.filter((text) => known(queries, text));
  expect(kept).toEqual(documents.slice(-Math.floor(10_000 / 600)));
  const huge = `{ a }${' '.repeat(10_000)}`;
  queries.keep(queries.load(asked(huge, hashOf(huge))));
  expect([known(queries, huge), known(queries, kept[0] ?? '')]).toEqual([false, true]);
});
