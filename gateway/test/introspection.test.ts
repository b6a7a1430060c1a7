// Introspection in production: refused however it is spelt and however it comes, and nothing of it runs.
import { getIntrospectionQuery } from 'graphql';
import { describe, expect, it } from 'vitest';
import { useGateway } from './support.ts';

const gateway = useGateway({ NODE_ENV: 'production', DRAIN_DELAY_MS: '0', RATE_LIMITS: '[]' });
const roles = ['a stranger', 'a customer'] as const;

const spellings: Readonly<Record<string, string>> = {
  'as tools write it': getIntrospectionQuery(),
  plain: '{ __schema { queryType { name } } }',
  'by a type': '{ __type(name: "Product") { fields { name } } }',
  'under an alias': '{ products: __schema { types { name } } }',
  'in a fragment that comes first': 'fragment F on Query { __schema { types { name } } } { ...F }',
  'in a fragment in a fragment':
    '{ ...F } fragment F on Query { ... on Query { ...G } } fragment G on Query { __type(name: "Product") { name } }',
  'beside a field of the graph': '{ products { name } __schema { types { name } } }',
  'under a condition that is a variable': 'query ($a: Boolean = true) { ... @include(if: $a) { __schema { types { name } } } }',
  'under a condition that is false': '{ __schema @include(if: false) { types { name } } products { name } }',
  'with characters between': '{\n,,,\t__schema#\n{\r\ntypes{name}}}',
  'in a mutation': 'mutation { __schema { types { name } } }',
  'in one of several operations': 'query A { __schema { types { name } } } query B { products { name } }',
};

describe.each(roles)('%s', (role) => {
  it.each(Object.entries(spellings))('may not introspect %s, by POST or GET', async (_name, query) => {
    const token = role === 'a stranger' ? null : await gateway().identity.token();
    const headers = { accept: 'application/graphql-response+json', ...(token !== null && { authorization: `Bearer ${token}` }) };
    const operationName = query.startsWith('query A ') ? 'A' : undefined;
    const answers = await Promise.all([
      gateway().send({
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ query, operationName }),
      }),
      gateway().send({
        path: `/graphql?${new URLSearchParams({ query, ...(operationName && { operationName }) })}`,
        headers: { ...headers, 'apollo-require-preflight': '1' },
      }),
    ]);
    for (const { status, text } of answers) {
      const { data, errors } = JSON.parse(text) as { data?: unknown; errors: { extensions: { code: string } }[] }; // GraphQL over HTTP
      const codes = new Set(errors.map(({ extensions }) => extensions.code));
      expect([status, data, [...codes].filter((code) => code !== 'INTROSPECTION_TOO_DEEP')]).toEqual([
        400,
        undefined,
        ['GRAPHQL_VALIDATION_FAILED'],
      ]);
    }
    expect(gateway().subgraphs.catalog.calls).toEqual([]);
  });
});

it('the name of a type may be asked for: it is in the answer anyway', async () => {
  expect(await gateway().ask('{ __typename product(id: "1") { __typename } }')).toEqual({
    status: 200,
    data: { __typename: 'Query', product: { __typename: 'Product' } },
  });
});
