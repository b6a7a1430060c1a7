// Which null of a result an error of a fetch explains.
import { describe, expect, it } from 'vitest';
import { nullExplainedBy } from './locate-errors.ts';

describe('the path of an error', () => {
  it('leads to the first field that the fetch should have brought', () => {
    expect(nullExplainedBy({ me: { id: '1' }, products: null }, { path: [], fields: ['products'] })).toEqual(['products']);
    const products = [{ rating: null }, { rating: null }];
    expect(nullExplainedBy({ products }, { path: ['products', '@'], fields: ['stock', 'rating'] })).toEqual(['products', 0, 'rating']);
    const rows = [[], [{ item: { price: 1 } }, { item: { price: null } }]];
    expect(nullExplainedBy({ rows }, { path: ['rows', '@', '@', 'item'], fields: ['price'] })).toEqual(['rows', 1, 1, 'item', 'price']);
  });

  it('passes nulls that were there before', () => {
    const orders = [null, { customer: null }, { customer: { name: null } }];
    expect(nullExplainedBy({ orders }, { path: ['orders', '@', 'customer'], fields: ['name'] })).toEqual(['orders', 2, 'customer', 'name']);
  });

  it('leads to what became null because the field may not be', () => {
    const fetch = { path: ['review', 'product'], fields: ['name'] };
    expect(nullExplainedBy({ review: { product: null } }, fetch)).toEqual(['review', 'product']);
    expect(nullExplainedBy({ review: null }, fetch)).toEqual(['review']);
    expect(nullExplainedBy(null, fetch)).toEqual(['review']);
    expect(nullExplainedBy(null, { path: [], fields: ['review'] })).toEqual(['review']);
  });

  it('is none where nothing is null, as for what was only needed on the way', () => {
    expect(nullExplainedBy({ products: [{ name: 'Chai' }] }, { path: ['products', '@'], fields: ['weight'] })).toBeNull();
    expect(nullExplainedBy({ products: [] }, { path: ['products', '@'], fields: ['rating'] })).toBeNull();
  });
});
