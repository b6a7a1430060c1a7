// Every batched read of the catalog service; one set per request.
import { createRowLoader } from '@tributary/subgraph-kit';
import DataLoader from 'dataloader';
import { type Category, type PriceChange, Prisma, type PrismaClient, type Product, type Supplier } from './generated/prisma/client.ts';

export type Loaders = ReturnType<typeof createLoaders>;

export interface PriceHistoryKey {
  readonly productId: number;
  readonly first: number;
}

export function createLoaders(db: PrismaClient) {
  return {
    productById: createRowLoader<Product, 'id'>(db, { table: 'Product', key: 'id', type: 'int4' }),
    categoryById: createRowLoader<Category, 'id'>(db, { table: 'Category', key: 'id', type: 'int4' }),
    supplierById: createRowLoader<Supplier, 'id'>(db, { table: 'Supplier', key: 'id', type: 'int4' }),
    priceHistory: new DataLoader<PriceHistoryKey, PriceChange[], string>((keys) => priceHistories(db, keys), {
      cacheKeyFn: ({ productId, first }) => `${productId} ${first}`,
    }),
  };
}

/** One statement for all products, each with its own number of rows. */
async function priceHistories(db: PrismaClient, keys: readonly PriceHistoryKey[]): Promise<PriceChange[][]> {
  const productIds = keys.map(({ productId }) => productId);
  const counts = keys.map(({ first }) => first);
  const rows = await db.$queryRaw<(PriceChange & { position: bigint })[]>(Prisma.sql`
    SELECT k.position, x.* FROM unnest(${productIds}::int4[], ${counts}::int4[]) WITH ORDINALITY AS k("productId", "first", position)
    CROSS JOIN LATERAL (
      SELECT p.* FROM "PriceChange" p WHERE p."productId" = k."productId" ORDER BY p."changedAt" DESC, p.id DESC LIMIT k."first"
    ) x ORDER BY k.position, x."changedAt" DESC, x.id DESC`);
  const histories = keys.map((): PriceChange[] => []);
  for (const row of rows) histories[Number(row.position) - 1]?.push(row);
  return histories;
}
