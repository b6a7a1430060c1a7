// Required fields with arguments: each resolver is given the values that its own arguments make, whatever the client asks for.
import { describe, expect, it } from 'vitest';
import { composed, fed2, federate } from './testing/federate.ts';
import { createShop } from './testing/shop.ts';

const shop = createShop();

async function answered(text: string, variables = {}): Promise<unknown> {
  const { data, errors } = await shop.run(text, variables);
  expect(errors).toEqual([]);
  return data;
}

describe('required fields with arguments', () => {
  it('are given with the arguments of the requirement', async () => {
    expect(await answered('{ products { inEuros } }')).toEqual({ products: [{ inEuros: '"p1 EUR" 7' }, { inEuros: '"p2 EUR" 0' }] });
  });

  it('are two values when two fields of one subgraph require one field with two arguments', async () => {
    expect(await answered('{ product(upc: "p1") { inEuros inDollars free } }')).toEqual({
      product: { inEuros: '"p1 EUR" 7', inDollars: '"p1 USD"', free: true },
    });
    const { calls } = await shop.run('{ product(upc: "p1") { inEuros inDollars free } }');
    expect(calls.filter(({ subgraph }) => subgraph === 'shipping').map(({ representations }) => representations)).toEqual([
      [{ __typename: 'Product', upc: 'p1', price: 'p1 EUR', weight: 7 }],
      [{ __typename: 'Product', upc: 'p1', price: 'p1 USD', weight: 7 }],
    ]);
  });

  it('stand beside the same field required without arguments', async () => {
    expect(await answered('{ product(upc: "p1") { inEuros inAny inDollars } }')).toEqual({
      product: { inEuros: '"p1 EUR" 7', inAny: '"p1 USD"', inDollars: '"p1 USD"' },
    });
  });

  it('do not touch the field of the same name that a client selects', async () => {
    expect(await answered('query ($c: String) { product(upc: "p1") { price(currency: $c) inEuros } }', { c: 'GBP' })).toEqual({
      product: { price: 'p1 GBP', inEuros: '"p1 EUR" 7' },
    });
    expect(await answered('{ product(upc: "p1") { inAny price(currency: "GBP") } }')).toEqual({
      product: { inAny: '"p1 USD"', price: 'p1 GBP' },
    });
    expect(await answered('{ product(upc: "p1") { comments(limit: 1) { text } praise } }')).toEqual({
      product: { comments: [{ text: 'good' }], praise: '[{"text":"good","stars":5},{"text":"fine","stars":5}]' },
    });
  });

  it('are merged from fragments, under conditions and aliases', async () => {
    const text = `query ($no: Boolean!) {
      products { ...One ...Two @skip(if: $no) ... on Product @include(if: $no) { c: inDollars price(currency: "GBP") } }
    }
    fragment One on Product { a: inEuros }
    fragment Two on Product { a: inEuros b: inDollars }`;
    expect(await answered(text, { no: false })).toEqual({
      products: [
        { a: '"p1 EUR" 7', b: '"p1 USD"' },
        { a: '"p2 EUR" 0', b: '"p2 USD"' },
      ],
    });
    expect(await answered(text, { no: true })).toEqual({
      products: [
        { a: '"p1 EUR" 7', c: '"p1 USD"', price: 'p1 GBP' },
        { a: '"p2 EUR" 0', c: '"p2 USD"', price: 'p2 GBP' },
      ],
    });
  });

  it('may stand below another field', async () => {
    expect(await answered('{ product(upc: "p1") { boxed wrapped dimensions { scaled(by: 7) } } }')).toEqual({
      product: { boxed: '{"size":3,"scaled":"9 IN"}', wrapped: '{"size":3,"scaled":"3 CM"}', dimensions: { scaled: '21 CM' } },
    });
  });

  it('may stand below another one with arguments, in a list', async () => {
    expect(await answered('{ products { praise(word: "so") } }')).toEqual({
      products: [{ praise: '[{"text":"good","stars":5},{"text":"fine","stars":5}]' }, { praise: '[{"text":"new","stars":5}]' }],
    });
  });

  it('may be of an interface', async () => {
    expect(await answered('{ products { customs maker { origin(in: "DE") } } }')).toEqual({
      products: [
        { customs: '{"title":"Company of p1","taxId":"T1","origin":"from EN"}', maker: { origin: 'from DE' } },
        { customs: '{"title":"Person of p2","origin":"from EN"}', maker: { origin: 'from DE' } },
      ],
    });
  });

  it('are had when the entity comes from the subgraph that requires them', async () => {
    expect(await answered('{ nearby { upc inEuros inDollars name } }')).toEqual({
      nearby: [{ upc: 'p1', inEuros: '"p1 EUR" 7', inDollars: '"p1 USD"', name: 'Chair' }],
    });
  });

  it('are had below a mutation', async () => {
    expect(await answered('mutation { rename(upc: "p1", name: "Stool") { name inEuros price(currency: "GBP") } }')).toEqual({
      rename: { name: 'Stool', inEuros: '"p1 EUR" 7', price: 'p1 GBP' },
    });
  });

  it('are never seen by a client', () => {
    expect(shop.loaded.apiSchemaSdl).not.toContain('_required');
    expect(Object.keys(shop.loaded.hidden)).toHaveLength(7);
    for (const name of Object.keys(shop.loaded.hidden)) {
      expect(() => shop.plan(`{ products { ${name} } }`)).toThrow(/GRAPHQL_VALIDATION_FAILED: Cannot query field/);
    }
  });
});

describe('a chain of requirements with arguments', () => {
  const chain = federate({
    first: {
      typeDefs: fed2('key', 'type Query { t: T } type T @key(fields: "id") { id: ID! a(n: Int!): Int }'),
      resolvers: {
        Query: { t: () => ({ id: 1, a: ({ n }: { n: number }) => n }) },
        T: { __resolveReference: () => ({ id: 1, a: ({ n }: { n: number }) => n }) },
      },
    },
    second: {
      typeDefs: fed2(
        'key requires external',
        'type T @key(fields: "id") { id: ID! a(n: Int!): Int @external b(m: Int!): Int @requires(fields: "a(n: 20)") }',
      ),
      resolvers: { T: { b: ({ a }: { a: number }, { m }: { m: number }) => a + m } },
    },
    third: {
      typeDefs: fed2(
        'key requires external',
        'type T @key(fields: "id") { id: ID! b(m: Int!): Int @external c: Int @requires(fields: "b(m: 3)") d: Int @requires(fields: "b(m: 4)") }',
      ),
      resolvers: { T: { c: ({ b }: { b: number }) => b * 10, d: ({ b }: { b: number }) => b * 10 } },
    },
  });

  it('is followed to its end', async () => {
    const { data, errors } = await chain.run('{ t { c d b(m: 5) a(n: 6) } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({ t: { c: 230, d: 240, b: 25, a: 6 } });
  });
});

describe('a schema that already has names like the hidden ones', () => {
  it('keeps them', async () => {
    const subgraphs = {
      one: {
        typeDefs: fed2('key', 'type Query { t: T } type T @key(fields: "id") { id: ID! _required0_a: Int a(n: Int!): Int }'),
        resolvers: { Query: { t: () => ({ id: 1, _required0_a: -1, a: ({ n }: { n: number }) => n }) } },
      },
      two: {
        typeDefs: fed2(
          'key requires external',
          'type T @key(fields: "id") { id: ID! a(n: Int!): Int @external b: Int @requires(fields: "a(n: 2)") }',
        ),
        resolvers: { T: { b: ({ a }: { a: number }) => a } },
      },
    };
    const federation = federate(subgraphs);
    expect(composed(subgraphs)).toContain('_required0_a');
    expect((await federation.run('{ t { _required0_a b } }')).data).toEqual({ t: { _required0_a: -1, b: 2 } });
  });
});
