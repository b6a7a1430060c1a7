// Floods of representations: by one list, and by one list under many names.
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { expect, it } from 'vitest';
import { limitRepresentations } from './limit-representations.ts';

const typeDefs = parse('type Query { a: Int } type Product @key(fields: "id") { id: ID! }');
let resolved = 0;
const schema = buildSubgraphSchema([
  {
    typeDefs,
    resolvers: {
      Product: {
        __resolveReference: ({ id }: { readonly id: string }) => {
          resolved += 1;
          return { id };
        },
      },
    },
  },
]);
limitRepresentations(schema, 10);

const entities = '_entities(representations: $representations) { ... on Product { id } }';
async function codesOf(selection: string, count: number): Promise<unknown> {
  resolved = 0;
  const representations = Array.from({ length: count }, (_, index) => ({ __typename: 'Product', id: String(index) }));
  const source = `query ($representations: [_Any!]!) { ${selection} } fragment More on Query { more: ${entities} }`;
  const { errors = [] } = await graphql({ schema, source, variableValues: { representations }, contextValue: {} });
  return errors.map(({ extensions }) => extensions['code']);
}

it('as many as may be are resolved, one more is refused before any is', async () => {
  expect([await codesOf(`...More`, 10), resolved]).toEqual([[], 10]);
  expect([await codesOf(`...More`, 11), resolved]).toEqual([['INPUT_LIST_TOO_LONG'], 0]);
});

it('one list under several names counts as often, and requests count by themselves', async () => {
  for (let turn = 0; turn < 2; turn += 1)
    expect([await codesOf(`a: ${entities} b: ${entities} ...More`, 4), resolved]).toEqual([['INPUT_LIST_TOO_LONG'], 8]);
});

it('a schema without entities is left alone', () => {
  expect(() => limitRepresentations(buildSubgraphSchema([{ typeDefs: parse('type Query { a: Int }') }]), 1)).not.toThrow();
});
