// What a client calls things never changes what is sent to a subgraph as key, requirement or type.
import { print } from 'graphql';
import { describe, expect, it } from 'vitest';
import { composed, fed2, federate } from './testing/federate.ts';
import { createShop } from './testing/shop.ts';

const shop = createShop();

/** All that shipping was given for the first product. */
async function given(text: string, variables = {}): Promise<unknown> {
  const { calls, errors } = await shop.run(text, variables);
  expect(errors).toEqual([]);
  const representations = calls.flatMap((call) => (call.subgraph === 'shipping' ? call.representations : []));
  return Object.assign({}, ...representations.filter(({ upc }) => upc === 'p1' || upc === undefined));
}

const data = async (text: string, variables = {}) => (await shop.run(text, variables)).data;

describe('a response name of a client that the planner selects itself', () => {
  const honest = { __typename: 'Product', upc: 'p1', weight: 7, dimensions: { size: 3 } };
  const cases: Record<string, string> = {
    'a required field': 'weight: name',
    'a required field with null': 'weight: maker { title }',
    'a key': 'upc: name',
    'a key and a requirement, each the other': 'upc: weight weight: upc',
    'the type name': '__typename: name',
    'the type name, of an object': '__typename: dimensions { size: label }',
    'a required object': 'dimensions: region { size: code }',
    'a field of a required object': 'dimensions { size: label }',
    'a field of a required object, in a fragment': 'dimensions { ... on Dimensions { ... { size: label } } }',
    'a field of a named fragment': '...Named',
    'two fragments': '...Named ...Nested',
    'a condition that holds': 'weight: name @include(if: $yes)',
    'a condition that does not': 'weight: name @skip(if: $yes)',
    'a fragment with a condition': '... @include(if: $yes) { weight: name upc: name }',
    'a directive of the subgraphs': 'weight @loud',
    'a hidden field': '_required0_price: name',
    'what travels in its place': '__as_weight: name weight: name',
    'an alias of the planner': 'weight__alias_0: name',
    'a field that has the name': 'weight: weight',
  };
  const fragments = `
    fragment Named on Product { weight: name ...Nested }
    fragment Nested on Product { upc: name dimensions { size: label } }`;
  for (const [name, selection] of Object.entries(cases)) {
    it(`does not steer: ${name}`, async () => {
      const uses = selection.includes('...Named') ? fragments : '';
      const variables = selection.includes('$yes') ? '($yes: Boolean!)' : '';
      const text = `query Q${variables} { product(upc: "p1") { ${selection} estimate } } ${uses}`;
      expect(await given(text, { yes: true })).toEqual(honest);
    });
  }

  it('stands in the answer all the same', async () => {
    expect(await data('{ product(upc: "p1") { weight: name upc: weight __typename: upc estimate } }')).toEqual({
      product: { weight: 'Chair', upc: 7, __typename: 'p1', estimate: '7 {"size":3}' },
    });
    expect(
      await data('{ product(upc: "p1") { ...A dimensions { size: label } } } fragment A on Product { dimensions { size: label s: size } }'),
    ).toEqual({ product: { dimensions: { size: 'size 3', s: 3 } } });
  });

  it('stands beside what travels in its place', async () => {
    expect(await data('{ product(upc: "p1") { __as_weight: name weight: sku __as_upc: weight estimate } }')).toEqual({
      product: { __as_weight: 'Chair', weight: 's1', __as_upc: 7, estimate: '7 {"size":3}' },
    });
  });

  it('is another one when a directive of the subgraphs is on it', () => {
    expect(print(shop.plan('{ product(upc: "p1") { weight @loud estimate } }').document)).toContain('__as_weight: weight @loud');
    expect(shop.plan('{ product(upc: "p1") { name @loud estimate } }').isRenamed).toBe(false);
  });

  it('keeps its place in the order of the answer', async () => {
    const result = await data('{ product(upc: "p1") { estimate weight: name free upc } }');
    expect(JSON.stringify(result)).toBe('{"product":{"estimate":"7 {\\"size\\":3}","weight":"Chair","free":true,"upc":"p1"}}');
  });
});

describe('a field with arguments that is required without', () => {
  it('does not steer', async () => {
    expect(await given('{ product(upc: "p1") { price(currency: "EUR") inAny } }')).toEqual({
      __typename: 'Product',
      upc: 'p1',
      price: 'p1 USD',
    });
    expect(await given('query ($c: String) { product(upc: "p1") { price(currency: $c) inAny } }', { c: 'GBP' })).toMatchObject({
      price: 'p1 USD',
    });
    expect(await given('{ product(upc: "p1") { price: name inAny inEuros } }')).toMatchObject({ weight: 7 });
  });

  it('is the same field when it is selected without', () => {
    const { isRenamed, plan } = shop.plan('{ product(upc: "p1") { price inAny } }');
    expect(isRenamed).toBe(false);
    expect(JSON.stringify(plan).match(/price/g)).toHaveLength(2); // once asked, once required
  });
});

describe('names on interfaces and unions', () => {
  const estimates = '... on Product { estimate }';
  it('do not steer from the interface, nor from another of its types', async () => {
    for (const selection of ['upc: name', 'weight: name', '... on Voucher { weight upc: name }', '... on Item { weight: name }']) {
      expect(await given(`{ items { ${selection} ${estimates} } }`)).toEqual({
        __typename: 'Product',
        upc: 'p1',
        weight: 7,
        dimensions: { size: 3 },
      });
    }
    expect(await given(`{ things { ... on Voucher { upc: weight } ... on Item { weight: upc } ${estimates} __typename } }`)).toMatchObject({
      upc: 'p1',
      weight: 7,
    });
  });

  it('merge below one name however they are selected', async () => {
    const text = `{ items { name weight: upc ... on Product { weight: upc dimensions { size: label } estimate } ... on Voucher { weight: upc } } }`;
    expect(await data(text)).toEqual({
      items: [
        { name: 'Chair', weight: 'p1', dimensions: { size: 'size 3' }, estimate: '7 {"size":3}' },
        { name: 'Table', weight: 'p2', dimensions: { size: 'size 5' }, estimate: '0 {"size":5}' },
        { name: 'Gift', weight: 'v1' },
      ],
    });
  });

  it('do not steer a requirement of an interface, nor from one of its types', async () => {
    const ofCompany = '{ product(upc: "p1") { maker { ... on Company { title: origin(in: "FR") } } customs } }';
    expect(await given(ofCompany)).toMatchObject({ maker: { title: 'Company of p1' } });
    expect(await data(ofCompany)).toMatchObject({ product: { maker: { title: 'from FR' } } });
    const text = '{ product(upc: "p1") { maker { title: origin(in: "FR") taxId: title origin(in: "FR") } customs } }';
    expect(await given(text)).toEqual({
      __typename: 'Product',
      upc: 'p1',
      maker: { title: 'Company of p1', taxId: 'T1', origin: 'from EN' },
    });
    expect(await data(text)).toMatchObject({ product: { maker: { title: 'from FR', taxId: 'Company of p1', origin: 'from FR' } } });
  });
});

describe('names at the root and of every object', () => {
  it('do not disturb', async () => {
    const text =
      '{ __proto__: product(upc: "p1") { constructor: name toString: estimate } _entities: nearby { __proto__: name hasOwnProperty: upc } }';
    expect(JSON.stringify(await data(text))).toBe(
      '{"__proto__":{"constructor":"Chair","toString":"7 {\\"size\\":3}"},"_entities":[{"__proto__":"Chair","hasOwnProperty":"p1"}]}',
    );
  });

  it('do not disturb in mutations and introspection', async () => {
    expect(await data('mutation { __typename: rename(upc: "p1", name: "Stool") { upc: name estimate } constructor: rest }')).toEqual({
      __typename: { upc: 'Stool', estimate: '7 {"size":3}' },
      constructor: true,
    });
    expect(await data('{ constructor: __type(name: "Unit") { __typename: name valueOf: enumValues { name } } }')).toEqual({
      constructor: { __typename: 'Unit', valueOf: [{ name: 'CM' }, { name: 'IN' }] },
    });
  });
});

describe('an interface object', () => {
  const federation = federate({
    types: {
      typeDefs: fed2(
        'key',
        `type Query { media: [Media!]! }
         interface Media @key(fields: "id") { id: ID! title: String! pages: Int! }
         type Book implements Media @key(fields: "id") { id: ID! title: String! pages: Int! }
         type Film implements Media @key(fields: "id") { id: ID! title: String! pages: Int! }`,
      ),
      resolvers: {
        Query: { media: () => [{ __typename: 'Book', id: 'b', title: 'B', pages: 9 }] },
        Media: { __resolveReference: ({ id }: { id: string }) => ({ __typename: 'Book', id, title: 'B', pages: 9 }) },
      },
    },
    ratings: {
      typeDefs: fed2(
        'key interfaceObject requires external',
        'type Media @key(fields: "id") @interfaceObject { id: ID! pages: Int! @external weight: Int @requires(fields: "pages") }',
      ),
      resolvers: { Media: { weight: ({ pages }: { pages?: number }) => pages ?? null } },
    },
  });

  it('is given its key, its type and what it requires', async () => {
    for (const selection of ['id: title', 'pages: title', '__typename: title', '... on Book { id: title pages: title __typename: id }']) {
      const { calls, errors } = await federation.run(`{ media { ${selection} weight } }`);
      expect(errors).toEqual([]);
      expect(calls.flatMap(({ representations }) => representations)).toEqual([{ __typename: 'Media', id: 'b', pages: 9 }]);
    }
  });
});

describe('compound and nested keys', () => {
  const federation = federate({
    one: {
      typeDefs: fed2(
        'key',
        `type Query { t: T } type T @key(fields: "a owner { id team { code } }") { a: ID! b: String owner: Owner! other: Owner! }
         type Owner { id: ID! name: String team: Team! } type Team { code: ID! name: String }`,
      ),
      resolvers: {
        Query: {
          t: () => ({
            a: 'A',
            b: 'B',
            owner: { id: 'O', name: 'N', team: { code: 'C', name: 'M' } },
            other: { id: 'X', name: 'Y', team: { code: 'Z' } },
          }),
        },
      },
    },
    two: {
      typeDefs: fed2(
        'key shareable',
        `type T @key(fields: "a owner { id team { code } }") { a: ID! owner: Owner! c: String }
         type Owner @shareable { id: ID! team: Team! } type Team @shareable { code: ID! }`,
      ),
      resolvers: { T: { c: (given: unknown) => JSON.stringify(given) } },
    },
  });

  it('are sent as they are', async () => {
    for (const selection of [
      'a: b',
      'owner: other { id }',
      'owner { id: name }',
      'owner { team { code: name } }',
      'owner { team: id }',
      'owner { ... on Owner { team { ...T } } }',
    ]) {
      const uses = selection.includes('...T') ? 'fragment T on Team { code: name }' : '';
      const { calls, errors } = await federation.run(`{ t { ${selection} c } } ${uses}`);
      expect(errors).toEqual([]);
      const [representation] = calls.flatMap(({ representations }) => representations);
      expect(representation).toEqual({ __typename: 'T', a: 'A', owner: { id: 'O', team: { code: 'C' } } });
    }
  });
});

describe('ordinary operations', () => {
  it('are planned as they are written', () => {
    for (const text of [
      '{ products { upc name weight estimate } }',
      '{ products { title: name first: comments(limit: 1) { text } comments(limit: 3) { stars(of: 3) } free } }',
      '{ items { __typename upc ... on Product { estimate } } }',
      '{ code: product(upc: "p1") { id: upc } }',
    ]) {
      const { document, isRenamed } = shop.plan(text);
      expect(isRenamed).toBe(false);
      expect(print(document)).not.toContain('__as_');
    }
  });

  it('keep only the operation and the fragments that it uses', () => {
    const { document } = shop.plan('query Q { products { ...A } } fragment A on Product { ...B } fragment B on Product { upc }');
    expect(document.definitions.map((definition) => ('name' in definition ? definition.name?.value : null))).toEqual(['Q', 'A', 'B']);
  });

  it('are planned alike each time', () => {
    const text = '{ products { estimate inEuros inDollars boxed wrapped weight: name } }';
    expect(JSON.stringify(shop.plan(text).plan)).toBe(JSON.stringify(createShop().plan(text).plan));
  });
});

describe('contexts', () => {
  const sources = {
    one: {
      typeDefs: fed2(
        'key context fromContext',
        `type Query { t: T! } type T @key(fields: "id") @context(name: "ctx") { id: ID! other: String u: U! prop: String! }
         type U @key(fields: "id") { id: ID! field(a: String @fromContext(field: "$ctx { prop }")): Int! }`,
      ),
    },
    two: { typeDefs: fed2('key', 'type Query { x: Int } type U @key(fields: "id") { id: ID! more: Int }') },
  };

  it('are read from what the planner selects, whatever the client calls the same', () => {
    const federation = federate(sources);
    expect(composed(sources)).toContain('for: SECURITY');
    const { plan, isRenamed } = federation.plan('{ t { prop: other u { field more } } }');
    expect(isRenamed).toBe(true);
    const text = JSON.stringify(plan);
    expect(text).toContain('{t{__typename prop __as_prop:other u{__typename id}}}');
    expect(text).toContain(
      '"contextRewrites":[{"kind":"KeyRenamer","path":["..","... on T","prop"],"renameKeyTo":"contextualArgument_1_0"}]',
    );
    expect(() =>
      federation.plan('query ($contextualArgument_1_0: Int) { t { id @skip(if: false) u { id } } x @include(if: false) }'),
    ).toThrow(/GRAPHQL_VALIDATION_FAILED/);
  });
});
