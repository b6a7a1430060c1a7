// Any supergraph that composes can be loaded, by ours and by the gateway that ours extends, and is planned with rightly.
import { ApolloGateway } from '@apollo/gateway';
import { buildSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import { factsOf, loadPlanner } from './load-planner.ts';
import { planOperation } from './plan-operation.ts';
import { loadableSupergraph, prepareSupergraph } from './prepare-supergraph.ts';
import { composed, fed2, federate } from './testing/federate.ts';

const plannedWith = (sdl: string, text: string) => planOperation(loadPlanner(sdl), { text });

describe('features that a loader refuses', () => {
  const one = (directives: string, typeDefs: string) => composed({ one: { typeDefs: fed2(directives, typeDefs) } });
  const cases: Record<string, string> = {
    authenticated: one('authenticated', 'type Query { a: Int @authenticated b: T } type T @authenticated { c: Int }'),
    requiresScopes: one('requiresScopes', 'type Query { a: Int @requiresScopes(scopes: [["x"], ["y", "z"]]) }'),
    policy: one('policy', 'type Query { a: Int @policy(policies: [["x"]]) }'),
    cost: one('cost listSize', 'type Query { a(n: Int @cost(weight: 2)): Int @cost(weight: 3) b: [Int] @listSize(assumedSize: 5) }'),
    context: one(
      'key context fromContext',
      `type Query { a: Int t: T } type T @key(fields: "id") @context(name: "c") { id: ID! p: String u: U }
       type U @key(fields: "id") { id: ID! f(x: String @fromContext(field: "$c { p }")): Int }`,
    ),
    inaccessible: one('inaccessible tag', 'type Query { a: Int @tag(name: "x") hidden: Int @inaccessible }'),
    'progressive override': composed({
      one: { typeDefs: fed2('key', 'type Query { a: Int t: T } type T @key(fields: "id") { id: ID! f: Int }') },
      two: { typeDefs: fed2('key override', 'type T @key(fields: "id") { id: ID! f: Int @override(from: "one", label: "percent(5)") }') },
    }),
    'a renamed import': composed({
      one: {
        typeDefs: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
          import: [{ name: "@authenticated", as: "@signedIn" }, { name: "@inaccessible", as: "@secret" }])
          type Query { a: Int @signedIn b: Int @secret }`,
      },
    }),
    "a directive of one's own": composed({
      one: {
        typeDefs: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@composeDirective"])
          @link(url: "https://example.com/own/v1.0", import: ["@own"]) @composeDirective(name: "@own")
          directive @own(a: Int) on FIELD_DEFINITION
          type Query { a: Int @own(a: 1) }`,
      },
    }),
  };
  for (const [name, sdl] of Object.entries(cases)) {
    it(`are metadata: ${name}`, async () => {
      expect(plannedWith(sdl, '{ a }')).toMatchObject({ kind: 'planned', plan: { node: { operation: '{a}', serviceName: 'one' } } });
      for (const text of [prepareSupergraph(sdl).sdl, loadableSupergraph(sdl)]) {
        const gateway = new ApolloGateway({ supergraphSdl: text });
        await gateway.load();
        await gateway.stop();
      }
    });
  }

  it('stay invisible for clients, as what they hide', () => {
    expect(loadPlanner(cases['a renamed import'] ?? '').apiSchemaSdl).toBe('type Query {\n  a: Int\n}');
    expect(loadPlanner(cases['inaccessible'] ?? '').apiSchemaSdl).toBe('type Query {\n  a: Int\n}');
  });
});

describe('what is known of a supergraph', () => {
  const sdl = composed({
    one: {
      typeDefs: fed2(
        'key inaccessible',
        `type Query { node: Node things: [Thing] } interface Node { id: ID! } interface Named implements Node { id: ID! name: String }
         type A implements Node @key(fields: "id") { id: ID! } type B implements Node & Named { id: ID! name: String }
         type C implements Node @inaccessible { id: ID! } union Thing = A | B | C`,
      ),
    },
    two: { typeDefs: fed2('key', 'type A @key(fields: "id") { id: ID! more: Int }') },
  });

  it('is plain data: schema text, addresses, and the types of abstract ones, hidden ones included', () => {
    const facts = factsOf(loadPlanner(sdl));
    expect(structuredClone(facts)).toEqual(facts);
    expect(facts.subgraphs).toEqual([
      { name: 'one', url: 'http://one' },
      { name: 'two', url: 'http://two' },
    ]);
    expect(facts.possibleTypes).toEqual({ Node: ['A', 'B', 'C', 'Named'], Named: ['B'], Thing: ['A', 'B', 'C'] });
    expect(Object.keys(buildSchema(facts.apiSchemaSdl).getTypeMap())).not.toContain('C');
  });

  it('is refused with a reason when it is none', () => {
    expect(() => loadPlanner('type Query { a: Int }')).toThrow('must be a core schema');
    expect(() => loadPlanner('{')).toThrow('Syntax Error');
    expect(() => loadPlanner(sdl.replace('graph: TWO, key: "id"', 'graph: TWO, key: "nope"'))).toThrow();
  });
});

describe('the key with which a plan comes back to a subgraph', () => {
  const federationWith = (keys: string) =>
    federate({
      a: {
        typeDefs: fed2(
          'key shareable',
          'type A @key(fields: "id") @key(fields: "id part { two }", resolvable: false) { id: ID! part: Part! @shareable name: String } type Part @shareable { one: ID! two: ID! }',
        ),
        resolvers: { A: { __resolveReference: ({ id }: { id: string }) => ({ id, part: { one: '1', two: '2' }, name: `name ${id}` }) } },
      },
      b: {
        typeDefs: fed2(
          'key requires external shareable',
          `type Query { b: A } type A ${keys} { id: ID! part: Part! @shareable name: String @external nameInB: String @requires(fields: "name") }
           type Part @shareable { one: ID! two: ID! }`,
        ),
        resolvers: {
          Query: { b: () => ({ id: '7', part: { one: '1', two: '2' } }) },
          A: {
            // Knows an A by this key only.
            __resolveReference: ({ id, part, name }: { id: string; part?: { two: string }; name: string }) =>
              part?.two === '2' ? { id, part, name } : null,
            nameInB: ({ name }: { name: string }) => `b ${name}`,
          },
        },
      },
    });
  const good = '@key(fields: "id part { two }")';
  const bad = ['@key(fields: "part { one }", resolvable: false)', '@key(fields: "id", resolvable: false)'];

  for (const keys of [
    [good, ...bad],
    [bad[0], good, bad[1]],
    [...bad, good],
  ]) {
    it(`is one that it resolves: ${keys.join(' ')}`, async () => {
      const { data, errors } = await federationWith(keys.join(' ')).run('{ b { id nameInB } }');
      expect(errors).toEqual([]);
      expect(data).toEqual({ b: { id: '7', nameInB: 'b name 7' } });
    });
  }
});

describe('a prepared text', () => {
  it('is loadable as often as it is prepared', () => {
    const sdl = composed({ one: { typeDefs: fed2('key', 'type Query { t: T } type T @key(fields: "id") { id: ID! }') } });
    expect(loadableSupergraph(loadableSupergraph(sdl))).toBe(loadableSupergraph(sdl));
    expect(prepareSupergraph(sdl).sdl).toBe(loadableSupergraph(sdl));
    expect(prepareSupergraph(sdl).hidden).toEqual({});
  });
});
