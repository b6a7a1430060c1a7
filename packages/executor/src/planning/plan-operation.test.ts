// From text to plan, or to coded errors as plain data.
import { describe, expect, it } from 'vitest';
import { loadPlanner } from './load-planner.ts';
import { planOperation } from './plan-operation.ts';
import { composed, fed2 } from './testing/federate.ts';

const sdl = composed({
  one: {
    typeDefs: fed2(
      'key',
      'type Query { t(id: ID!, n: Int): T ts: [T!]! } type T @key(fields: "id") { id: ID! name: String } type Mutation { m: T } type Subscription { s: T }',
    ),
  },
  two: { typeDefs: fed2('key', 'type T @key(fields: "id") { id: ID! slow: String t: T }') },
});
const loaded = loadPlanner(sdl);
const outcome = (text: string, operationName?: string | null) => planOperation(loaded, { text, operationName });

function codesOf(text: string, operationName?: string): unknown {
  const result = outcome(text, operationName);
  return result.kind === 'planned' ? 'planned' : result.errors.map(({ extensions }) => extensions?.['code']);
}

describe('an operation that is not one', () => {
  it('is refused with a code', () => {
    expect(codesOf('{')).toEqual(['GRAPHQL_PARSE_FAILED']);
    expect(codesOf('')).toEqual(['GRAPHQL_PARSE_FAILED']);
    expect(codesOf('{ t nope }')).toEqual(['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_VALIDATION_FAILED']);
    expect(codesOf('type A { b: Int }')).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(codesOf('query A { __typename } query B { __typename }')).toEqual(['OPERATION_RESOLUTION_FAILURE']);
    expect(codesOf('query A { __typename }', 'B')).toEqual(['OPERATION_RESOLUTION_FAILURE']);
    expect(codesOf('query A { ts { id } } query B { nope }', 'A')).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(codesOf('query ($representations: Int) { t(id: 1, n: $representations) { id } }')).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });

  it('is refused with places and without suggestions, as plain data', () => {
    const result = outcome('{ ts { nam } }');
    expect(result).toEqual({
      kind: 'invalid',
      errors: [
        {
          message: 'Cannot query field "nam" on type "T".',
          locations: [{ line: 1, column: 8 }],
          extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
        },
      ],
    });
    expect(structuredClone(result)).toEqual(result);
  });
});

describe('an operation', () => {
  it('is chosen by its name', () => {
    expect(outcome('query A { ts { id } } mutation B { m { id } }', 'B')).toMatchObject({ kind: 'planned', kindOf: 'mutation' });
    expect(outcome('query A { ts { id } }', null)).toMatchObject({ kind: 'planned', kindOf: 'query' });
    expect(outcome('subscription { s { slow } }')).toMatchObject({
      kind: 'planned',
      kindOf: 'subscription',
      plan: { node: { kind: 'Subscription' } },
    });
  });

  it('has a plan that is plain data', () => {
    const result = outcome('query Q($id: ID!, $x: Boolean!) { t(id: $id) { name slow @include(if: $x) t { name } } }');
    expect(structuredClone(result)).toEqual(result);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it('that selects too much is refused before it is planned', () => {
    const levels = 40;
    const fragments = Array.from(
      { length: levels },
      (_, index) => `fragment F${index} on T { a${index}: t { ...F${index + 1} } b${index}: t { ...F${index + 1} } }`,
    );
    expect(codesOf(`{ ts { ...F0 } } ${fragments.join(' ')} fragment F${levels} on T { id }`)).toEqual(['PLANNING_BUDGET_EXCEEDED']);
  });
});

describe('deferred parts', () => {
  const text = '{ t(id: 1) { id ... @defer(label: "later") { slow } } }';

  it('are no part of the schema unless they are wanted', () => {
    expect(codesOf(text)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(loaded.apiSchemaSdl).not.toContain('@defer');
  });

  it('are planned when they are, and renamed like the rest', () => {
    const deferring = loadPlanner(sdl, { incrementalDelivery: true });
    expect(deferring.apiSchemaSdl).toContain('directive @defer');
    expect(planOperation(deferring, { text })).toMatchObject({
      kind: 'planned',
      plan: { node: { kind: 'Defer', deferred: [{ label: 'later', queryPath: ['t'] }] } },
    });
    const renamed = planOperation(deferring, { text: '{ constructor: t(id: 1) { name ... @defer { id: slow } } }' });
    expect(renamed).toMatchObject({ isRenamed: true, plan: { node: { kind: 'Defer', deferred: [{ queryPath: ['__as_constructor'] }] } } });
  });
});
