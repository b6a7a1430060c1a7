// Stock, its ledger and its commands: GraphQL in, JSON out, on a real PostgreSQL.
import { testSubgraph } from '@tributary/test-kit';
import { describe, expect, it } from 'vitest';

const subgraph = await testSubgraph('inventory');

const ask = (document: string, variables: Record<string, unknown> = {}, as = 'manager') => subgraph.execute({ document, variables, as });

const stock = 'stock { productId product { id } onHand reserved available onOrder reorderLevel }';
const userErrors = 'userErrors { code message path }';
const adjustDocument = `mutation ($input: AdjustStockInput!) { adjustStock(input: $input) { ${stock} ${userErrors} } }`;
const receiveDocument = `mutation ($input: ReceiveStockInput!) { receiveStock(input: $input) { ${stock} ${userErrors} } }`;
const reorderLevelDocument = `mutation ($input: SetReorderLevelInput!) { setReorderLevel(input: $input) { ${stock} ${userErrors} } }`;
const ledgerDocument = `query ($representations: [_Any!]!, $first: Int, $after: String) { _entities(representations: $representations) { ... on Product {
  stock { movements(first: $first, after: $after) { totalCount pageInfo { hasNextPage hasPreviousPage endCursor } nodes { delta reservedDelta reason reference } } } } } }`;

const adjust = (input: Record<string, unknown>, as?: string) => ask(adjustDocument, { input }, as);
const receive = (input: Record<string, unknown>, as?: string) => ask(receiveDocument, { input }, as);
const setReorderLevel = (input: Record<string, unknown>) => ask(reorderLevelDocument, { input });
const representation = (id: number) => ({ __typename: 'Product', id: String(id) });

interface Quantities {
  readonly onHand: number;
  readonly reserved?: number;
  readonly onOrder?: number;
  readonly reorderLevel?: number;
}

/** The payload of a command that took effect. */
function tookEffect(mutation: string, productId: number, { onHand, reserved = 0, onOrder = 0, reorderLevel = 0 }: Quantities) {
  const id = String(productId);
  const stockOf = { productId: id, product: { id }, onHand, reserved, available: onHand - reserved, onOrder, reorderLevel };
  return { data: { [mutation]: { stock: stockOf, userErrors: [] } } };
}

const refused = (mutation: string, code: string, message: string, path: string[]) => ({
  data: { [mutation]: { stock: null, userErrors: [{ code, message, path }] } },
});

async function ledgerOf(productId: number) {
  const { data } = await ask(ledgerDocument, { representations: [representation(productId)] });
  return data?._entities[0].stock.movements.nodes;
}

const initial = (delta: number) => ({ delta, reservedDelta: 0, reason: 'INITIAL', reference: null });

describe('productsToReorder', () => {
  const document = `query ($first: Int, $after: String) { productsToReorder(first: $first, after: $after) {
    totalCount pageInfo { hasNextPage hasPreviousPage } edges { cursor node { productId } } nodes { productId available onOrder reorderLevel } } }`;

  it('on first run lists products 30 and 70', async () => {
    const { data, errors } = await ask(document, {}, 'sales');
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      productsToReorder: {
        totalCount: 2,
        pageInfo: { hasNextPage: false, hasPreviousPage: false },
        edges: [
          { cursor: expect.any(String), node: { productId: '30' } },
          { cursor: expect.any(String), node: { productId: '70' } },
        ],
        nodes: [
          { productId: '30', available: 10, onOrder: 0, reorderLevel: 15 },
          { productId: '70', available: 15, onOrder: 10, reorderLevel: 30 },
        ],
      },
    });
  });

  it('goes from the largest shortage to the smallest, then by id, page by page', async () => {
    await setReorderLevel({ productId: '70', reorderLevel: 32 });
    await setReorderLevel({ productId: '8', reorderLevel: 6 }); // at the level: on the list, with a shortage of 0
    await setReorderLevel({ productId: '77', reorderLevel: 37 }); // shortage 5, as product 30
    const pages: string[][] = [];
    let after: string | null = null;
    do {
      const { data } = await ask(document, { first: 2, after });
      const { edges, pageInfo, totalCount } = data?.productsToReorder;
      expect(totalCount).toBe(4);
      expect(pageInfo.hasPreviousPage).toBe(after !== null);
      pages.push(edges.map(({ node }: { node: { productId: string } }) => node.productId));
      after = pageInfo.hasNextPage ? edges.at(-1).cursor : null;
    } while (after !== null);
    expect(pages).toEqual([
      ['70', '30'],
      ['77', '8'],
    ]);
    for (const [productId, reorderLevel] of [
      ['70', 30],
      ['8', 0],
      ['77', 0],
    ])
      await setReorderLevel({ productId, reorderLevel });
  });

  it.each([
    [{ first: 101 }, 'BAD_USER_INPUT'],
    [{ first: -1 }, 'BAD_USER_INPUT'],
    [{ after: 'of another list' }, 'INVALID_CURSOR'],
  ])('refuses %o', async (variables, code) => {
    const { data, errors } = await ask(document, variables);
    expect(data).toEqual({ productsToReorder: null });
    expect(errors).toMatchObject([{ path: ['productsToReorder'], extensions: { code } }]);
  });
});

describe('adjustStock', () => {
  it('corrects the stock and writes the ledger, once per key', async () => {
    const input = { idempotencyKey: 'count-1', productId: '1', delta: -4, note: ' broken ' };
    expect(await adjust(input)).toEqual(tookEffect('adjustStock', 1, { onHand: 35, reorderLevel: 10 }));
    expect(await adjust(input)).toEqual(tookEffect('adjustStock', 1, { onHand: 35, reorderLevel: 10 }));
    expect(await ledgerOf(1)).toEqual([{ delta: -4, reservedDelta: 0, reason: 'ADJUSTMENT', reference: 'broken' }, initial(39)]);
  });

  it('answers a repeat with the stock as it is now', async () => {
    const input = { idempotencyKey: 'count-2', productId: '2', delta: 1 };
    await adjust(input);
    await adjust({ ...input, idempotencyKey: 'count-3' });
    expect(await adjust(input)).toEqual(tookEffect('adjustStock', 2, { onHand: 19, onOrder: 40, reorderLevel: 25 }));
  });

  it('refuses a used key with other input, but another caller has keys of their own', async () => {
    const input = { idempotencyKey: 'count-4', productId: '4', delta: 1 };
    await adjust(input);
    const { data, errors } = await adjust({ ...input, delta: 2 });
    expect(data).toEqual({ adjustStock: null });
    expect(errors).toMatchObject([{ path: ['adjustStock'], extensions: { code: 'IDEMPOTENCY_KEY_REUSED' } }]);
    expect(await adjust({ ...input, delta: 2 }, 'admin')).toEqual(tookEffect('adjustStock', 4, { onHand: 56 }));
    expect(await receive({ idempotencyKey: 'count-4', productId: '4', quantity: 1 })).toEqual(
      tookEffect('receiveStock', 4, { onHand: 57 }),
    );
  });

  it('never goes below what is reserved, and a refused key may be used again', async () => {
    const reserve = `mutation { internalReserveStock(orderId: "1", lines: [{ productId: "3", quantity: 10 }]) { outcome } }`;
    expect(await ask(reserve, {}, 'orders')).toEqual({ data: { internalReserveStock: { outcome: 'DONE' } } });
    const input = { idempotencyKey: 'count-5', productId: '3', delta: -4 };
    const message = 'Only 3 are available; the others are reserved for orders.';
    expect(await adjust(input)).toEqual(refused('adjustStock', 'INSUFFICIENT_STOCK', message, ['delta']));
    expect(await adjust({ ...input, delta: -3 })).toEqual(
      tookEffect('adjustStock', 3, { onHand: 10, reserved: 10, onOrder: 70, reorderLevel: 25 }),
    );
  });

  it('of twenty at the same time with one key, counts once', async () => {
    const input = { idempotencyKey: 'count-6', productId: '6', delta: 5 };
    const answers = await Promise.all(Array.from({ length: 20 }, () => adjust(input)));
    for (const { data, errors } of answers) {
      if (errors === undefined) expect({ data }).toEqual(tookEffect('adjustStock', 6, { onHand: 125, reorderLevel: 25 }));
      else expect(errors).toMatchObject([{ extensions: { code: 'IDEMPOTENCY_IN_PROGRESS' } }]);
    }
    expect(await ledgerOf(6)).toEqual([{ delta: 5, reservedDelta: 0, reason: 'ADJUSTMENT', reference: null }, initial(120)]);
  });

  it.each<[string, Record<string, unknown>, string, string[]]>([
    ['0', { delta: 0 }, 'A correction by 0 corrects nothing.', ['delta']],
    ['more than a million', { delta: 1_000_001 }, 'At most 1,000,000 at a time.', ['delta']],
    ['more than a million less', { delta: -1_000_001 }, 'At most 1,000,000 at a time.', ['delta']],
    ['an empty key', { idempotencyKey: '' }, 'An idempotency key has 1 to 64 printable characters.', ['idempotencyKey']],
    ['a key with a line break', { idempotencyKey: 'a\nb' }, 'An idempotency key has 1 to 64 printable characters.', ['idempotencyKey']],
    ['a note of 501 characters', { note: 'x'.repeat(501) }, 'A remark has at most 500 characters.', ['note']],
    ['a note that no database takes', { note: 'x\0' }, 'This is text without U+0000.', ['note']],
  ])('refuses %s', async (_name, wrong, message, path) => {
    const answer = await adjust({ idempotencyKey: 'never', productId: '7', delta: 1, ...wrong });
    expect(answer).toEqual(refused('adjustStock', 'INVALID_INPUT', message, path));
  });

  it.each(['0', '-1', '1x', '1.5', '', '99999999999'])('knows no product %o', async (productId) => {
    const answer = await adjust({ idempotencyKey: 'never', productId, delta: 1 });
    expect(answer).toEqual(refused('adjustStock', 'NOT_FOUND', 'There is no such product.', ['productId']));
  });
});

describe('receiveStock', () => {
  it('takes goods from onOrder to onHand, once per key', async () => {
    const input = { idempotencyKey: 'delivery-1', productId: '11', quantity: 10, reference: 'LS 4711' };
    expect(await receive(input)).toEqual(tookEffect('receiveStock', 11, { onHand: 32, onOrder: 20, reorderLevel: 30 }));
    expect(await receive(input)).toEqual(tookEffect('receiveStock', 11, { onHand: 32, onOrder: 20, reorderLevel: 30 }));
    expect(await ledgerOf(11)).toEqual([{ delta: 10, reservedDelta: 0, reason: 'RECEIVED', reference: 'LS 4711' }, initial(22)]);
  });

  it('takes in more than was on order', async () => {
    const answer = await receive({ idempotencyKey: 'delivery-2', productId: '21', quantity: 50 });
    expect(answer).toEqual(tookEffect('receiveStock', 21, { onHand: 53, onOrder: 0, reorderLevel: 5 }));
  });

  it('makes the row of a product that had none', async () => {
    const answer = await receive({ idempotencyKey: 'delivery-3', productId: '500', quantity: 3 });
    expect(answer).toEqual(tookEffect('receiveStock', 500, { onHand: 3 }));
    expect(await ledgerOf(500)).toEqual([{ delta: 3, reservedDelta: 0, reason: 'RECEIVED', reference: null }]);
  });

  it('refuses an empty delivery', async () => {
    const answer = await receive({ idempotencyKey: 'delivery-4', productId: '12', quantity: 0 });
    expect(answer).toEqual(refused('receiveStock', 'INVALID_INPUT', 'A delivery has at least one item.', ['quantity']));
  });
});

describe('setReorderLevel', () => {
  it('sets the level, of a product without a row too', async () => {
    expect(await setReorderLevel({ productId: '14', reorderLevel: 12 })).toEqual(
      tookEffect('setReorderLevel', 14, { onHand: 35, reorderLevel: 12 }),
    );
    expect(await setReorderLevel({ productId: '501', reorderLevel: 4 })).toEqual(
      tookEffect('setReorderLevel', 501, { onHand: 0, reorderLevel: 4 }),
    );
  });

  it('refuses a level below 0 and an unknown product', async () => {
    const negative = await setReorderLevel({ productId: '14', reorderLevel: -1 });
    expect(negative).toEqual(refused('setReorderLevel', 'INVALID_INPUT', 'A reorder level is 0 or more.', ['reorderLevel']));
    const unknown = await setReorderLevel({ productId: 'x', reorderLevel: 1 });
    expect(unknown).toEqual(refused('setReorderLevel', 'NOT_FOUND', 'There is no such product.', ['productId']));
  });
});

describe('the ledger', () => {
  it('begins with what there was, on a fixed day', async () => {
    const document =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { stock { movements { nodes { id delta reservedDelta reason reference at } } } } } }';
    expect(await ask(document, { r: [representation(40)] })).toEqual({
      data: { _entities: [{ stock: { movements: { nodes: [{ id: '40', ...initial(123), at: '1998-05-07T00:00:00.000Z' }] } } }] },
    });
  });

  it('is read page by page, the newest first, and does not shift when a line is added', async () => {
    for (const delta of [1, 2, 3]) await adjust({ idempotencyKey: `page-${delta}`, productId: '41', delta });
    const page = async (after: string | null) => {
      const { data } = await ask(ledgerDocument, { representations: [representation(41)], first: 2, after });
      const { nodes, pageInfo, totalCount } = data?._entities[0].stock.movements;
      return { deltas: nodes.map(({ delta }: { delta: number }) => delta), ...pageInfo, totalCount };
    };
    const first = await page(null);
    expect(first).toEqual({ deltas: [3, 2], hasNextPage: true, hasPreviousPage: false, endCursor: expect.any(String), totalCount: 4 });
    await adjust({ idempotencyKey: 'page-4', productId: '41', delta: 4 });
    expect(await page(first.endCursor)).toEqual({
      deltas: [1, 85],
      hasNextPage: false,
      hasPreviousPage: true,
      endCursor: expect.any(String),
      totalCount: 5,
    });
  });

  it('adds up to onHand and reserved, for every product, whatever happened above', async () => {
    const ids = [...Array.from({ length: 77 }, (_, index) => index + 1), 500, 501];
    const document = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { stock { onHand reserved movements(first: 100) { nodes { delta reservedDelta } } } } } }`;
    const { data } = await ask(document, { r: ids.map(representation) });
    const sums = data?._entities.map(
      ({ stock: { movements } }: { stock: { movements: { nodes: { delta: number; reservedDelta: number }[] } } }) => ({
        onHand: movements.nodes.reduce((sum, { delta }) => sum + delta, 0),
        reserved: movements.nodes.reduce((sum, { reservedDelta }) => sum + reservedDelta, 0),
      }),
    );
    expect(sums).toEqual(data?._entities.map(({ stock: { onHand, reserved } }: { stock: Quantities }) => ({ onHand, reserved })));
  });
});

it('stockChanged answers that subscriptions are not available', async () => {
  const { errors } = await subgraph.subscribe({ document: 'subscription { stockChanged(productId: "1") { id } }', as: 'manager' });
  expect(errors).toMatchObject([{ extensions: { code: 'SUBSCRIPTIONS_UNAVAILABLE' } }]);
});
