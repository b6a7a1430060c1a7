// What is deferred comes later, in parts of its own.
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExecutionPart } from './execute-incrementally.ts';
import { loadSupergraph } from './load-supergraph.ts';
import { composed, fed2, type SubgraphSource } from './planning/testing/federate.ts';
import type { Supergraph } from './supergraph.ts';

const products = [
  { id: '1', name: 'Chai', price: 18 },
  { id: '2', name: 'Chang', price: 19 },
];
const sources: Record<string, SubgraphSource> = {
  catalog: {
    typeDefs: fed2('key', 'type Query { products: [Product!]! } type Product @key(fields: "id") { id: ID! name: String price: Int }'),
    resolvers: {
      Query: { products: () => products },
      Product: { __resolveReference: ({ id }: { id: string }) => products.find((product) => product.id === id) },
    },
  },
  reviews: {
    typeDefs: fed2('key', 'type Product @key(fields: "id") { id: ID! rating: Float! reviews: [Review!] } type Review { text: String }'),
    resolvers: {
      Product: {
        rating: ({ id }: { id: string }) => Number(id) + 0.5,
        reviews: ({ id }: { id: string }) => (id === '1' ? [{ text: 'good' }] : null),
      },
    },
  },
};
const schemas = new Map(
  Object.entries(sources).map(([name, { typeDefs, resolvers }]) => [
    name,
    buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers: resolvers as never }]),
  ]),
);
let supergraph: Supergraph;
beforeAll(async () => {
  supergraph = await loadSupergraph({ supergraphSdl: composed(sources), mode: 'object', planIn: 'thread', incrementalDelivery: true });
});
afterAll(() => supergraph.close());

async function partsOf(
  text: string,
  variables: Record<string, unknown> = {},
  isAway: (subgraph: string) => boolean = () => false,
): Promise<ExecutionPart[]> {
  const operation = await supergraph.prepare(text);
  const send = async ({ subgraph, body }: { readonly subgraph: string; readonly body: string }) => {
    const schema = schemas.get(subgraph);
    if (schema === undefined || isAway(subgraph)) throw new Error('away');
    const { query, variables: variableValues } = JSON.parse(body);
    return JSON.stringify(await graphql({ schema, source: query, variableValues }));
  };
  const parts: ExecutionPart[] = [];
  for await (const part of supergraph.executeIncrementally(operation, variables, send)) parts.push(part);
  return parts;
}

const shown = (parts: readonly ExecutionPart[]) => parts.map(({ path, label, data, hasNext }) => ({ path, label, data, hasNext }));
const names = { products: [{ name: 'Chai' }, { name: 'Chang' }] };

describe('a deferred block', () => {
  it('comes after what is not deferred, once for each object', async () => {
    const parts = await partsOf('{ products { name ... @defer(label: "stars") { rating reviews { text } } } }');
    expect(shown(parts)).toEqual([
      { path: [], label: null, data: names, hasNext: true },
      { path: ['products', 0], label: 'stars', data: { rating: 1.5, reviews: [{ text: 'good' }] }, hasNext: true },
      { path: ['products', 1], label: 'stars', data: { rating: 2.5, reviews: null }, hasNext: false },
    ]);
  });

  it('is part of the first result when its condition says so', async () => {
    const text = 'query ($later: Boolean!) { products { name ... @defer(if: $later) { rating } } }';
    expect(shown(await partsOf(text, { later: false }))).toEqual([
      {
        path: [],
        label: null,
        data: {
          products: [
            { name: 'Chai', rating: 1.5 },
            { name: 'Chang', rating: 2.5 },
          ],
        },
        hasNext: false,
      },
    ]);
    expect(await partsOf(text, { later: true })).toHaveLength(3);
  });

  it('of the root is one part', async () => {
    const parts = await partsOf('{ __typename ... @defer { products { rating } } }');
    expect(shown(parts)).toEqual([
      { path: [], label: null, data: { __typename: 'Query' }, hasNext: true },
      { path: [], label: null, data: { products: [{ rating: 1.5 }, { rating: 2.5 }] }, hasNext: false },
    ]);
  });

  it('within another comes after it', async () => {
    const parts = await partsOf('{ ... @defer(label: "a") { products { name ... @defer(label: "b") { rating } } } }');
    expect(parts.map(({ label, data }) => [label, data])).toEqual([
      [null, {}],
      ['a', names],
      ['b', { rating: 1.5 }],
      ['b', { rating: 2.5 }],
    ]);
  });

  it('that fails costs itself, and says so in its first part', async () => {
    const parts = await partsOf('{ products { name ... @defer { rating } } }', {}, (subgraph) => subgraph === 'reviews');
    expect(shown(parts)).toEqual([
      { path: [], label: null, data: names, hasNext: true },
      { path: ['products', 0], label: null, data: null, hasNext: true },
      { path: ['products', 1], label: null, data: null, hasNext: false },
    ]);
    expect(parts.map(({ faults }) => faults.map(({ subgraph }) => subgraph))).toEqual([[], ['reviews'], []]);
  });

  it('adds nothing to a response that is null', async () => {
    const parts = await partsOf('{ products { name ... @defer { rating } } }', {}, () => true);
    expect(shown(parts)).toEqual([{ path: [], label: null, data: null, hasNext: false }]);
  });
});

it('an operation without deferred blocks is one part', async () => {
  expect(shown(await partsOf('{ products { name rating } }'))).toEqual([
    {
      path: [],
      label: null,
      data: {
        products: [
          { name: 'Chai', rating: 1.5 },
          { name: 'Chang', rating: 2.5 },
        ],
      },
      hasNext: false,
    },
  ]);
});
