// First-run content of inventory: what there is of each product, and the first line of its ledger.
import { continueNumbering, copiesOf, copyRows, inTransaction, productId, type Seed } from '@tributary/northwind';

/** The day that the source's stock is said to be counted on. */
const countedAt = '1998-05-07T00:00:00Z';

export const seed: Seed = async ({ pool, northwind, scale, onProgress }) => {
  await inTransaction(pool, async (client) => {
    await copyRows(
      client,
      'Stock',
      ['productId', 'onHand', 'onOrder', 'reorderLevel'],
      copiesOf(northwind.products, scale, (row, copy) => [productId(copy, row.id), row.unitsInStock, row.unitsOnOrder, row.reorderLevel]),
    );
    onProgress(0.6);
    await client.query(
      `INSERT INTO "StockMovement" ("productId", "delta", "reservedDelta", "reason", "at")
       SELECT "productId", "onHand", 0, 'INITIAL', $1::timestamptz FROM "Stock" ORDER BY "productId"`,
      [countedAt],
    );
    await continueNumbering(client, ['StockMovement']);
  });
  onProgress(1);
};
