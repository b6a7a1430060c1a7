// Which null of a result an error of a fetch explains.
import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { FetchPosition } from '../subgraph-client/fetch-position.ts';
import { locateErrors } from './locate-errors.ts';

const pathIn = (data: Record<string, unknown> | null, fetch: FetchPosition) => {
  const error = new GraphQLError('away', { extensions: { code: 'A', fetch } });
  const { errors = [] } = locateErrors({ data, errors: [error] });
  expect(errors).toMatchObject([{ message: 'away', extensions: { code: 'A' } }]);
  return errors[0]?.path;
};

describe('the path of an error', () => {
  it('leads to the first field that the fetch should have brought', () => {
    expect(pathIn({ me: { id: '1' }, products: null }, { parents: [], fields: ['products'] })).toEqual(['products']);
    const products = [{ rating: null }, { rating: null }];
    expect(pathIn({ products }, { parents: ['products', '@'], fields: ['stock', 'rating'] })).toEqual(['products', 0, 'rating']);
    const rows = [[], [{ item: { price: 1 } }, { item: { price: null } }]];
    expect(pathIn({ rows }, { parents: ['rows', '@', '@', 'item'], fields: ['price'] })).toEqual(['rows', 1, 1, 'item', 'price']);
  });

  it('passes nulls that were there before', () => {
    const orders = [null, { customer: null }, { customer: { name: null } }];
    expect(pathIn({ orders }, { parents: ['orders', '@', 'customer'], fields: ['name'] })).toEqual(['orders', 2, 'customer', 'name']);
  });

  it('leads to what became null because the field may not be', () => {
    const position = { parents: ['review', 'product'], fields: ['name'] };
    expect(pathIn({ review: { product: null } }, position)).toEqual(['review', 'product']);
    expect(pathIn({ review: null }, position)).toEqual(['review']);
    expect(pathIn(null, position)).toEqual(['review']);
    expect(pathIn(null, { parents: [], fields: ['review'] })).toEqual(['review']);
  });

  it('is none where nothing is null, as for what was only needed on the way', () => {
    expect(pathIn({ products: [{ name: 'Chai' }] }, { parents: ['products', '@'], fields: ['weight'] })).toBeUndefined();
    expect(pathIn({ products: [] }, { parents: ['products', '@'], fields: ['rating'] })).toBeUndefined();
  });
});

it('an error that has a path, or no position, stays as it is', () => {
  const errors = [
    new GraphQLError('a', { path: ['b'], extensions: { fetch: { parents: [], fields: ['a'] } } }),
    new Error('plain') as GraphQLError, // @apollo/gateway does so
  ];
  expect(locateErrors({ data: { a: null }, errors }).errors).toEqual(errors);
  const well = { data: { a: 1 } };
  expect(locateErrors(well)).toBe(well);
});
