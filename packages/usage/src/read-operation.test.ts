// What is recorded of an operation: what its document and the values of its variables use, and no value.
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { normalDocument } from './normal-document.ts';
import { createOperationReader } from './read-operation.ts';
import type { SeenUses } from './seen-uses.ts';

const schema = buildSchema(`
  scalar JSON
  enum Order { NEWEST CHEAPEST }
  input Price { atLeast: Float atMost: Float }
  input Filter { name: String price: Price order: Order = NEWEST and: [Filter!] extra: JSON }
  type Product { id: ID! name: String related(first: Int = 3): [Product!] }
  type Query {
    products(first: Int, filter: Filter, orders: [Order!], skus: [String!], extra: JSON, flag: Boolean): [Product!]
    product(id: ID!): Product
  }
  type Mutation { rename(id: ID!, name: String): Product }
  type Subscription { changed(id: ID): Product }
`);

const reader = createOperationReader(schema);

/** What is recorded of requests with these variables. */
function recorded(text: string, ...requests: readonly Readonly<Record<string, unknown>>[]) {
  const operation = reader(parse(text), null);
  const seen: SeenUses = new Map();
  const whole = requests.map((variables) => operation.read(variables, seen));
  return operation.uses(whole.every(Boolean) ? seen : null);
}

describe('what is recorded', () => {
  it('of a document is each coordinate, and how literals give it', () =>
    expect(recorded('{ products(first: 1, filter: { name: null, order: CHEAPEST }) { name } }', {})).toEqual({
      selected: ['Product.name', 'Query.products'],
      received: ['Product', 'String'],
      named: ['Query'],
      provided: ['Filter', 'Filter.order', 'Int', 'Order', 'Order.CHEAPEST', 'Query.products(filter:)', 'Query.products(first:)'],
      null: ['Filter.name'],
      omitted: [
        ...['Filter.and', 'Filter.extra', 'Filter.price', 'Query.products(extra:)', 'Query.products(flag:)'],
        ...['Query.products(orders:)', 'Query.products(skus:)'],
      ],
    }));

  it('of a variable is whether requests give it, as null or not at all', () => {
    const text = 'query ($first: Int) { products(first: $first) { name } }';
    const at = (...requests: readonly Readonly<Record<string, unknown>>[]) => {
      const uses = recorded(text, ...requests);
      return (['provided', 'null', 'omitted'] as const).filter((use) => uses[use]?.includes('Query.products(first:)'));
    };
    expect(at({ first: 1 })).toEqual(['provided']);
    expect(at({ first: null })).toEqual(['null']);
    expect(at({})).toEqual(['omitted']);
    expect(at({ first: 1 }, {})).toEqual(['provided', 'omitted']);
  });

  it('of a variable with a default is the default where it is not given', () => {
    const uses = recorded('query ($order: Order = CHEAPEST) { products(filter: { order: $order }) { id } }', {});
    expect(uses.provided).toEqual(expect.arrayContaining(['Filter.order', 'Order.CHEAPEST']));
    expect(uses.omitted).not.toContain('Filter.order');
  });

  it('of input objects in variables is every field at any depth, and the values of enums', () => {
    const filter = { and: [{ price: { atLeast: 3 }, order: 'CHEAPEST' }, { name: 'secret' }], extra: { secretKey: 1 } };
    const uses = recorded('query ($filter: Filter, $orders: [Order!]) { products(filter: $filter, orders: $orders) { id } }', {
      filter,
      orders: ['NEWEST'],
    });
    expect(uses.provided).toEqual(
      expect.arrayContaining(['Filter.and', 'Filter.name', 'Filter.price', 'Order.CHEAPEST', 'Order.NEWEST', 'Price.atLeast']),
    );
    expect(uses.omitted).toEqual(expect.arrayContaining(['Filter.name', 'Price.atMost']));
    expect(JSON.stringify(uses)).not.toMatch(/secret/i);
  });

  it('of an omitted field is its default too', () =>
    expect(recorded('query ($filter: Filter) { products(filter: $filter) { id } }', { filter: {} }).provided).toContain('Order.NEWEST'));

  it('of names that every object has is what was sent', () => {
    const odd = buildSchema('input In { constructor: Int } type Query { a(in: In): Int }');
    const operation = createOperationReader(odd)(parse('query ($in: In) { a(in: $in) }'), null);
    const seen: SeenUses = new Map();
    operation.read({ in: {} }, seen);
    expect(operation.uses(seen).omitted).toContain('In.constructor');
  });

  it('of more input than is looked at is all that the variables can hold', () => {
    const uses = recorded('query ($filter: Filter) { products(filter: $filter) { id } }', {
      filter: { and: Array.from({ length: 1_000 }, () => ({ name: 'a' })) },
    });
    expect(uses.null).toEqual(expect.arrayContaining(['Price.atMost', 'Query.products(filter:)']));
  });

  it('of several operations in a document is the one that was asked for, with its fragments', () => {
    const operation = reader(
      parse('query A { ...F } mutation B { rename(id: 1) { id } } fragment F on Query { product(id: 1) { id } }'),
      'A',
    );
    expect(operation.name).toBe('A');
    expect(operation.uses(new Map()).selected).toEqual(['Product.id', 'Query.product']);
    expect(operation.document).not.toContain('rename');
  });

  it.each([
    ['mutation ($name: String) { rename(id: 1, name: $name) { id } }', 'Mutation.rename'],
    ['subscription { changed { id } }', 'Subscription.changed'],
  ])('is the same for %s', (text, coordinate) => expect(recorded(text, {}).selected).toContain(coordinate));
});

describe('a normal document', () => {
  const normal = (text: string) => normalDocument(schema, parse(text)).replaceAll(/\s+/g, ' ');

  it.each([
    ['{ product(id: "secret") { id } }', '{ product(id: "") { id } }'],
    ['{ product(id: """secret""") { id } }', '{ product(id: "") { id } }'],
    ['{ products(first: 17, flag: true) { id } }', '{ products(first: 0, flag: false) { id } }'],
    ['{ products(skus: ["a", "b"]) { id } }', '{ products(skus: [""]) { id } }'],
    ['{ products(filter: { price: { atMost: 9.5 }, name: "x" }) { id } }', '{ products(filter: {name: "", price: {atMost: 0.0}}) { id } }'],
    ['{ products(filter: { name: null, order: NEWEST }) { id } }', '{ products(filter: {name: null, order: NEWEST}) { id } }'],
    ['{ products(extra: { secret: [1, WORD] }) { id } }', '{ products(extra: {}) { id } }'],
    ['query ($v: Int) { products(extra: { secret: $v }) { id } }', 'query ($v: Int) { products(extra: {_0: $v}) { id } }'],
    ['query ($v: JSON) { products(extra: [$v, $v]) { id } }', 'query ($v: JSON) { products(extra: {_0: $v}) { id } }'],
    ['query ($n: Int = 42) { products(first: $n) { id } }', 'query ($n: Int = 0) { products(first: $n) { id } }'],
    ['{ secret: product(id: 1) { id } }', '{ _0: product(id: 0) { id } }'],
    ['{ products { id @include(if: true) } }', '{ products { id @include(if: true) } }'],
    ['# secret\n{ products { id } }', '{ products { id } }'],
  ])('of %s is %s, and as valid', (text, expected) => {
    expect(normal(text)).toBe(expected);
    expect(validate(schema, parse(text))).toEqual([]);
    expect(validate(schema, parse(expected))).toEqual([]);
  });

  it('is the same for all who ask alike', () =>
    expect(normal('{ a1: product(id: "1") { id } a2: product(id: "2") { id } }')).toBe(
      normal('{ b1: product(id: "8") { id } b2: product(id: "9") { id } }'),
    ));
});
