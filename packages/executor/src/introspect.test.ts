// Introspection is answered by the gateway, wherever in the root it stands.
import { expect, it } from 'vitest';
import { loadSupergraph } from './load-supergraph.ts';
import { composed, fed2 } from './planning/testing/federate.ts';

const supergraphSdl = composed({ one: { typeDefs: fed2('key', 'type Query { a: Int }') } });
const schema = { queryType: { name: 'Query' } };

it.each([
  ['{ __schema { queryType { name } } }', { __schema: schema }, 0],
  ['{ a alias: __schema { queryType { name } } }', { a: 1, alias: schema }, 1],
  ['{ ...F } fragment F on Query { __schema { queryType { name } } a }', { __schema: schema, a: 1 }, 1],
  ['{ ...F } fragment F on Query { __schema { queryType { name } } }', { __schema: schema }, 0],
  [
    'query ($y: Boolean = true, $n: String = "Query") { a ... @include(if: $y) { __type(name: $n) { name } } }',
    { a: 1, __type: { name: 'Query' } },
    1,
  ],
  ['query ($y: Boolean = false) { a ... @include(if: $y) { __schema { queryType { name } } } }', { a: 1 }, 1],
])('%s', async (text, data, asked) => {
  const supergraph = await loadSupergraph({ supergraphSdl, mode: 'text', planIn: 'thread' });
  const bodies: string[] = [];
  const execution = await supergraph.execute(await supergraph.prepare(text), {}, async ({ body }) => {
    bodies.push(body);
    return '{"data":{"a":1}}';
  });
  expect(JSON.parse(String(execution.data))).toEqual(data);
  expect(bodies).toHaveLength(asked);
  expect(bodies.join('')).not.toContain('__schema');
  await supergraph.close();
});
