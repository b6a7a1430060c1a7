// Documents out of files.
import { describe, expect, it } from 'vitest';
import { extractDocuments } from './extract-documents.ts';
import { formats } from './write-manifest.ts';

const extracted = (...texts: readonly string[]) =>
  extractDocuments(
    texts.map((text, index) => ({ name: `${index}.graphql`, text })),
    { addTypename: false },
  );

describe('documents', () => {
  it('are operations with the fragments that they need, of whichever file, and with no others', () => {
    const { documents, problems } = extracted(
      'query B { ...F } mutation A { b }',
      'fragment G on Query { g } fragment F on Query { f { ...G } } fragment H on Query { h }',
    );
    expect(problems).toEqual([]);
    expect(documents.map(({ name, type, file }) => [name, type, file])).toEqual([
      ['A', 'mutation', '0.graphql'],
      ['B', 'query', '0.graphql'],
    ]);
    expect(documents[1]?.text.replaceAll(/\s+/g, ' ')).toBe(
      'query B { ...F } fragment F on Query { f { ...G } } fragment G on Query { g }',
    );
  });

  it('have the same text and id however they are written and in whatever order', () => {
    const one = extracted('query A { ...F ...G } fragment F on Query { a }', 'fragment G on Query { b }');
    const other = extracted('fragment G on Query{b}', '# A\nfragment F on Query { a }\nquery A{...F,...G}');
    expect(other.documents.map(({ id, text }) => [id, text])).toEqual(one.documents.map(({ id, text }) => [id, text]));
    expect(one.documents[0]?.id).toMatch(/^[\da-f]{64}$/);
  });

  it('may be what Apollo Client sends', () => {
    const source = { name: 'a', text: 'query A { a { b ... on C { c } __typename } ...F } fragment F on Query { d { e } }' };
    const { documents } = extractDocuments([source], { addTypename: true });
    expect(documents[0]?.text.replaceAll(/\s+/g, ' ')).toBe(
      'query A { a { b ... on C { c __typename } __typename } ...F } fragment F on Query { d { e __typename } __typename }',
    );
  });

  it('survive fragments that go in circles: validation tells of them', () => {
    expect(extracted('query A { ...F } fragment F on Query { ...G } fragment G on Query { ...F }').documents).toHaveLength(1);
  });

  it.each([
    ['query A { a', '0.graphql:1:12: Syntax Error: Expected Name, found <EOF>.'],
    ['{ a }', '0.graphql: an operation has no name.'],
    ['query A { a } query A { b }', '0.graphql: there is an operation A in 0.graphql too.'],
    ['query A { ...F }', '0.graphql: A spreads F, which is nowhere.'],
    ['fragment F on Q { a } fragment F on Q { b }', '0.graphql: there is another fragment F.'],
    ['type A { a: Int }', '0.graphql: it defines more than operations and fragments.'],
  ])('of %j cannot be registered', (text, problem) => expect(extracted(text).problems).toEqual([problem]));
});

it("manifests are Apollo's or Relay's", () => {
  const { documents } = extracted('query A { a }');
  const [{ id = '', text = '' } = {}] = documents;
  expect(JSON.parse(formats.apollo(documents))).toEqual({
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: [{ id, name: 'A', type: 'query', body: text }],
  });
  expect(JSON.parse(formats.relay(documents))).toEqual({ [id]: text });
});
