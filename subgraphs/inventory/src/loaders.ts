// Every batched read of the inventory service; one set per request.
import DataLoader from 'dataloader';
import { emptyStock } from './availability.ts';
import type { PrismaClient, Stock } from './generated/prisma/client.ts';

export type Loaders = ReturnType<typeof createLoaders>;

export function createLoaders(db: PrismaClient) {
  return {
    /** A product without a row has none of anything. */
    stockByProductId: new DataLoader<number, Stock>(async (productIds) => {
      const rows = await db.stock.findMany({ where: { productId: { in: [...productIds] } } });
      const byId = new Map(rows.map((row) => [row.productId, row]));
      return productIds.map((productId) => byId.get(productId) ?? emptyStock(productId));
    }),
  };
}
