// Every batched read of the reviews service; one set per request.
import { createRowLoader } from '@tributary/subgraph-kit';
import type { PrismaClient, RatingCount, Review } from './generated/prisma/client.ts';

export type Loaders = ReturnType<typeof createLoaders>;

export function createLoaders(db: PrismaClient) {
  return {
    reviewById: createRowLoader<Review, 'id'>(db, { table: 'Review', key: 'id', type: 'int4' }),
    ratingCountByProductId: createRowLoader<RatingCount, 'productId'>(db, { table: 'RatingCount', key: 'productId', type: 'int4' }),
  };
}
