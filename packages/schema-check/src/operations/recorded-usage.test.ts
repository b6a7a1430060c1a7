// What the check makes of recorded values: inputs given, null and omitted, and enum values.
import { createOperationReader, type SeenUses } from '@tributary/usage';
import { buildSchema, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { diffSchemas } from '../diff/diff-schemas.ts';
import type { UsageEntry } from '../model.ts';
import { affectedOperations } from './affected-operations.ts';

const base = `
  enum Order { NEWEST CHEAPEST }
  input Filter { name: String order: Order limit: Int = 10 inner: Filter }
  type Query { find(filter: Filter, first: Int = 5): Int }
`;
const document = 'query Find($filter: Filter, $first: Int) { find(filter: $filter, first: $first) }';

/** What the change does to whoever has sent these variables. */
function statusOf(head: string, ...requests: readonly Readonly<Record<string, unknown>>[]) {
  const schema = buildSchema(base);
  const reading = createOperationReader(schema)(parse(document), null);
  const seen: SeenUses = new Map();
  for (const variables of requests) reading.read(variables, seen);
  const entry: UsageEntry = {
    ...{ document: reading.document, name: 'Find', client: 'web', version: '1', count: 1, lastSeen: null, origin: 'u.jsonl' },
    uses: reading.uses(seen),
  };
  const changed = buildSchema(head);
  const [affected] = affectedOperations(schema, changed, diffSchemas(schema, changed), [entry]);
  return affected?.status ?? 'unaffected';
}

describe('a change of inputs is felt by those whose values it is about', () => {
  it.each([
    ['a new required field', base.replace('name: String', 'name: String size: Int!'), { filter: {} }, {}],
    ['a removed field', base.replace('name: String', ''), { filter: { name: 'a' } }, { filter: { limit: 1 } }],
    ['a removed field, given as null', base.replace('name: String', ''), { filter: { name: null } }, { filter: null }],
    [
      'a removed field, deep within',
      base.replace('name: String', ''),
      { filter: { inner: { inner: { name: 'a' } } } },
      { filter: { inner: {} } },
    ],
    ['a field that became required', base.replace('name: String', 'name: String!'), { filter: {} }, { filter: { name: 'a' } }],
    ['a changed default of a field', base.replace('limit: Int = 10', 'limit: Int = 20'), { filter: {} }, { filter: { limit: 1 } }],
    ['a changed default of an argument', base.replace('first: Int = 5', 'first: Int = 6'), {}, { first: 1 }],
    ['a removed enum value', base.replace('CHEAPEST', ''), { filter: { order: 'CHEAPEST' } }, { filter: { order: 'NEWEST' } }],
  ])('%s', (_, head, feeling, other) => {
    expect(statusOf(head, feeling)).toBe('potentially-affected');
    expect(statusOf(head, other)).toBe('unaffected');
    expect(statusOf(head, other, feeling)).toBe('potentially-affected');
  });

  it('and a removed argument by whoever names it, with any value', () =>
    expect(statusOf(base.replace('filter: Filter, ', ''), {})).toBe('broken'));
});

it('fields that the base has got since are omitted by what was recorded before', () => {
  const recorded: UsageEntry = {
    ...{ document, name: 'Find', client: 'web', version: '1', count: 1, lastSeen: null, origin: 'u.jsonl' },
    uses: {
      selected: ['Query.find'],
      provided: ['Filter', 'Filter.name', 'Query.find(filter:)', 'String'],
      omitted: ['Query.find(first:)'],
    },
  };
  const schemas = [base, base.replace('limit: Int = 10', 'limit: Int = 20')].map((text) => buildSchema(text));
  const [before, after] = schemas;
  if (before === undefined || after === undefined) throw new Error('There are two.');
  expect(affectedOperations(before, after, diffSchemas(before, after), [recorded])).toMatchObject([{ status: 'potentially-affected' }]);
});
