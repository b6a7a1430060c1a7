// Where a change is placed, and what its fingerprint depends on.
import { buildSchema, Source } from 'graphql';
import { expect, test } from 'vitest';
import { graphOfText } from '../../test/graph-of-text.ts';
import { diffGraphs } from './diff-graphs.ts';
import { diffSchemas } from './diff-schemas.ts';

const schema = (text: string) => buildSchema(new Source(text, 'schema.graphql'));
const [base, head] = ['type Query {\n  a: Int\n  b: Int\n}', 'type Query {\n  a: String\n}'];

test('what is there is placed at its name in head, what is gone at what it has stood in', () => {
  const places = diffSchemas(schema(base), schema(head)).map(({ coordinate, source }) => [
    coordinate,
    source?.file,
    source?.line,
    source?.column,
  ]);
  expect(places).toEqual([
    ['Query.b', 'schema.graphql', 1, 6],
    ['Query.a', 'schema.graphql', 2, 3],
  ]);
});

test('a fingerprint survives a move within the file, and is another for another change at the place', () => {
  const fingerprintsTo = (text: string) => diffSchemas(schema(base), schema(text)).map(({ fingerprint }) => fingerprint);
  expect(fingerprintsTo(`# A comment.\n\n${head}`)).toEqual(fingerprintsTo(head));
  expect(fingerprintsTo(head.replace('String', 'Float'))[1]).not.toBe(fingerprintsTo(head)[1]);
});

test('a change that clients see names the subgraph and the file that made it', () => {
  const before = '# subgraph a\ntype Query { x: Int }\n# subgraph b\ntype Query {\n  y: Int\n  z: Int\n}';
  const [change] = diffGraphs(graphOfText(before), graphOfText(before.replace('  y: Int\n', '')));
  expect(change).toMatchObject({
    code: 'FIELD_REMOVED',
    subgraph: 'b',
    composedOnly: false,
    source: { subgraph: 'b', file: 'b.graphql', line: 2 },
  });
});

test('what two subgraphs change alike is told once', () => {
  const before =
    '# subgraph a\ntype Query { x: V }\ntype V @shareable { i: Int }\n# subgraph b\ntype Query { y: V }\ntype V @shareable { i: Int }';
  const after = before.replaceAll('i: Int', 'i: Int!');
  expect(diffGraphs(graphOfText(before), graphOfText(after)).map(({ code }) => code)).toEqual(['FIELD_BECAME_NON_NULL']);
});
