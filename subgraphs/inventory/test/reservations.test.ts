// What inventory does for orders: GraphQL in, JSON out, on a real PostgreSQL.
import { randomUUID } from 'node:crypto';
import { testSubgraph } from '@tributary/test-kit';
import { describe, expect, it } from 'vitest';

const subgraph = await testSubgraph('inventory');

const result = 'outcome shortages { productId availableQuantity }';
const reserveDocument = `mutation ($orderId: ID!, $lines: [InternalStockLine!]!) { result: internalReserveStock(orderId: $orderId, lines: $lines) { ${result} } }`;
const releaseDocument = `mutation ($orderId: ID!) { result: internalReleaseStock(orderId: $orderId) { ${result} } }`;
const shipDocument = `mutation ($orderId: ID!, $attempt: ID!, $lines: [InternalStockLine!]!) { result: internalShipStock(orderId: $orderId, attempt: $attempt, lines: $lines) { ${result} } }`;

interface Line {
  readonly productId: string;
  readonly quantity: number;
}

const ask = (document: string, variables: Record<string, unknown>) => subgraph.execute({ document, variables, as: 'orders' });
const reserve = (orderId: string, ...lines: Line[]) => ask(reserveDocument, { orderId, lines });
const release = (orderId: string) => ask(releaseDocument, { orderId });
const ship = (orderId: string, ...lines: Line[]) => ask(shipDocument, { orderId, attempt: randomUUID(), lines });
const shipAs = (attempt: string, orderId: string, ...lines: Line[]) => ask(shipDocument, { orderId, attempt, lines });
const line = (productId: number, quantity: number): Line => ({ productId: String(productId), quantity });

const done = { data: { result: { outcome: 'DONE', shortages: [] } } };
const released = { data: { result: { outcome: 'RELEASED', shortages: [] } } };
const short = (...shortages: [productId: string, availableQuantity: number][]) => ({
  data: { result: { outcome: 'SHORT', shortages: shortages.map(([productId, availableQuantity]) => ({ productId, availableQuantity })) } },
});

/** The stock of a product in a word, and its ledger without the first line. */
async function stockOf(productId: number) {
  const document = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Product { stock {
    onHand reserved available movements { nodes { delta reservedDelta reason reference } } } } } }`;
  const variables = { representations: [{ __typename: 'Product', id: String(productId) }] };
  const { data } = await subgraph.execute({ document, variables, as: 'manager' });
  const { movements, ...quantities } = data?._entities[0].stock;
  const moved = movements.nodes
    .slice(0, -1)
    .map(
      ({ delta, reservedDelta, reason, reference }: Record<string, string | number>) => `${reason} ${delta} ${reservedDelta} ${reference}`,
    );
  return { ...quantities, moved };
}

describe('reserving', () => {
  it('holds every line, and a repeat holds nothing more', async () => {
    expect(await reserve('1001', line(3, 4), line(2, 7))).toEqual(done);
    expect(await reserve('1001', line(3, 4), line(2, 7))).toEqual(done);
    expect(await stockOf(2)).toEqual({ onHand: 17, reserved: 7, available: 10, moved: ['RESERVED 0 7 1001'] });
    expect(await stockOf(3)).toEqual({ onHand: 13, reserved: 4, available: 9, moved: ['RESERVED 0 4 1001'] });
  });

  it('holds nothing when a line is short, and names each that is; a retry can do better', async () => {
    expect(await reserve('1002', line(8, 7), line(6, 1), line(5, 1), line(9999, 2))).toEqual(short(['8', 6], ['5', 0], ['9999', 0]));
    expect(await stockOf(6)).toEqual({ onHand: 120, reserved: 0, available: 120, moved: [] });
    expect(await reserve('1002', line(8, 6), line(6, 1))).toEqual(done);
    expect(await stockOf(8)).toEqual({ onHand: 6, reserved: 6, available: 0, moved: ['RESERVED 0 6 1002'] });
  });

  it('knows no product by an id of another form', async () => {
    expect(await ask(reserveDocument, { orderId: '1003', lines: [{ productId: '4x', quantity: 1 }] })).toEqual(short(['4x', 0]));
  });

  it.each<[string, string, Line[]]>([
    ['no lines', '1004', []],
    ['a quantity of 0', '1004', [line(4, 0)]],
    ['a quantity below 0', '1004', [line(4, -1)]],
    ['a product twice', '1004', [line(4, 1), line(4, 2)]],
    ['an empty order id', '', [line(4, 1)]],
  ])('refuses %s', async (_name, orderId, lines) => {
    for (const document of [reserveDocument, shipDocument]) {
      const { data, errors } = await ask(document, { orderId, attempt: '1', lines });
      expect(data).toBeNull();
      expect(errors).toMatchObject([{ path: ['result'], extensions: { code: 'BAD_USER_INPUT' } }]);
    }
    expect(await stockOf(4)).toMatchObject({ reserved: 0, moved: [] });
  });
});

describe('releasing', () => {
  it('gives back what is held, once', async () => {
    await reserve('2001', line(10, 5));
    expect(await release('2001')).toEqual(done);
    expect(await release('2001')).toEqual(done);
    expect(await stockOf(10)).toEqual({ onHand: 31, reserved: 0, available: 31, moved: ['RELEASED 0 -5 2001', 'RESERVED 0 5 2001'] });
  });

  it('refuses a reservation and a shipment that come after it, of an order that never came too', async () => {
    expect(await release('2002')).toEqual(done);
    expect(await reserve('2002', line(11, 1))).toEqual(released);
    expect(await ship('2002', line(11, 1))).toEqual(released);
    expect(await stockOf(11)).toEqual({ onHand: 22, reserved: 0, available: 22, moved: [] });
  });

  it('leaves what was shipped shipped', async () => {
    await reserve('2003', line(12, 6));
    await ship('2003', line(12, 6));
    expect(await release('2003')).toEqual(done);
    expect(await stockOf(12)).toMatchObject({ onHand: 80, reserved: 0 });
  });
});

describe('shipping', () => {
  it('takes out what is held, once', async () => {
    await reserve('3001', line(13, 4), line(14, 5));
    expect(await ship('3001', line(13, 4), line(14, 5))).toEqual(done);
    expect(await ship('3001', line(13, 4), line(14, 5))).toEqual(done);
    expect(await reserve('3001', line(13, 4), line(14, 5))).toEqual(done);
    expect(await stockOf(13)).toEqual({ onHand: 20, reserved: 0, available: 20, moved: ['SHIPPED -4 -4 3001', 'RESERVED 0 4 3001'] });
    expect(await stockOf(14)).toEqual({ onHand: 30, reserved: 0, available: 30, moved: ['SHIPPED -5 -5 3001', 'RESERVED 0 5 3001'] });
  });

  it('takes an order that holds nothing from what is available, never from what others hold', async () => {
    await reserve('3002', line(15, 30));
    expect(await ship('3003', line(15, 10), line(16, 2))).toEqual(short(['15', 9]));
    expect(await stockOf(16)).toMatchObject({ onHand: 29, moved: [] });
    expect(await ship('3003', line(15, 9), line(16, 2))).toEqual(done);
    expect(await stockOf(15)).toEqual({ onHand: 30, reserved: 30, available: 0, moved: ['SHIPPED -9 0 3003', 'RESERVED 0 30 3002'] });
  });
});

describe('at the same time', () => {
  it('200 buyers of one last unit: exactly one gets it, and every other is told that none is left', async () => {
    await reserve('4000', line(21, 2));
    const answers = await Promise.all(Array.from({ length: 200 }, (_, buyer) => reserve(`400-${buyer}`, line(21, 1))));
    expect(answers.filter(({ data }) => data?.result.outcome === 'DONE')).toEqual([done]);
    expect(answers.filter(({ data }) => data?.result.outcome !== 'DONE')).toEqual(Array.from({ length: 199 }, () => short(['21', 0])));
    expect(await stockOf(21)).toMatchObject({ onHand: 3, reserved: 3, available: 0 });
  });

  it('orders that name the same products in another order do not wait for each other in a circle', async () => {
    const products = [22, 23, 25, 27].map((productId) => line(productId, 1));
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, order) => reserve(`500-${order}`, ...(order % 2 === 0 ? products : products.toReversed()))),
    );
    expect(answers).toEqual(answers.map(() => done));
    expect(await stockOf(22)).toMatchObject({ onHand: 104, reserved: 40 });
  });

  it('a reservation and its release, in whichever order they arrive, leave nothing held', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, order) => [reserve(`600-${order}`, line(33, 2)), release(`600-${order}`)]).flat());
    expect(await stockOf(33)).toMatchObject({ onHand: 112, reserved: 0 });
  });

  it('the same reservation, sent many times, holds once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => reserve('7000', line(34, 3))));
    expect(answers).toEqual(answers.map(() => done));
    expect(await stockOf(34)).toEqual({ onHand: 111, reserved: 3, available: 108, moved: ['RESERVED 0 3 7000'] });
  });
});

it('needs as many statements for thirty lines as for one', async () => {
  const plenty = [6, 12, 18, 20, 22, 23, 25, 26, 33, 34, 36, 38, 39, 40, 41, 42, 43, 44, 46, 47, 50, 51, 52, 55, 56, 57, 58, 59, 60, 61];
  const statementsOf = async (command: () => Promise<unknown>) => {
    expect(await command()).toEqual(done);
    return subgraph.statements();
  };
  const counts = async (order: string, lines: readonly Line[]) => ({
    reserve: await statementsOf(() => reserve(`${order}-a`, ...lines)),
    ship: await statementsOf(() => ship(`${order}-a`, ...lines)),
    shipUnheld: await statementsOf(() => ship(`${order}-b`, ...lines)),
    reserveAgain: await statementsOf(() => reserve(`${order}-c`, ...lines)),
    release: await statementsOf(() => release(`${order}-c`)),
  });
  const one = await counts('8001', [line(75, 1)]);
  expect(
    await counts(
      '8002',
      plenty.map((productId) => line(productId, 1)),
    ),
  ).toEqual(one);
});

describe('a try to ship that was short', () => {
  it('stays refused when stock has come in, and another try takes it', async () => {
    const receive = 'mutation { receiveStock(input: { idempotencyKey: "more", productId: "5", quantity: 10 }) { userErrors { code } } }';
    const before = await stockOf(5);
    expect(await shipAs('first', '7001', line(5, before.available + 1))).toEqual(short(['5', before.available]));
    await subgraph.execute({ document: receive, as: 'manager' });
    expect(await shipAs('first', '7001', line(5, before.available + 1))).toMatchObject({ data: { result: { outcome: 'RELEASED' } } });
    expect(await stockOf(5)).toMatchObject({ onHand: before.onHand + 10 });
    expect(await shipAs('second', '7001', line(5, before.available + 1))).toMatchObject({ data: { result: { outcome: 'DONE' } } });
  });
});
