// Sentences of the specification about orders that no other test shows.
import { randomUUID } from 'node:crypto';
import { sqltag as sql } from '@prisma/client/runtime/client';
import type { Principal, Scope } from '@tributary/auth-kit';
import { describe, expect, it } from 'vitest';
import { line, type Move, personWith, useOrders } from './support.ts';

const orders = useOrders();
const { ask, send, place, outcomeOf, placed, orderIn, order, sibling, stockOf } = orders;

const keyOf = (name: string, ...scopes: Scope[]): Principal => personWith(name, { scopes, sessionId: null, apiKeyId: '1' });
const change = (name: string, document: string) => sibling(name).execute({ document, as: 'manager' });

describe('a key with the scope of one move alone', () => {
  it.each<[Move, Scope, 'PLACED' | 'CONFIRMED', Record<string, string>]>([
    ['confirmOrder', 'orders:confirm', 'PLACED', {}],
    ['cancelOrder', 'orders:write', 'PLACED', {}],
    ['shipOrder', 'orders:ship', 'CONFIRMED', { shipperId: '1' }],
  ])('%s: moves what its owner’s role sees', async (move, scope, status, more) => {
    const id = await orderIn(status, 'ALFKI', [line(75, 1)]);
    expect(await outcomeOf(send(move, keyOf('manager', scope), { id, ...more }))).toEqual({ id });
    const foreign = await orderIn(status, 'ALFKI', [line(75, 1)]);
    expect(await outcomeOf(send(move, keyOf('sales', scope), { id: foreign, ...more }))).toEqual(['NOT_FOUND id']);
  });

  it('is no staff without orders:confirm: it orders for no company and cancels nothing that is confirmed', async () => {
    const key = keyOf('manager', 'orders:read', 'orders:write');
    expect(await outcomeOf(place(key, [line(75, 1)], { customerId: 'ALFKI' }))).toEqual(['NOT_ALLOWED customerId']);
    const id = await orderIn('CONFIRMED', 'ALFKI', [line(75, 1)]);
    expect(await outcomeOf(send('cancelOrder', key, { id }))).toEqual(['ILLEGAL_TRANSITION id']);
  });
});

describe('a discount of a person’s key', () => {
  it.each<[string, Scope[], string, boolean]>([
    ['ALFKI', ['orders:write'], '0.01', false],
    ['sales', ['orders:write', 'orders:confirm', 'orders:discount'], '0.25', true],
    ['sales', ['orders:write', 'orders:confirm', 'orders:discount'], '0.26', false],
    ['manager', ['orders:write', 'orders:confirm', 'orders:discount'], '1', true],
    ['manager', ['orders:write', 'orders:confirm', 'orders:discount'], '0.1000000000000000000001', false],
    ['manager', ['orders:write', 'orders:confirm', 'orders:discount'], '10000000000000000000', false],
    ['manager', ['orders:write', 'orders:confirm', 'orders:discount'], '-0', false],
  ])('%s with %j: %s', async (name, scopes, discount, allowed) => {
    const outcome = await outcomeOf(place(keyOf(name, ...scopes), [line(75, 1), line(76, 1, discount)], { customerId: 'ALFKI' }));
    expect(outcome).toEqual(allowed ? { id: expect.any(String) } : ['DISCOUNT_NOT_ALLOWED lines.1.discount']);
  });
});

describe('an idempotency key', () => {
  const lines = [line(76, 1)];
  it('belongs to the user, by whichever session or key they send it', async () => {
    const idempotencyKey = randomUUID();
    const first = await outcomeOf(place('ALFKI', lines, { idempotencyKey }));
    expect(await outcomeOf(place(keyOf('ALFKI', 'orders:write'), lines, { idempotencyKey }))).toEqual(first);
    expect(await outcomeOf(place(keyOf('ALFKI', 'orders:write'), [line(76, 2)], { idempotencyKey }))).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('belongs to a client, apart from the people of its company', async () => {
    const idempotencyKey = randomUUID();
    const client = (clientId: string): Principal => ({ kind: 'client', clientId, scopes: ['orders:write'], customerId: 'ALFKI' });
    const ids = new Set();
    for (const as of ['ALFKI', client('a'), client('b'), client('a')])
      ids.add(((await outcomeOf(place(as, lines, { idempotencyKey }))) as { id: string }).id);
    expect(ids.size).toBe(3);
  });

  it('answers a repeat though the command would be refused by now', async () => {
    const idempotencyKey = randomUUID();
    const requiredBy = new Date().toISOString().slice(0, 10);
    const more = { idempotencyKey, requiredBy, expectedTotal: '10.50', shipperId: '1' };
    const first = await outcomeOf(place('ALFKI', [line(74, 1)], more));
    await change('catalog', 'mutation { discontinueProduct(input: { id: "74" }) { userErrors { code } } }');
    expect(first).toEqual({ id: expect.any(String) });
    expect(await outcomeOf(place('ALFKI', [line(74, 1)], more))).toEqual(first);
    expect(await outcomeOf(place('ALFKI', [line(74, 1)]))).toEqual(['PRODUCT_DISCONTINUED lines.0.productId']);
  });
});

describe('money', () => {
  it('freight is 5 % of the sum of rounded lines, rounded half up', async () => {
    // 2 x 0.25 x 0.15 = 0.075 is 0.08 a line; 0.16 and 5 % of it is 0.008, which is 0.01.
    for (const id of ['60', '61'])
      await change('catalog', `mutation { changePrice(input: { id: "${id}", unitPrice: "0.25" }) { userErrors { code } } }`);
    const amounts = 'lines { lineTotal { amount } } subtotal { amount } freight { amount } total { amount }';
    const id = await placed('manager', [line(60, 2, '0.85'), line(61, 2, '0.85')], { customerId: 'ALFKI' });
    expect(await order(id, amounts)).toEqual({
      lines: [{ lineTotal: { amount: '0.08' } }, { lineTotal: { amount: '0.08' } }],
      subtotal: { amount: '0.16' },
      freight: { amount: '0.01' },
      total: { amount: '0.17' },
    });
    // 5 % of 0.50 is 0.025: half a cent goes up.
    const half = await placed('manager', [line(60, 2)], { customerId: 'ALFKI' });
    expect(await order(half, 'freight { amount } total { amount }')).toEqual({ freight: { amount: '0.03' }, total: { amount: '0.53' } });
  });

  it('that no order can hold is refused before stock is reserved', async () => {
    await change('catalog', 'mutation { changePrice(input: { id: "59", unitPrice: "9999999.99" }) { userErrors { code } } }');
    const goods = '{ idempotencyKey: "many", productId: "59", quantity: 100000 }';
    await change('inventory', `mutation { receiveStock(input: ${goods}) { userErrors { code } } }`);
    const before = await stockOf(59);
    expect(await outcomeOf(place('ALFKI', [line(59, 100_000)]))).toEqual(['INVALID_INPUT lines']);
    expect(await stockOf(59)).toEqual(before);
    expect(await outcomeOf(place('manager', [line(59, 100_000, '0.05')], { customerId: 'ALFKI' }))).toEqual({ id: expect.any(String) });
  });
});

it('a filter takes an order by its day in UTC, from the first instant to the last', async () => {
  const days = ['2031-01-01T00:00:00Z', '2031-01-31T23:59:59.999Z', '2031-02-01T00:00:00Z'];
  const { client } = orders.running().service.database;
  for (const day of days) {
    const id = await placed('admin', [line(76, 1)], { customerId: 'PARIS' });
    await client.$executeRaw(sql`UPDATE "Order" SET "placedAt" = ${day}::text::timestamptz WHERE "id" = ${Number(id)}`);
  }
  const found = async (filter: string) =>
    (await ask(`{ orders(filter: { customerId: "PARIS", ${filter} }) { totalCount } }`, 'admin')).data;
  expect(await found('placedFrom: "2031-01-01", placedTo: "2031-01-31"')).toEqual({ orders: { totalCount: 2 } });
  expect(await found('placedFrom: "2031-02-01", placedTo: "2031-02-01"')).toEqual({ orders: { totalCount: 1 } });
  expect(await found('placedFrom: "2031-02-02", placedTo: "2031-01-01"')).toEqual({ orders: { totalCount: 0 } });
});

it('the salesRep of a customer’s own order is that of the latest order, though it is none', async () => {
  await placed('sales', [line(76, 1)], { customerId: 'FISSA' });
  expect(await order(await placed('FISSA', [line(76, 1)]), 'salesRep { id }')).toEqual({ salesRep: { id: '1' } });
  await placed('admin', [line(76, 1)], { customerId: 'FISSA' });
  expect(await order(await placed('FISSA', [line(76, 1)]), 'salesRep { id }')).toEqual({ salesRep: null });
});
