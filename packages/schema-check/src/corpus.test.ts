// The corpus: each pair of schemas has the changes and the verdicts that it says.
import { buildSchema, type GraphQLSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { federationPairs } from '../corpus/federation.ts';
import type { Verdict } from '../corpus/pair.ts';
import { plainPairs } from '../corpus/plain-pairs.ts';
import { graphOfText, subgraphsOfText } from '../test/graph-of-text.ts';
import { composeSubgraphs } from './compose-subgraphs.ts';
import { diffGraphs } from './diff/diff-graphs.ts';
import { diffSchemas } from './diff/diff-schemas.ts';
import type { Change } from './model.ts';
import { affectedOperations } from './operations/affected-operations.ts';
import { severityWithUsage } from './operations/severity-with-usage.ts';

const worstOf = (changes: readonly Change[]): Verdict =>
  (['breaking', 'dangerous'] as const).find((severity) => changes.some((change) => change.severity === severity)) ?? 'safe';

const namesOf = (changes: readonly Change[]): readonly string[] =>
  changes.map(({ code, coordinate, composedOnly }) => `${code} ${coordinate}${composedOnly ? ' (composed)' : ''}`).toSorted();

function verdictFor(document: string, base: GraphQLSchema, head: GraphQLSchema, changes: readonly Change[]): Verdict {
  const usage = [{ document, name: null, client: 'web', version: null, count: 1, lastSeen: null, origin: 'corpus' }];
  return worstOf(severityWithUsage(changes, affectedOperations(base, head, changes, usage)));
}

describe('plain schemas', () => {
  test.each(plainPairs)('$name', ({ before, after, changes, verdict, withUsage }) => {
    const [base, head] = [buildSchema(before), buildSchema(after)];
    const found = diffSchemas(base, head);
    expect(namesOf(found).map((name) => name.replace(' (composed)', ''))).toEqual(changes.toSorted());
    expect(worstOf(found)).toBe(verdict);
    for (const [document, expected] of Object.entries(withUsage)) expect(verdictFor(document, base, head, found), document).toBe(expected);
  });
});

describe('subgraphs', () => {
  test.each(federationPairs)('$name', ({ before, after, changes, verdict, withUsage }) => {
    const base = graphOfText(before);
    if (verdict === null) {
      expect(composeSubgraphs(subgraphsOfText(after)).kind).toBe('failed');
      return;
    }
    const head = graphOfText(after);
    const found = diffGraphs(base, head);
    expect(namesOf(found)).toEqual(changes.toSorted());
    expect(worstOf(found)).toBe(verdict);
    for (const [document, expected] of Object.entries(withUsage))
      expect(verdictFor(document, base.api, head.api, found), document).toBe(expected);
  });
});

test('the corpus has at least 150 pairs, no two of one name', () => {
  const names = [...plainPairs, ...federationPairs].map(({ name }) => name);
  expect(names.length).toBeGreaterThanOrEqual(150);
  expect(new Set(names).size).toBe(names.length);
});
