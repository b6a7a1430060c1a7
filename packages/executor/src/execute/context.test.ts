// Arguments that come from above an entity.
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { expect, it } from 'vitest';
import { loadSupergraph } from '../load-supergraph.ts';
import { composed, fed2, type SubgraphSource } from '../planning/testing/federate.ts';

const shelves = [
  { id: 's1', unit: 'kg', boxes: [{ id: 'b1' }, { id: 'b2' }] },
  { id: 's2', unit: 'lb', boxes: [{ id: 'b1' }] },
  { id: 's3', unit: 'kg', boxes: [{ id: 'b3' }] },
];
const sources: Record<string, SubgraphSource> = {
  store: {
    typeDefs: fed2(
      'key context fromContext',
      `type Query { shelves: [Shelf!]! }
       type Shelf @key(fields: "id") @context(name: "shelf") { id: ID! unit: String! boxes: [Box!]! }
       type Box @key(fields: "id") { id: ID! weight(unit: String @fromContext(field: "$shelf { unit }")): String! }`,
    ),
    resolvers: {
      Query: { shelves: () => shelves },
      Box: {
        __resolveReference: (box: unknown) => box,
        weight: ({ id }: { id: string }, { unit }: { unit: string }) => `${id} in ${unit}`,
      },
    },
  },
  labels: {
    typeDefs: fed2('key', 'type Query { a: Int } type Box @key(fields: "id") { id: ID! label: String }'),
    resolvers: { Box: { label: ({ id }: { id: string }) => id.toUpperCase() } },
  },
};

it('gives each entity what stands above it, with one request for each value', async () => {
  const supergraph = await loadSupergraph({ supergraphSdl: composed(sources), mode: 'object', planIn: 'thread' });
  const operation = await supergraph.prepare('{ shelves { unit boxes { label weight } } }');
  const asked: string[] = [];
  const execution = await supergraph.execute(operation, {}, async ({ subgraph, body }) => {
    const { typeDefs = '', resolvers } = sources[subgraph] ?? {};
    const { query, variables } = JSON.parse(body);
    asked.push(`${subgraph} ${JSON.stringify(variables)}`);
    const schema = buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers: resolvers as never }]); // resolver maps of any shape
    return JSON.stringify(await graphql({ schema, source: query, variableValues: variables }));
  });
  expect(execution.faults).toEqual([]);
  expect(execution.data).toEqual({
    shelves: [
      {
        unit: 'kg',
        boxes: [
          { label: 'B1', weight: 'b1 in kg' },
          { label: 'B2', weight: 'b2 in kg' },
        ],
      },
      { unit: 'lb', boxes: [{ label: 'B1', weight: 'b1 in lb' }] },
      { unit: 'kg', boxes: [{ label: 'B3', weight: 'b3 in kg' }] },
    ],
  });
  expect(asked.filter((one) => one.startsWith('store')).toSorted()).toEqual([
    'store {"contextualArgument_2_0":"kg","representations":[{"__typename":"Box","id":"b1"},{"__typename":"Box","id":"b2"},{"__typename":"Box","id":"b3"}]}',
    'store {"contextualArgument_2_0":"lb","representations":[{"__typename":"Box","id":"b1"}]}',
    'store {}',
  ]);
  await supergraph.close();
});
