// Findings as people read them.
import { describe, expect, it } from 'vitest';
import { composeSubgraphs } from './compose-subgraphs.ts';
import { formatFinding } from './format-finding.ts';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\n';
const source = (name: string, sdl: string) => ({ name, url: '', file: `${name}.graphql`, sdl });

function errorsOf(...sources: ReturnType<typeof source>[]): string {
  const composition = composeSubgraphs(sources);
  return composition.kind === 'failed' ? composition.errors.map((error) => formatFinding(error, 'error', sources)).join('\n') : 'composed';
}

describe('an error', () => {
  it('shows every place that it is about, with its line', () => {
    const a = source('a', `${link}type Query { product: Product }\ntype Product @key(fields: "id") {\n  id: ID!\n  name: String\n}`);
    const b = source('b', `${link}type Product @key(fields: "id") {\n  id: ID!\n  name: String\n}`);
    expect(errorsOf(a, b)).toBe(
      [
        'error INVALID_FIELD_SHARING Non-shareable field "Product.name" is resolved from multiple subgraphs: it is resolved from subgraphs "a" and "b" and defined as non-shareable in all of them',
        '  at a.graphql:5:3 [a]',
        '    5 |   name: String',
        '      |   ^',
        '  at b.graphql:4:3 [b]',
        '    4 |   name: String',
        '      |   ^',
      ].join('\n'),
    );
  });

  it('of syntax shows where the text breaks off', () =>
    expect(errorsOf(source('a', 'type Query {\n  a: Int!!\n}'))).toBe(
      'error GRAPHQL_PARSE_FAILED Syntax Error: Expected Name, found "!".\n  at a.graphql:2:10 [a]\n    2 |   a: Int!!\n      |          ^',
    ));

  it('has no excerpt of a line that nobody can read', () => {
    const long = `type Query { ${'a'.repeat(200)}: Unknown }`;
    expect(errorsOf(source('a', long))).toMatch(/^error INVALID_GRAPHQL \[a\] Unknown type Unknown\n {2}at a\.graphql:1:\d+ \[a\]$/);
  });
});
