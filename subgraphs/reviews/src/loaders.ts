// Every batched read of the reviews service; one set per request.
import DataLoader from 'dataloader';
import type { PrismaClient, RatingCount, Review } from './generated/prisma/client.ts';

export type Loaders = ReturnType<typeof createLoaders>;

export function createLoaders(db: PrismaClient) {
  return {
    reviewById: new DataLoader<number, Review | null>(async (ids) => {
      const rows = await db.review.findMany({ where: { id: { in: [...ids] } } });
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => byId.get(id) ?? null);
    }),
    ratingCountByProductId: new DataLoader<number, RatingCount | null>(async (productIds) => {
      const rows = await db.ratingCount.findMany({ where: { productId: { in: [...productIds] } } });
      const byId = new Map(rows.map((row) => [row.productId, row]));
      return productIds.map((id) => byId.get(id) ?? null);
    }),
  };
}
