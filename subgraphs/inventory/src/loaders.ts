// Every batched read of the inventory service; one set per request.
import { createRowLoader } from '@tributary/subgraph-kit';
import { emptyStock } from './availability.ts';
import type { PrismaClient, Stock } from './generated/prisma/client.ts';

export type Loaders = ReturnType<typeof createLoaders>;

export function createLoaders(db: PrismaClient) {
  return {
    /** A product without a row has none of anything. */
    stockByProductId: createRowLoader<Stock, 'productId'>(db, { table: 'Stock', key: 'productId', type: 'int4' }, emptyStock),
  };
}
