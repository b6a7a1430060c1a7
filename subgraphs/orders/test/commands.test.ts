// Quoting, confirming, cancelling and shipping orders: every legal and illegal move, by whom, and what becomes of the stock.
import { sqltag as sql } from '@prisma/client/runtime/client';
import type { Principal } from '@tributary/auth-kit';
import { samplePrincipal } from '@tributary/test-kit';
import { describe, expect, it } from 'vitest';
import { type Line, line, type Move, otherSales, personWith, usd, useOrders } from './support.ts';

const orders = useOrders();
const { ask, order, orderIn, outcomeOf, placed, send, stockOf, totalCount } = orders;

const instant = expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const by = (name: string) => {
  const principal = samplePrincipal(name, []);
  return principal.kind === 'user' ? { id: principal.userId } : null;
};

describe('a quote', () => {
  const selection = `quote { lines { productId product { id } quantity unitPrice { amount currency } discount lineTotal { amount currency } availableQuantity }
    subtotal { amount currency } freight { amount currency } total { amount currency } } userErrors { code message path }`;
  const quote = async (as: Principal | string, lines: readonly Line[], customerId?: string) => {
    const input = { lines, ...(customerId !== undefined && { customerId }) };
    return (await ask(`query ($input: OrderQuoteInput!) { orderQuote(input: $input) { ${selection} } }`, as, { input })).data?.[
      'orderQuote'
    ];
  };
  const codes = async (answer: ReturnType<typeof quote>) => {
    const { quote: given, userErrors } = await answer;
    expect(given).toBeNull();
    return userErrors.map(({ code, path }: { code: string; path: string[] }) => `${code} ${path.join('.')}`);
  };

  it('says what an order would cost, what is there of it, and reserves nothing', async () => {
    const before = await totalCount();
    expect(await quote('ALFKI', [line(6, 3), line(8, 10)])).toEqual({
      quote: {
        lines: [
          {
            productId: '6',
            product: { id: '6' },
            quantity: 3,
            unitPrice: usd('25.00'),
            discount: '0',
            lineTotal: usd('75.00'),
            availableQuantity: 3,
          },
          {
            productId: '8',
            product: { id: '8' },
            quantity: 10,
            unitPrice: usd('40.00'),
            discount: '0',
            lineTotal: usd('400.00'),
            availableQuantity: 6,
          },
        ],
        subtotal: usd('475.00'),
        freight: usd('23.75'),
        total: usd('498.75'),
      },
      userErrors: [{ code: 'INSUFFICIENT_STOCK', message: 'Of product 8 only 6 of the 10 are left.', path: ['lines', '1', 'quantity'] }],
    });
    expect([await stockOf(6), await stockOf(8), await totalCount()]).toEqual([
      { onHand: 120, reserved: 0 },
      { onHand: 6, reserved: 0 },
      before,
    ]);
  });

  it('is what the order then costs', async () => {
    const lines = [line(54, 2, '0.1'), line(61, 3, '0.3333')];
    const { total, subtotal, freight } = (await quote('manager', lines, 'ALFKI')).quote;
    const id = await placed('manager', lines, { customerId: 'ALFKI', expectedTotal: total.amount });
    const money = '{ amount currency }';
    expect(await order(id, `subtotal ${money} freight ${money} total ${money}`)).toEqual({ subtotal, freight, total });
  });

  it.each<[string, Principal | string, Line[], string | undefined, string[]]>([
    ['no company by staff', 'sales', [line(6, 1)], undefined, ['REQUIRED customerId']],
    ['an unknown company by staff', 'sales', [line(6, 1)], 'NOBODY', ['NOT_FOUND customerId']],
    ['another’s company', 'ALFKI', [line(6, 1)], 'ANATR', ['NOT_FOUND customerId']],
    ['no company of one’s own', personWith('ALFKI', { customerId: null }), [line(6, 1)], undefined, ['NOT_ALLOWED customerId']],
    ['no lines', 'ALFKI', [], undefined, ['INVALID_INPUT lines']],
    ['a quantity of 0', 'ALFKI', [line(6, 0)], undefined, ['INVALID_QUANTITY lines.0.quantity']],
    ['a product twice', 'ALFKI', [line(6, 1), line(6, 1)], undefined, ['DUPLICATE_LINE lines.1.productId']],
    [
      'an unknown and a discontinued product',
      'ALFKI',
      [line(9999, 1), line(1, 1)],
      undefined,
      ['NOT_FOUND lines.0.productId', 'PRODUCT_DISCONTINUED lines.1.productId'],
    ],
    ['a discount by a customer', 'ALFKI', [line(6, 1, '0.1')], undefined, ['DISCOUNT_NOT_ALLOWED lines.0.discount']],
    ['a discount above the limit', 'sales', [line(6, 1, '0.26')], 'ALFKI', ['DISCOUNT_NOT_ALLOWED lines.0.discount']],
  ])('is not given for %s', async (_name, as, lines, customerId, expected) => {
    expect(await codes(quote(as, lines, customerId))).toEqual(expected);
  });
});

const history = 'history { status at by { id } note }';

describe('an order is', () => {
  it('confirmed by staff, and its stock stays reserved', async () => {
    const id = await placed('ALFKI', [line(65, 4)]);
    expect(await outcomeOf(send('confirmOrder', 'manager', { id, expectedVersion: 1 }, `id status version shippedAt ${history}`))).toEqual({
      id,
      status: 'CONFIRMED',
      version: 2,
      shippedAt: null,
      history: [
        { status: 'PLACED', at: instant, by: by('ALFKI'), note: null },
        { status: 'CONFIRMED', at: instant, by: by('manager'), note: null },
      ],
    });
    expect(await stockOf(65)).toEqual({ onHand: 76, reserved: 4 });
  });

  it('shipped with a shipper, and its stock is gone', async () => {
    const id = await orderIn('CONFIRMED', 'ALFKI', [line(63, 4), line(64, 2)]);
    const { data } = await send(
      'shipOrder',
      'admin',
      { id, shipperId: '3', expectedVersion: 2 },
      `status version shippedAt shipper { companyName } ${history}`,
    );
    const { shippedAt, history: events, ...shipped } = data?.['result'].order;
    expect(shipped).toEqual({ status: 'SHIPPED', version: 3, shipper: { companyName: 'Federal Shipping' } });
    expect(events.at(-1)).toEqual({ status: 'SHIPPED', at: shippedAt, by: by('admin'), note: null });
    expect([await stockOf(63), await stockOf(64)]).toEqual([
      { onHand: 20, reserved: 0 },
      { onHand: 20, reserved: 0 },
    ]);
  });

  it('cancelled with a reason, and its stock is free again', async () => {
    const id = await placed('ALFKI', [line(66, 4)]);
    expect(await stockOf(66)).toEqual({ onHand: 4, reserved: 4 });
    const { data } = await send('cancelOrder', 'ALFKI', { id, expectedVersion: 1, reason: ' Too late. ' }, `status version ${history}`);
    expect(data?.['result']).toMatchObject({
      order: {
        status: 'CANCELLED',
        version: 2,
        history: [{ status: 'PLACED' }, { status: 'CANCELLED', at: instant, by: by('ALFKI'), note: 'Too late.' }],
      },
      userErrors: [],
    });
    expect(await stockOf(66)).toEqual({ onHand: 4, reserved: 0 });
    await placed('ANATR', [line(66, 4)]);
  });

  it('cancelled by staff though it is confirmed, and nothing is left of its intent', async () => {
    const id = await orderIn('CONFIRMED', 'ALFKI', [line(68, 6)]);
    expect(await outcomeOf(send('cancelOrder', 'manager', { id }, 'status version'))).toEqual({ status: 'CANCELLED', version: 3 });
    expect(await stockOf(68)).toEqual({ onHand: 6, reserved: 0 });
    expect(await orders.running().service.database.client.$queryRaw(sql`SELECT * FROM "OrderIntent"`)).toEqual([]);
  });
});

describe('an order of the source', () => {
  it('takes what it ships from what is available', async () => {
    expect(await outcomeOf(send('shipOrder', 'manager', { id: '11054', shipperId: '1' }, 'status version'))).toEqual({
      status: 'SHIPPED',
      version: 2,
    });
    expect([await stockOf(33), await stockOf(67)]).toEqual([
      { onHand: 102, reserved: 0 },
      { onHand: 32, reserved: 0 },
    ]);
  });

  it('is not shipped while stock is short, not even in part, and is once it has come in', async () => {
    const ship = () => send('shipOrder', 'manager', { id: '11045', shipperId: '1' }, 'status');
    const before = [await stockOf(33), await stockOf(51)];
    expect((await ship()).data?.['result']).toEqual({
      order: null,
      userErrors: [{ code: 'INSUFFICIENT_STOCK', message: 'Of product 51 only 20 of the 24 are left.', path: ['id'] }],
    });
    expect([await order('11045'), await stockOf(33), await stockOf(51)]).toEqual([{ status: 'CONFIRMED', version: 1 }, ...before]);
    const document = 'mutation { receiveStock(input: { idempotencyKey: "r", productId: "51", quantity: 4 }) { userErrors { code } } }';
    await orders.sibling('inventory').execute({ document, as: 'manager' });
    expect(await outcomeOf(ship())).toEqual({ status: 'SHIPPED' });
    expect(await stockOf(51)).toEqual({ onHand: 0, reserved: 0 });
  });

  it('gives nothing back when it is cancelled', async () => {
    expect(await outcomeOf(send('cancelOrder', 'manager', { id: '11058' }, 'status'))).toEqual({ status: 'CANCELLED' });
    expect([await stockOf(21), await stockOf(60)]).toEqual([
      { onHand: 3, reserved: 0 },
      { onHand: 19, reserved: 0 },
    ]);
  });
});

describe('a move', () => {
  type Status = Parameters<typeof orderIn>[0];
  const input = (move: Move, id: string, more = {}) => ({ id, ...(move === 'shipOrder' && { shipperId: '1' }), ...more });
  const to = { confirmOrder: 'CONFIRMED', cancelOrder: 'CANCELLED', shipOrder: 'SHIPPED' } as const;
  const moves: Move[] = ['confirmOrder', 'cancelOrder', 'shipOrder'];
  const after = {
    PLACED: 'it can become CONFIRMED or CANCELLED',
    CONFIRMED: 'it can become SHIPPED or CANCELLED',
    SHIPPED: 'it can no longer change',
    CANCELLED: 'it can no longer change',
  };
  const illegal: [Status, Move, string, string][] = [
    ['PLACED', 'shipOrder', 'manager', after.PLACED],
    ['CONFIRMED', 'confirmOrder', 'manager', after.CONFIRMED],
    ['CONFIRMED', 'cancelOrder', 'ALFKI', 'it can become SHIPPED'],
    ...moves.map((move) => ['SHIPPED', move, 'manager', after.SHIPPED] as [Status, Move, string, string]),
    ...moves.map((move) => ['CANCELLED', move, 'admin', after.CANCELLED] as [Status, Move, string, string]),
    ['SHIPPED', 'cancelOrder', 'ALFKI', after.SHIPPED],
    ['CANCELLED', 'cancelOrder', 'ALFKI', after.CANCELLED],
  ];

  it.each(illegal)('from %s by %s is illegal for %s, and changes nothing', async (status, move, as, instead) => {
    const id = await orderIn(status, 'ALFKI', [line(75, 1)]);
    const [before, stock] = [await order(id, `status version ${history}`), await stockOf(75)];
    const message = `An order that is ${status} cannot become ${to[move]}: ${instead}.`;
    expect((await send(move, as, input(move, id))).data?.['result']).toEqual({
      order: null,
      userErrors: [{ code: 'ILLEGAL_TRANSITION', message, path: ['id'] }],
    });
    expect([await order(id, `status version ${history}`), await stockOf(75)]).toEqual([before, stock]);
  });

  it.each<[Move, Status]>([
    ['confirmOrder', 'PLACED'],
    ['cancelOrder', 'PLACED'],
    ['shipOrder', 'CONFIRMED'],
  ])('%s finds out when the order has moved on', async (move, status) => {
    const id = await orderIn(status, 'ALFKI', [line(75, 1)]);
    const { version } = await order(id);
    for (const expectedVersion of [version - 1, version + 1]) {
      expect((await send(move, 'manager', input(move, id, { expectedVersion }))).data?.['result']).toEqual({
        order: null,
        userErrors: [{ code: 'CONFLICT', message: `The order has version ${version} by now.`, path: ['expectedVersion'] }],
      });
    }
    expect(await order(id)).toEqual({ status, version });
    expect(await outcomeOf(send(move, 'manager', input(move, id, { expectedVersion: version }), 'version'))).toEqual({
      version: version + 1,
    });
  });

  it.each(moves)('%s of a missing order answers NOT_FOUND', async (move) => {
    for (const id of ['99999', '0', 'x', '']) expect(await outcomeOf(send(move, 'manager', input(move, id)))).toEqual(['NOT_FOUND id']);
  });

  it.each<[Move, string, Principal | string]>([
    ['cancelOrder', 'another company’s', 'ANATR'],
    ['cancelOrder', 'a colleague’s', otherSales()],
    ['confirmOrder', 'a colleague’s', otherSales()],
    ['shipOrder', 'a colleague’s, with the scope', personWith('sales', { scopes: ['orders:ship'] })],
    ['shipOrder', 'another company’s, with the scope', personWith('ANATR', { scopes: ['orders:read', 'orders:ship'] })],
    [
      'confirmOrder',
      'another company’s, by a client',
      { kind: 'client', clientId: 'shop', scopes: ['orders:read', 'orders:confirm'], customerId: 'ANATR' },
    ],
  ])('%s of %s order answers as of a missing one', async (move, _name, as) => {
    const id = await placed('manager', [line(75, 1)], { customerId: 'ALFKI' });
    const [foreign, missing] = [await send(move, as, input(move, id)), await send(move, as, input(move, '99999'))];
    expect(foreign.data?.['result'].userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['id'] }]);
    expect(foreign).toEqual(missing);
    expect(await order(id)).toEqual({ status: 'PLACED', version: 1 });
  });

  it('of an order that nobody looks after is any employee’s', async () => {
    const id = await placed('admin', [line(75, 1)], { customerId: 'ALFKI' });
    expect(await outcomeOf(send('confirmOrder', otherSales(), { id }, 'status salesRep { id }'))).toEqual({
      status: 'CONFIRMED',
      salesRep: null,
    });
    expect(await outcomeOf(send('cancelOrder', 'sales', { id }, 'status'))).toEqual({ status: 'CANCELLED' });
  });

  it.each<[Move, string, Record<string, unknown>, string[]]>([
    ['cancelOrder', 'a reason of 501 letters', { reason: 'x'.repeat(501) }, ['INVALID_INPUT reason']],
    ['cancelOrder', 'a reason with a null character', { reason: 'n\0' }, ['INVALID_INPUT reason']],
    ['shipOrder', 'an unknown shipper', { shipperId: '99' }, ['NOT_FOUND shipperId']],
    ['shipOrder', 'a shipper by another form of its id', { shipperId: '01' }, ['NOT_FOUND shipperId']],
  ])('%s refuses %s', async (move, _name, more, expected) => {
    const id = await orderIn('CONFIRMED', 'ALFKI', [line(75, 1)]);
    expect(await outcomeOf(send(move, 'manager', input(move, id, more)))).toEqual(expected);
    expect(await order(id)).toEqual({ status: 'CONFIRMED', version: 2 });
  });

  it.each<[string, Status, [Move, string], [Move, string]]>([
    ['confirming and the customer’s cancelling', 'PLACED', ['confirmOrder', 'manager'], ['cancelOrder', 'ALFKI']],
    ['shipping and cancelling', 'CONFIRMED', ['shipOrder', 'manager'], ['cancelOrder', 'manager']],
    ['shipping twice', 'CONFIRMED', ['shipOrder', 'manager'], ['shipOrder', 'admin']],
    ['cancelling twice', 'PLACED', ['cancelOrder', 'manager'], ['cancelOrder', 'ALFKI']],
  ])('of two at once only one wins: %s', async (_name, status, [one, oneAs], [other, otherAs]) => {
    for (let round = 0; round < 4; round += 1) {
      const before = await stockOf(69);
      const id = await orderIn(status, 'ALFKI', [line(69, 1)]);
      const { version } = await order(id);
      const outcomes = await Promise.all([
        outcomeOf(send(one, oneAs, input(one, id), 'status')),
        outcomeOf(send(other, otherAs, input(other, id), 'status')),
      ]);
      const winner = outcomes.find((outcome) => !Array.isArray(outcome)) as { status: string }; // one of them was carried out
      expect(outcomes.filter(Array.isArray)).toEqual([[expect.stringMatching(/^(ILLEGAL_TRANSITION|CONFLICT) id$/)]]);
      expect(await order(id)).toEqual({ status: winner.status, version: version + 1 });
      const left = { CONFIRMED: [0, 1], CANCELLED: [0, 0], SHIPPED: [-1, 0] }[winner.status] ?? [];
      expect(await stockOf(69)).toEqual({ onHand: before.onHand + (left[0] ?? 0), reserved: before.reserved + (left[1] ?? 0) });
    }
  });
});
