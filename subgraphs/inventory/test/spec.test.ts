// Sentences of the specification about inventory that no other test shows.
import { sqltag as sql } from '@prisma/client/runtime/client';
import { testSubgraph } from '@tributary/test-kit';
import { afterAll, expect, it } from 'vitest';

const subgraph = await testSubgraph('inventory');
afterAll(() => subgraph.stop());
const { client } = subgraph.service.database;

interface Row {
  readonly productId: number;
  readonly onHand: number;
  readonly reserved: number;
  readonly onOrder: number;
  readonly reorderLevel: number;
}

const adjust = (idempotencyKey: string, delta: number) =>
  subgraph.execute({
    document: `mutation { adjustStock(input: { idempotencyKey: "${idempotencyKey}", productId: "1", delta: ${delta} }) { stock { onHand } userErrors { code } } }`,
    as: 'manager',
  });

it('a shortage is what lacks to the reorder level after what is reserved and on order, and is what a list sorts by', async () => {
  const rows: Row[] = [
    [10, 0, 0, 0], // no reorder level: never listed
    [0, 0, 0, 0],
    [10, 0, 0, 10], // at the level: listed, nothing short
    [10, 1, 0, 10],
    [10, 10, 5, 10],
    [10, 0, 5, 20],
    [0, 0, 0, 5],
    [11, 0, 0, 10],
    [10, 4, 5, 10], // 6 and 5 on order: above the level
  ].map(([onHand = 0, reserved = 0, onOrder = 0, reorderLevel = 0], index) => ({
    productId: index + 1,
    onHand,
    reserved,
    onOrder,
    reorderLevel,
  }));
  await client.$executeRaw(sql`UPDATE "Stock" SET "reorderLevel" = 0`);
  for (const { productId, onHand, reserved, onOrder, reorderLevel } of rows) {
    await client.$executeRaw(
      sql`UPDATE "Stock" SET "onHand" = ${onHand}, "reserved" = ${reserved}, "onOrder" = ${onOrder}, "reorderLevel" = ${reorderLevel} WHERE "productId" = ${productId}`,
    );
  }
  const shortageOf = ({ onHand, reserved, onOrder, reorderLevel }: Row) =>
    reorderLevel === 0 ? 0 : Math.max(0, reorderLevel - (onHand - reserved) - onOrder);
  const listed = rows
    .filter((row) => row.reorderLevel > 0 && row.onHand - row.reserved + row.onOrder <= row.reorderLevel)
    .sort((a, b) => shortageOf(b) - shortageOf(a) || a.productId - b.productId);
  const list = await subgraph.execute({ document: '{ productsToReorder { totalCount nodes { productId } } }', as: 'sales' });
  expect(list.data?.productsToReorder).toEqual({
    totalCount: listed.length,
    nodes: listed.map(({ productId }) => ({ productId: String(productId) })),
  });
  const representations = rows.map(({ productId }) => ({
    __typename: 'Product',
    id: String(productId),
    unitPrice: { amount: '0.35', currency: 'USD' },
  }));
  const document =
    'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Product { reorderCost { amount } } } }';
  const costs = await subgraph.execute({ document, variables: { representations }, as: 'sales' });
  expect(costs.data?._entities).toEqual(rows.map((row) => ({ reorderCost: { amount: ((shortageOf(row) * 35) / 100).toFixed(2) } })));
});

it('a key whose command still runs answers IDEMPOTENCY_IN_PROGRESS, and may be used when that one has died', async () => {
  await client.$executeRaw(sql`UPDATE "Stock" SET "onHand" = 10, "reserved" = 0 WHERE "productId" = 1`);
  expect(await adjust('running', 1)).toEqual({ data: { adjustStock: { stock: { onHand: 11 }, userErrors: [] } } });
  // As it was before that command had its effect: claimed by a process that lives.
  await client.$executeRaw(
    sql`UPDATE "IdempotencyKey" SET "objectId" = NULL, "leasedUntil" = now() + interval '1 minute' WHERE "key" = 'running'`,
  );
  expect((await adjust('running', 1)).errors).toMatchObject([{ extensions: { code: 'IDEMPOTENCY_IN_PROGRESS' } }]);
  expect((await adjust('running', 2)).errors).toMatchObject([{ extensions: { code: 'IDEMPOTENCY_KEY_REUSED' } }]);
  await client.$executeRaw(sql`UPDATE "IdempotencyKey" SET "leasedUntil" = now() - interval '1 second' WHERE "key" = 'running'`);
  expect(await adjust('running', 1)).toEqual({ data: { adjustStock: { stock: { onHand: 12 }, userErrors: [] } } });
});

it('no statement leaves more reserved than there is, or less than nothing', async () => {
  for (const change of [sql`"reserved" = "onHand" + 1`, sql`"reserved" = -1`, sql`"onHand" = "reserved" - 1`])
    await expect(client.$executeRaw(sql`UPDATE "Stock" SET ${change} WHERE "productId" = 2`)).rejects.toThrow('Stock_reserved_check');
});
