// Every batched read of the orders service; one set per request.
import type { Principal } from '@tributary/auth-kit';
import { createRowLoader } from '@tributary/subgraph-kit';
import DataLoader from 'dataloader';
import {
  type Order,
  type OrderEvent,
  type OrderLine,
  Prisma,
  type PrismaClient,
  type SalesDimension,
  type Shipper,
} from './generated/prisma/client.ts';
import { visibleOrders } from './visibility.ts';

export type Loaders = ReturnType<typeof createLoaders>;

export interface Sales {
  readonly units: number;
  readonly revenue: Prisma.Decimal;
}

export interface PairKey {
  readonly productId: number;
  readonly first: number;
}

export function createLoaders(db: PrismaClient, principal: Principal) {
  return {
    orderById: createRowLoader<Order, 'id'>(db, { table: 'Order', key: 'id', type: 'int4' }),
    shipperById: createRowLoader<Shipper, 'id'>(db, { table: 'Shipper', key: 'id', type: 'int4' }),
    linesByOrderId: groupsByKey<number, OrderLine>(
      (ids) => db.orderLine.findMany({ where: { orderId: { in: ids } }, orderBy: [{ orderId: 'asc' }, { position: 'asc' }] }),
      ({ orderId }) => orderId,
    ),
    eventsByOrderId: groupsByKey<number, OrderEvent>(
      (ids) => db.orderEvent.findMany({ where: { orderId: { in: ids } }, orderBy: { id: 'asc' } }),
      ({ orderId }) => orderId,
    ),
    salesByCustomer: salesLoader(db, 'CUSTOMER'),
    salesByEmployee: salesLoader(db, 'EMPLOYEE'),
    salesByProduct: salesLoader(db, 'PRODUCT'),
    orderCountByCustomer: new DataLoader<string, number>(async (customerIds) => {
      const rows = await db.$queryRaw<{ customerId: string; count: bigint }[]>(Prisma.sql`
        SELECT t."customerId", count(*) AS count FROM "Order" t
        WHERE t."customerId" = ANY(${[...customerIds]}::text[]) AND t."status" <> 'CANCELLED' AND ${visibleOrders(principal)} GROUP BY 1`);
      const counts = new Map(rows.map(({ customerId, count }) => [customerId, Number(count)]));
      return customerIds.map((id) => counts.get(id) ?? 0);
    }),
    boughtTogether: new DataLoader<PairKey, string[], string>((keys) => pairsOf(db, keys), {
      cacheKeyFn: ({ productId, first }) => `${productId} ${first}`,
    }),
  };
}

function groupsByKey<Key, Row>(find: (keys: Key[]) => Promise<Row[]>, keyOf: (row: Row) => Key): DataLoader<Key, Row[]> {
  return new DataLoader<Key, Row[]>(async (keys) => {
    const groups = Map.groupBy(await find([...keys]), keyOf);
    return keys.map((key) => groups.get(key) ?? []);
  });
}

/** Sums of the read model: at most a row per key and day. */
function salesLoader(db: PrismaClient, dimension: SalesDimension): DataLoader<string, Sales> {
  return new DataLoader<string, Sales>(async (keys) => {
    const rows = await db.salesByDay.groupBy({
      by: ['key'],
      where: { dimension, key: { in: [...keys] } },
      _sum: { units: true, revenue: true },
    });
    const byId = new Map(rows.map(({ key, _sum }) => [key, { units: _sum.units ?? 0, revenue: _sum.revenue ?? new Prisma.Decimal(0) }]));
    return keys.map((key) => byId.get(key) ?? { units: 0, revenue: new Prisma.Decimal(0) });
  });
}

/** One statement for all products, each with its own number of others. */
async function pairsOf(db: PrismaClient, keys: readonly PairKey[]): Promise<string[][]> {
  const productIds = keys.map(({ productId }) => productId);
  const counts = keys.map(({ first }) => first);
  const rows = await db.$queryRaw<{ position: bigint; otherId: number }[]>(Prisma.sql`
    SELECT k.position, x."otherId" FROM unnest(${productIds}::int4[], ${counts}::int4[]) WITH ORDINALITY AS k("productId", "first", position)
    CROSS JOIN LATERAL (
      SELECT p."otherId", p."orders" FROM "ProductPair" p WHERE p."productId" = k."productId" AND p."orders" > 0
      ORDER BY p."orders" DESC, p."otherId" LIMIT k."first"
    ) x ORDER BY k.position, x."orders" DESC, x."otherId"`);
  const others = keys.map((): string[] => []);
  for (const { position, otherId } of rows) others[Number(position) - 1]?.push(String(otherId));
  return others;
}
