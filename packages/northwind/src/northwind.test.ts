// The source data and its copies.
import { describe, expect, it } from 'vitest';
import { copiesOf, customerId, nameOfCopy, userIdOfCustomer } from './copies.ts';
import { loadNorthwind } from './load-northwind.ts';
import { seededRandom } from './seeded-random.ts';

const northwind = loadNorthwind();

describe('loadNorthwind', () => {
  it('reads every row', () => {
    const counts = Object.fromEntries(Object.entries(northwind).map(([name, rows]) => [name, (rows as readonly unknown[]).length]));
    expect(counts).toEqual({
      customers: 91,
      employees: 9,
      territories: 53,
      categories: 8,
      suppliers: 29,
      products: 77,
      shippers: 6,
      orders: 830,
    });
    expect(northwind.orders.flatMap(({ lines }) => lines)).toHaveLength(2155);
    expect(northwind.employees.flatMap(({ territoryIds }) => territoryIds)).toHaveLength(49);
  });

  it('keeps money as text and empty fields as null', () => {
    expect(northwind.orders[0]).toMatchObject({
      id: 10248,
      customerId: 'VINET',
      customerIndex: 84,
      freight: '32.38',
      shipRegion: null,
      placedOn: '1996-07-04',
    });
    expect(northwind.orders[0]?.lines[1]).toEqual({ productId: 42, quantity: 10, unitPrice: '9.8', discount: '0' });
  });
});

describe('copies', () => {
  it('have a customer code of their own, five capital letters, each once', () => {
    const codes = [...copiesOf(northwind.customers, 100, (_row, copy, index) => customerId(copy, index, northwind.customers))];
    expect(codes).toHaveLength(9100);
    expect(new Set(codes).size).toBe(9100);
    expect(codes.every((code) => /^[A-Z]{5}$/.test(code))).toBe(true);
    expect(codes[0]).toBe('ALFKI');
  });

  it('have names and users of their own', () => {
    expect([nameOfCopy(0, 'Chai'), nameOfCopy(1, 'Chai')]).toEqual(['Chai', 'Chai 2']);
    expect([userIdOfCustomer(0, 0), userIdOfCustomer(1, 0)]).toEqual(['11', '102']);
  });
});

it('seeded randomness is the same every time', () => {
  const numbers = (seed: string) => Array.from({ length: 3 }, seededRandom(seed));
  expect(numbers('a')).toEqual(numbers('a'));
  expect(numbers('a')).not.toEqual(numbers('b'));
  expect(numbers('a').every((number) => number >= 0 && number < 1)).toBe(true);
});
