// Every change code does what its documentation says.
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { graphOfText } from '../test/graph-of-text.ts';
import { changeCodes } from './change-codes.ts';
import { diffGraphs } from './diff/diff-graphs.ts';
import { diffSchemas } from './diff/diff-schemas.ts';

describe('the example of a code has this code and its severity', () => {
  test.each(Object.entries(changeCodes))('%s', (name, { before, after, severity }) => {
    const changes = before.includes('# subgraph')
      ? diffGraphs(graphOfText(before), graphOfText(after))
      : diffSchemas(buildSchema(before), buildSchema(after));
    expect(changes.find(({ code }) => code === name)?.severity, changes.map(({ code }) => code).join(' ')).toBe(severity);
  });
});

test('what is not safe has a way out, and what is safe needs none', () => {
  for (const { severity, wayOut } of Object.values(changeCodes)) expect(wayOut === null).toBe(severity === 'safe');
});
