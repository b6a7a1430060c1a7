// A field that requires others is asked of a representation that has them, whatever else stands in the operation.
import { describe, expect, it } from 'vitest';
import { createChain, told } from './testing/chain.ts';
import { fed2, federate } from './testing/federate.ts';

const chain = createChain();
const total = '"1 2" 2';

async function data(text: string, variables = {}) {
  const result = await chain.run(text, variables);
  expect(result.errors).toEqual([]);
  return result.data;
}

describe('a requirement that itself requires', () => {
  it('is met at the root, in lists, and of an object further down', async () => {
    expect(await data('{ user { total } }')).toEqual({ user: { total } });
    expect(await data('{ users { total } }')).toEqual({ users: [[{ total }, null], [{ total }]] });
    expect(await data('{ pet { owner { total friend { total sum } } owners { total } } }')).toEqual({
      pet: { owner: { total, friend: { total, sum: '1 2' } }, owners: [{ total }] },
    });
  });

  it('is met beside anything else', async () => {
    expect(await data('{ user { other total plain b sum } }')).toEqual({ user: { other: 7, total, plain: 5, b: 2, sum: '1 2' } });
    expect(await data('{ user { a(of: 8) total account { balance } } }')).toEqual({ user: { a: 8, total, account: { balance: 9 } } });
  });

  it('is not steered by aliases', async () => {
    expect(await data('{ user { sum: other b: plain a: plain id: other total x: total __typename: plain } }')).toEqual({
      user: { sum: 7, b: 5, a: 5, id: 7, total, x: total, __typename: 5 },
    });
    expect(await data('query ($n: Int) { user { a(of: $n) one: total(of: $n) total } }', { n: 4 })).toEqual({
      user: { a: 4, one: total, total },
    });
  });

  it('is met in fragments and of an interface', async () => {
    const text =
      '{ user { ...F } living { id ... on User { total } ... on Pet { owner { ...F } } } } fragment F on User { ... { total } sum }';
    expect(await data(text)).toEqual({
      user: { total, sum: '1 2' },
      living: [
        { id: 'u', total },
        { id: 'p', owner: { total, sum: '1 2' } },
      ],
    });
  });

  it('is met below a field that requires', async () => {
    expect(await data('{ user { total account { name balance owner { total account(kind: "k") { balance } } } } }')).toEqual({
      user: { total, account: { name: 'N', balance: 9, owner: { total, account: { balance: 9 } } } },
    });
  });

  it('is met under conditions, and takes nothing away when they are not', async () => {
    const text = `query ($yes: Boolean!) {
      user { total @include(if: $yes) sum @skip(if: $yes) other ... @include(if: $yes) { account { balance } } plain friend @include(if: $yes) { total } }
    }`;
    expect(await data(text, { yes: true })).toEqual({ user: { total, other: 7, account: { balance: 9 }, plain: 5, friend: { total } } });
    expect(await data(text, { yes: false })).toEqual({ user: { sum: '1 2', other: 7, plain: 5 } });
    expect(await data('{ user { total @skip(if: true) sum other @include(if: true) } }')).toEqual({ user: { sum: '1 2', other: 7 } });
  });

  it('is met before the next mutation', async () => {
    const { data: answer, errors, calls } = await chain.run('mutation { first { total } second { sum total } }');
    expect(errors).toEqual([]);
    expect(answer).toEqual({ first: { total }, second: { sum: '1 2', total } });
    const second = calls.findIndex(({ query }) => query.includes('second'));
    expect(calls.findLastIndex(({ representations }) => representations.some(({ id }) => id === 'u'))).toBeLessThan(second);
    expect(calls.findIndex(({ representations }) => representations.some(({ id }) => id === 'v'))).toBeGreaterThan(second);
  });

  it('is met after the event of a subscription', () => {
    const { plan } = chain.plan('subscription { user { total } }');
    const { node } = plan;
    if (node?.kind !== 'Subscription') throw new Error('no subscription');
    expect(node.primary.operation).not.toContain('sum');
    expect(JSON.stringify(node.rest)).toMatch(/sum.*total/);
  });

  it('is met at once where it was to be deferred', async () => {
    const deferring = createChain({ incrementalDelivery: true });
    const { data: answer, errors } = await deferring.run('{ user { plain ... @defer { total } } }');
    expect(errors).toEqual([]);
    expect(answer).toEqual({ user: { plain: 5, total } });
  });
});

describe('what the subgraph at hand provides', () => {
  const shops = fed2(
    'key requires external provides',
    `type Query { order: Order } type Order { book: Book @provides(fields: "rank") books: [[Book!]!] @provides(fields: "rank maker { name }") }
     type Book @key(fields: "sku") { sku: ID! rank: Int @external maker: Maker @external label: String @requires(fields: "rank")
       line(sep: String): String @requires(fields: "maker { name }") }
     type Maker { name: String @external }`,
  );
  const books = fed2(
    'key shareable',
    'type Book @key(fields: "sku") { sku: ID! rank: Int @shareable maker: Maker @shareable } type Maker { name: String @shareable }',
  );
  const book = { sku: 's', maker: {} };
  const federation = federate({
    shops: {
      typeDefs: shops,
      resolvers: {
        Query: { order: () => ({ book, books: [[book]] }) },
        // The parent's resolver need not hand on what is provided.
        Book: { rank: () => 3, label: told('rank'), line: told('maker') },
        Maker: { name: () => 'M' },
      },
    },
    books: { typeDefs: books, resolvers: { Book: { rank: () => 3, maker: () => ({}) }, Maker: { name: () => 'M' } } },
  });

  it('is sent all the same to a field that requires it', async () => {
    const result = await federation.run('{ order { book { label l: line(sep: "a") m: line(sep: "b") } books { label line rank: sku } } }');
    expect(result.errors).toEqual([]);
    const line = '{"name":"M"}';
    expect(result.data).toEqual({ order: { book: { label: '3', l: line, m: line }, books: [[{ label: '3', line, rank: 's' }]] } });
  });

  it('is asked there when a client wants only that', () => {
    expect(JSON.stringify(federation.plan('{ order { book { rank } } }').plan).match(/"kind":"Fetch"/g)).toHaveLength(1);
  });
});

describe('a copy of a field', () => {
  const federation = federate({
    start: {
      typeDefs: fed2(
        'key external requires',
        `type Query { shop: Shop } type Shop { user: User users: [User] }
         type User @key(fields: "id") { id: ID! name: String @external grid: Int greeting: String @requires(fields: "name") }`,
      ),
      resolvers: {
        Query: { shop: () => ({ user: { id: 'u' }, users: [{ id: 'u' }] }) },
        User: {
          grid: () => 4,
          name: () => {
            throw new Error('only a copy');
          },
          greeting: told('name'),
        },
      },
    },
    names: {
      typeDefs: fed2(
        'key external requires',
        'type User @key(fields: "id") { id: ID! name: String calc: String @external last: String @requires(fields: "calc") }',
      ),
      resolvers: { User: { name: () => 'N', last: told('calc') } },
    },
    calcs: {
      typeDefs: fed2(
        'key external requires',
        'type User @key(fields: "id") { id: ID! name: String @external grid: Int @external calc: String @requires(fields: "grid name") }',
      ),
      resolvers: { User: { calc: told('grid', 'name') } },
    },
  });

  it('is not asked in place of the field', async () => {
    const result = await federation.run('{ shop { user { last } users { last greeting calc } } }');
    expect(result.errors).toEqual([]);
    const calc = '4 "N"';
    expect(result.data).toEqual({
      shop: { user: { last: JSON.stringify(calc) }, users: [{ last: JSON.stringify(calc), greeting: '"N"', calc }] },
    });
  });
});

describe('a requirement that is not always there', () => {
  it('is missed by the field that requires it alone', async () => {
    const text = 'query ($yes: Boolean!) { pet { owner { sum @include(if: $yes) ... @skip(if: $yes) { account { balance } } plain } } }';
    expect(await data(text, { yes: true })).toEqual({ pet: { owner: { sum: '1 2', plain: 5 } } });
    expect(await data(text, { yes: false })).toEqual({ pet: { owner: { account: { balance: 9 }, plain: 5 } } });
    const entity = 'mutation ($yes: Boolean!) { second { sum @include(if: $yes) plain } }';
    expect(await data(entity, { yes: true })).toEqual({ second: { sum: '1 2', plain: 5 } });
    expect(await data(entity, { yes: false })).toEqual({ second: { plain: 5 } });
    const never = '{ user { account { owner { other } } sum @include(if: false) } }';
    expect(await data(never)).toEqual({ user: { account: { owner: { other: 7 } } } });
  });

  const media = federate({
    types: {
      typeDefs: fed2(
        'key',
        `type Query { media: [Media!]! } interface Media @key(fields: "id") { id: ID! title: String }
         type Book implements Media @key(fields: "id") { id: ID! title: String } type Film implements Media @key(fields: "id") { id: ID! title: String }`,
      ),
      resolvers: {
        Query: {
          media: () => [
            { __typename: 'Book', id: 'b', title: 'B' },
            { __typename: 'Film', id: 'f', title: 'F' },
          ],
        },
        Media: {
          __resolveReference: ({ id }: { id: string }) => ({ __typename: id === 'b' ? 'Book' : 'Film', id, title: id.toUpperCase() }),
        },
      },
    },
    ratings: {
      typeDefs: fed2(
        'key interfaceObject requires external',
        'type Query { rated: [Media!]! } type Media @key(fields: "id") @interfaceObject { id: ID! title: String @external likes: Int verdict: String @requires(fields: "title") }',
      ),
      resolvers: { Query: { rated: () => [{ id: 'b' }, { id: 'f' }] }, Media: { likes: () => 1, verdict: told('title') } },
    },
  });

  it('keeps no object of another type from its fields', async () => {
    const result = await media.run('{ media { likes ... on Book { verdict } } }');
    expect(result.errors).toEqual([]);
    expect(result.data).toEqual({ media: [{ likes: 1, verdict: '"B"' }, { likes: 1 }] });
  });

  it('comes with its key, of the objects that are asked for it only', async () => {
    const result = await media.run('{ rated { ... on Film { verdict } likes } }');
    expect(result.errors).toEqual([]);
    expect(result.data).toEqual({ rated: [{ likes: 1 }, { verdict: '"F"', likes: 1 }] });
    for (const representation of result.calls.flatMap(({ representations }) => representations))
      expect(representation).toHaveProperty('id');
  });
});

describe('an object of which everything has a condition', () => {
  it('is there without fields when the conditions are not met', async () => {
    const text = 'query ($yes: Boolean!) { user { friend { plain @include(if: $yes) } ...F @skip(if: $yes) } } fragment F on User { b }';
    expect(await data(text, { yes: true })).toEqual({ user: { friend: { plain: 5 } } });
    expect(await data(text, { yes: false })).toEqual({ user: { friend: {}, b: 2 } });
    expect(
      await data('query ($yes: Boolean!) { user { plain @include(if: $yes) } pet { ... @include(if: false) { id } } }', { yes: false }),
    ).toEqual({
      user: {},
      pet: {},
    });
    expect(
      await data('query ($yes: Boolean!) { user { ...F } } fragment F on User { ... @include(if: $yes) { b } }', { yes: false }),
    ).toEqual({ user: {} });
  });
});

describe('ordinary operations', () => {
  it('are planned as the planner plans them', () => {
    for (const text of ['{ user { sum plain other } }', '{ pet { owner { sum b plain } } }', '{ user { plain sum @skip(if: false) } }']) {
      const fetches = JSON.stringify(chain.plan(text).plan).match(/"kind":"Fetch"/g);
      expect(fetches).toHaveLength(4);
    }
  });
});
