// Read models of sales, written in the transaction that places or cancels an order.
import { Prisma } from './generated/prisma/client.ts';

type Transaction = Prisma.TransactionClient;

/**
 * Adds an order to the read models (1), or takes it away (-1). One statement a table, with the rows in key order, so that two orders never
 * wait for each other in a circle.
 */
export async function countSale(transaction: Transaction, orderId: number, sign: 1 | -1): Promise<void> {
  await transaction.$executeRaw(Prisma.sql`
    INSERT INTO "SalesByDay" AS sales ("dimension", "key", "day", "orders", "units", "revenue")
    SELECT d.dimension::"SalesDimension", d.key, (o."placedAt" AT TIME ZONE 'UTC')::date, ${sign}::int, ${sign}::int * d.units, ${sign}::int * d.revenue
    FROM "Order" o CROSS JOIN LATERAL (
      VALUES ('CUSTOMER', o."customerId", o."units", o."subtotal"),
             ('EMPLOYEE', COALESCE(o."salesRepId"::text, ''), o."units", o."subtotal"),
             ('COUNTRY', COALESCE(o."shipCountry", ''), o."units", o."subtotal")
      UNION ALL SELECT 'PRODUCT', l."productId"::text, l."quantity", l."lineTotal" FROM "OrderLine" l WHERE l."orderId" = o."id"
    ) AS d(dimension, key, units, revenue)
    WHERE o."id" = ${orderId} ORDER BY 1, 2, 3
    ON CONFLICT ("dimension", "key", "day") DO UPDATE SET
      "orders" = sales."orders" + excluded."orders", "units" = sales."units" + excluded."units", "revenue" = sales."revenue" + excluded."revenue"`);
  await transaction.$executeRaw(Prisma.sql`
    INSERT INTO "ProductPair" AS pair ("productId", "otherId", "orders")
    SELECT a."productId", b."productId", ${sign}::int FROM "OrderLine" a JOIN "OrderLine" b ON b."orderId" = a."orderId" AND b."productId" <> a."productId"
    WHERE a."orderId" = ${orderId} ORDER BY 1, 2
    ON CONFLICT ("productId", "otherId") DO UPDATE SET "orders" = pair."orders" + excluded."orders"`);
}
