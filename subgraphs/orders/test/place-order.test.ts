// Placing orders: what an order becomes, what stands in its way, stock, discounts, and never twice. Real catalog, inventory and accounts.
import { sqltag as sql } from '@prisma/client/runtime/client';
import type { Principal } from '@tributary/auth-kit';
import { samplePrincipal } from '@tributary/test-kit';
import { describe, expect, it } from 'vitest';
import { amountOf, type Line, line, lineCents, personWith, source, sumOf, usd, useOrders } from './support.ts';

const orders = useOrders();
const { ask, outcomeOf, place, placed, send, stockOf } = orders;

const everything = `id version status placedAt requiredBy shippedAt customerId customer { id } salesRep { id } shipper { id }
  shipTo { name line1 city region postalCode country } lines { productId productName product { id } quantity unitPrice { amount currency }
  discount lineTotal { amount currency } } subtotal { amount currency } freight { amount currency } total { amount currency }
  history { status at by { id } note }`;
const instant = expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const userIdOf = (name: string) => {
  const principal = samplePrincipal(name, []);
  return principal.kind === 'user' ? principal.userId : null;
};

/** What lines cost by today's prices of the source. */
function priced(lines: readonly Line[]) {
  const products = new Map(source.products.map((product) => [String(product.id), product]));
  const totals = lines.map(({ productId, quantity, discount = '0' }) =>
    lineCents({ unitPrice: products.get(productId)?.unitPrice ?? '0', quantity, discount }),
  );
  const subtotal = sumOf(totals);
  const freight = (subtotal * 5n + 50n) / 100n;
  return { totals, subtotal, freight, total: subtotal + freight };
}

const noTrace = async () => {
  const { client } = orders.running().service.database;
  const [intents, keys] = await Promise.all([
    client.$queryRaw(sql`SELECT * FROM "OrderIntent"`),
    client.$queryRaw(sql`SELECT * FROM "IdempotencyKey" WHERE "objectId" IS NULL`),
  ]);
  expect({ intents, keys }).toEqual({ intents: [], keys: [] });
};

describe('an order', () => {
  it('by a customer’s own user is for their company, at its address, and looked after by who had its latest', async () => {
    const lines = [line(6, 3), line(54, 2)];
    const { data } = await place('ALFKI', lines, {}, everything);
    const { totals, subtotal, freight, total } = priced(lines);
    const { placedAt, id } = data?.['result'].order;
    expect(data).toEqual({
      result: {
        userErrors: [],
        order: {
          id: expect.stringMatching(/^\d+$/),
          version: 1,
          status: 'PLACED',
          placedAt: instant,
          requiredBy: null,
          shippedAt: null,
          customerId: 'ALFKI',
          customer: { id: 'ALFKI' },
          salesRep: { id: '3' },
          shipper: null,
          shipTo: {
            name: 'Alfreds Futterkiste',
            line1: 'Obere Str. 57',
            city: 'Berlin',
            region: null,
            postalCode: '12209',
            country: 'Germany',
          },
          lines: lines.map(({ productId, quantity }, index) => ({
            productId,
            productName: source.products.find((product) => String(product.id) === productId)?.name,
            product: { id: productId },
            quantity,
            unitPrice: usd(['25.00', '7.45'][index] ?? ''),
            discount: '0',
            lineTotal: usd(totals[index] ?? 0n),
          })),
          subtotal: usd(subtotal),
          freight: usd(freight),
          total: usd(total),
          history: [{ status: 'PLACED', at: placedAt, by: { id: userIdOf('ALFKI') }, note: null }],
        },
      },
    });
    expect(Number(id)).toBeGreaterThan(11077);
    expect(await orders.order(id, everything)).toEqual(data?.['result'].order);
    expect(await stockOf(6)).toEqual({ onHand: 120, reserved: 3 });
  });

  it('goes where, when and with whom the buyer says', async () => {
    const shipTo = { name: 'Maria', line1: ' Hafen 1 ', city: 'Hamburg', region: 'HH', country: 'Germany' };
    const { data } = await place(
      'ALFKI',
      [line(6, 1)],
      { shipTo, shipperId: '2', requiredBy: '2999-12-31', customerId: 'ALFKI' },
      'shipTo { name line1 city region postalCode country } shipper { id } requiredBy',
    );
    expect(data?.['result']).toEqual({
      order: { shipTo: { ...shipTo, line1: 'Hafen 1', postalCode: null }, shipper: { id: '2' }, requiredBy: '2999-12-31' },
      userErrors: [],
    });
  });

  it('is wanted by today at the earliest', async () => {
    const requiredBy = new Date().toISOString().slice(0, 10);
    expect(await outcomeOf(place('ALFKI', [line(6, 1)], { requiredBy }, 'requiredBy'))).toEqual({ requiredBy });
  });

  it.each<[string, Principal | string, string, string | null]>([
    ['by an employee', 'sales', 'SAVEA', '1'],
    ['by a manager', 'manager', 'SAVEA', '2'],
    ['by an administrator who is no employee', 'admin', 'SAVEA', null],
    ['by a customer whose latest order nobody looked after', 'SAVEA', 'SAVEA', null],
    ['by a customer who never ordered', 'FISSA', 'FISSA', null],
    ['by a client of a company', { kind: 'client', clientId: 'shop', scopes: ['orders:write'], customerId: 'ANTON' }, 'ANTON', '3'],
  ])('%s is looked after by the right employee', async (_name, as, customerId, employee) => {
    const selection = 'customerId salesRep { id } status';
    expect(await outcomeOf(place(as, [line(75, 1)], { customerId }, selection))).toEqual({
      customerId,
      salesRep: employee === null ? null : { id: employee },
      status: 'PLACED',
    });
  });

  it.each<[string, Line[]]>([
    ['a cent that is no half', [line(75, 1, '0.1')]],
    ['a half cent, up', [line(6, 3, '0.125')]],
    ['just below a half cent', [line(34, 1, '0.1111')]],
    ['freight of a half cent, up', [line(54, 2)]],
    ['each line before the sum', [line(54, 1, '0.1'), line(41, 1, '0.1'), line(75, 1, '0.1')]],
    ['nothing at all', [line(6, 1, '1')]],
    ['nothing of a whole price', [line(38, 17)]],
    ['a discount of four decimals', [line(61, 7, '0.3333')]],
  ])('is rounded half up to the cent: %s', async (_name, lines) => {
    const { totals, subtotal, freight, total } = priced(lines);
    const expectedTotal = amountOf(total);
    const selection = 'lines { lineTotal { amount } } subtotal { amount } freight { amount } total { amount }';
    expect(await outcomeOf(place('manager', lines, { customerId: 'QUICK', expectedTotal }, selection))).toEqual({
      lines: totals.map((amount) => ({ lineTotal: { amount: amountOf(amount) } })),
      subtotal: { amount: amountOf(subtotal) },
      freight: { amount: amountOf(freight) },
      total: { amount: amountOf(total) },
    });
  });
});

describe('is refused with', () => {
  const good = line(6, 1);
  const shipTo = { name: 'Maria', line1: 'Hafen 1', city: 'Hamburg', country: 'Germany' };
  it.each<[string, Principal | string, Line[], Record<string, unknown>, string[]]>([
    ['no company by staff', 'sales', [good], {}, ['REQUIRED customerId']],
    ['an unknown company by staff', 'sales', [good], { customerId: 'NOBODY' }, ['NOT_FOUND customerId']],
    ['an unknown company and an address by staff', 'sales', [good], { customerId: 'NOBODY', shipTo }, ['NOT_FOUND customerId']],
    ['a company with a null character', 'sales', [good], { customerId: 'ALF\0KI' }, ['INVALID_INPUT customerId']],
    ['another’s company', 'ALFKI', [good], { customerId: 'ANATR' }, ['NOT_FOUND customerId']],
    ['no company of one’s own', personWith('ALFKI', { customerId: null }), [good], {}, ['NOT_ALLOWED customerId']],
    ['no lines', 'ALFKI', [], {}, ['INVALID_INPUT lines']],
    ['101 lines', 'ALFKI', Array.from({ length: 101 }, (_, index) => line(index + 1, 1)), {}, ['INVALID_INPUT lines']],
    ['a product twice', 'ALFKI', [good, line(7, 1), good], {}, ['DUPLICATE_LINE lines.2.productId']],
    ['a quantity of 0', 'ALFKI', [line(6, 0)], {}, ['INVALID_QUANTITY lines.0.quantity']],
    ['a quantity below 0', 'ALFKI', [good, line(7, -1)], {}, ['INVALID_QUANTITY lines.1.quantity']],
    ['a quantity of 100,001', 'ALFKI', [line(6, 100_001)], {}, ['INVALID_QUANTITY lines.0.quantity']],
    ['an unknown product', 'ALFKI', [line(9999, 1)], {}, ['NOT_FOUND lines.0.productId']],
    ['a product by another form of its id', 'ALFKI', [{ productId: '06', quantity: 1 }], {}, ['NOT_FOUND lines.0.productId']],
    ['a discontinued product', 'ALFKI', [good, line(1, 1)], {}, ['PRODUCT_DISCONTINUED lines.1.productId']],
    ['an unknown shipper', 'ALFKI', [good], { shipperId: '99' }, ['NOT_FOUND shipperId']],
    [
      'yesterday',
      'ALFKI',
      [good],
      { requiredBy: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10) },
      ['INVALID_INPUT requiredBy'],
    ],
    ['the year 0', 'ALFKI', [good], { requiredBy: '0000-01-01' }, ['INVALID_INPUT requiredBy']],
    ['another total', 'ALFKI', [good], { expectedTotal: '26.24' }, ['TOTAL_CHANGED expectedTotal']],
    ['a total of 0', 'ALFKI', [good], { expectedTotal: '0' }, ['TOTAL_CHANGED expectedTotal']],
    ['a total with three decimals', 'ALFKI', [good], { expectedTotal: '26.250' }, ['INVALID_INPUT expectedTotal']],
    ['a negative total', 'ALFKI', [good], { expectedTotal: '-1' }, ['INVALID_INPUT expectedTotal']],
    ['an empty key', 'ALFKI', [good], { idempotencyKey: '' }, ['INVALID_INPUT idempotencyKey']],
    ['a key of 65 characters', 'ALFKI', [good], { idempotencyKey: 'k'.repeat(65) }, ['INVALID_INPUT idempotencyKey']],
    ['a key that cannot be printed', 'ALFKI', [good], { idempotencyKey: 'k\n' }, ['INVALID_INPUT idempotencyKey']],
    ['an address without a name', 'ALFKI', [good], { shipTo: { ...shipTo, name: ' ' } }, ['INVALID_INPUT shipTo.name']],
    ['a city of 201 letters', 'ALFKI', [good], { shipTo: { ...shipTo, city: 'x'.repeat(201) } }, ['INVALID_INPUT shipTo.city']],
    ['a null character', 'ALFKI', [good], { shipTo: { ...shipTo, region: 'H\0H' } }, ['INVALID_INPUT shipTo.region']],
    [
      'everything that is wrong with its lines',
      'ALFKI',
      [line(9999, 1), line(1, 1), line(6, 1, '0.1')],
      {},
      ['NOT_FOUND lines.0.productId', 'PRODUCT_DISCONTINUED lines.1.productId', 'DISCOUNT_NOT_ALLOWED lines.2.discount'],
    ],
  ])('%s', async (_name, as, lines, more, expected) => {
    const before = [await stockOf(6), await orders.totalCount()];
    expect(await outcomeOf(place(as, lines, more))).toEqual(expected);
    expect([await stockOf(6), await orders.totalCount()]).toEqual(before);
    await noTrace();
  });

  it('a total that was right before the price changed; the order of before keeps its price', async () => {
    const id = await placed('ALFKI', [line(77, 1)], { expectedTotal: '13.65' });
    const document = 'mutation { changePrice(input: { id: "77", unitPrice: "13.50" }) { userErrors { code } } }';
    await orders.sibling('catalog').execute({ document, as: 'manager' });
    expect(await outcomeOf(place('ALFKI', [line(77, 1)], { expectedTotal: '13.65' }))).toEqual(['TOTAL_CHANGED expectedTotal']);
    expect(await outcomeOf(place('ALFKI', [line(77, 1)], { expectedTotal: '14.18' }, 'lines { unitPrice { amount } }'))).toEqual({
      lines: [{ unitPrice: { amount: '13.50' } }],
    });
    expect(await orders.order(id, 'lines { unitPrice { amount } }')).toEqual({ lines: [{ unitPrice: { amount: '13.00' } }] });
  });
});

describe('discounts', () => {
  const refused = ['DISCOUNT_NOT_ALLOWED lines.0.discount'];
  const without = (name: string) => personWith(name, { scopes: ['orders:write', 'orders:confirm'] });
  const client: Principal = { kind: 'client', clientId: 'shop', scopes: ['orders:write', 'orders:discount'], customerId: 'ALFKI' };
  it.each<[string, Principal | string, string, boolean]>([
    ['a customer', 'ALFKI', '0.01', false],
    ['a customer', 'ALFKI', '0', true],
    ['a customer', 'ALFKI', '0.0000', true],
    ['a customer', 'ALFKI', '0.00000', false],
    ['an employee', 'sales', '0.25', true],
    ['an employee', 'sales', '0.2501', false],
    ['an employee', 'sales', '1', false],
    ['an employee whose key lacks the scope', without('sales'), '0.1', false],
    ['a manager', 'manager', '0.2501', true],
    ['a manager', 'manager', '1', true],
    ['a manager', 'manager', '1.0001', false],
    ['a manager', 'manager', '2', false],
    ['a manager', 'manager', '-0.1', false],
    ['a manager', 'manager', '0.12345', false],
    ['a manager whose key lacks the scope', without('manager'), '0.1', false],
    ['an administrator', 'admin', '0.9999', true],
    ['a client', client, '0.25', true],
    ['a client', client, '0.26', false],
  ])('%s: %#', async (_name, as, discount, allowed) => {
    const more = { customerId: 'ALFKI' };
    const outcome = await outcomeOf(place(as, [line(22, 1, discount)], more, 'lines { discount }'));
    expect(outcome).toEqual(allowed ? { lines: [{ discount: String(Number(discount)) }] } : refused);
  });
});

describe('stock', () => {
  it('that is short is named line by line, and nothing of the order is reserved', async () => {
    const { data } = await place('ALFKI', [line(75, 1), line(8, 7), line(31, 1), line(7, 15)]);
    const reason = (productId: string, left: number, quantity: number, index: number) => ({
      code: 'INSUFFICIENT_STOCK',
      message: `Of product ${productId} only ${left} of the ${quantity} are left.`,
      path: ['lines', String(index), 'quantity'],
    });
    expect(data?.['result']).toEqual({ order: null, userErrors: [reason('8', 6, 7, 1), reason('31', 0, 1, 2)] });
    expect(await stockOf(7)).toEqual({ onHand: 15, reserved: 0 });
    await noTrace();
  });

  it('is never given twice, however many want it at once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 12 }, () => outcomeOf(place('ALFKI', [line(8, 1)], {}, 'status'))));
    const taken = outcomes.filter((outcome) => !Array.isArray(outcome));
    expect(taken).toEqual(Array.from({ length: 6 }, () => ({ status: 'PLACED' })));
    expect(outcomes.filter(Array.isArray)).toEqual(Array.from({ length: 6 }, () => ['INSUFFICIENT_STOCK lines.0.quantity']));
    expect(await stockOf(8)).toEqual({ onHand: 6, reserved: 6 });
    await noTrace();
  });

  it('is there for a retry with the same key once it has come in', async () => {
    const retry = () => outcomeOf(place('ALFKI', [line(74, 5)], { idempotencyKey: 'patience' }, 'status'));
    expect(await retry()).toEqual(['INSUFFICIENT_STOCK lines.0.quantity']);
    const document = 'mutation { receiveStock(input: { idempotencyKey: "r", productId: "74", quantity: 1 }) { userErrors { code } } }';
    await orders.sibling('inventory').execute({ document, as: 'manager' });
    expect(await retry()).toEqual({ status: 'PLACED' });
  });
});

describe('the same key', () => {
  const again = (idempotencyKey: string, as: Principal | string, lines = [line(76, 2)], more = {}) =>
    outcomeOf(place(as, lines, { idempotencyKey, ...more }, 'id status version'));

  it('places one order, and a repeat answers it as it is now', async () => {
    const before = await orders.totalCount();
    const first = await again('once', 'ALFKI');
    expect(await again('once', 'ALFKI')).toEqual(first);
    const { id } = first as { id: string }; // it was placed
    await send('confirmOrder', 'manager', { id });
    expect(await again('once', 'ALFKI')).toEqual({ id, status: 'CONFIRMED', version: 2 });
    expect([await orders.totalCount(), await stockOf(76)]).toEqual([before + 1, { onHand: 57, reserved: 2 }]);
  });

  it('is refused with other input, and for good only once it took effect', async () => {
    expect(await again('other', 'ALFKI', [line(9999, 1)])).toEqual(['NOT_FOUND lines.0.productId']);
    expect(await again('other', 'ALFKI')).toMatchObject({ status: 'PLACED' });
    expect(await again('other', 'ALFKI', [line(76, 3)])).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(await again('other', 'ALFKI', [line(76, 2)], { shipperId: '1' })).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('is the same input in whatever order its fields stand', async () => {
    const [forwards, backwards] = [
      'idempotencyKey: "order", shipperId: "1", lines: [{ productId: "76", quantity: 1 }]',
      'lines: [{ quantity: 1, productId: "76" }], shipperId: "1", idempotencyKey: "order"',
    ];
    const sent = async (input: string | undefined) =>
      (await ask(`mutation { placeOrder(input: { ${input} }) { order { id } } }`, 'ALFKI')).data;
    expect(await sent(forwards)).toEqual(await sent(backwards));
  });

  it('belongs to who sent it', async () => {
    const [one, other] = [await again('shared', 'ALFKI'), await again('shared', 'ANATR')];
    expect(one).not.toEqual(other);
    expect([one, other]).toMatchObject([{ status: 'PLACED' }, { status: 'PLACED' }]);
  });

  it('sent many times at once places one order', async () => {
    const before = await stockOf(76);
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => again('at once', 'ALFKI')));
    const ids = new Set(
      outcomes.filter((outcome) => outcome !== 'IDEMPOTENCY_IN_PROGRESS').map((outcome) => (outcome as { id: string }).id),
    ); // the others were placed
    expect([...ids]).toHaveLength(1);
    expect(await stockOf(76)).toEqual({ ...before, reserved: before.reserved + 2 });
  });
});
