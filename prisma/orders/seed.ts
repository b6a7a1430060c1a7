// First-run content of orders: the source's orders, and the read models made from them.

import {
  type CopyValue,
  continueNumbering,
  copiesOf,
  copyRows,
  customerId,
  inTransaction,
  type Northwind,
  nameOfCopy,
  type Order,
  orderId,
  productId,
  type Seed,
} from '@tributary/northwind';
import type { PoolClient } from 'pg';

export const seed: Seed = async ({ pool, northwind, scale, onProgress }) => {
  await inTransaction(pool, async (client) => {
    await copyRows(
      client,
      'Shipper',
      ['id', 'companyName', 'phone'],
      northwind.shippers.map(({ id, companyName, phone }) => [id, companyName, phone]),
    );
    // The totals need the lines: both go through tables of this transaction first.
    await client.query(`
      CREATE TEMP TABLE "OrderSource" (LIKE "Order" INCLUDING DEFAULTS) ON COMMIT DROP;
      ALTER TABLE "OrderSource" ALTER "units" DROP NOT NULL, ALTER "subtotal" DROP NOT NULL, ALTER "total" DROP NOT NULL;
      CREATE TEMP TABLE "LineSource" (LIKE "OrderLine") ON COMMIT DROP;
      ALTER TABLE "LineSource" ALTER "lineTotal" DROP NOT NULL`);
    await copyRows(client, 'OrderSource', orderColumns, orderRows(northwind, scale));
    onProgress(0.15);
    await copyRows(client, 'LineSource', lineColumns, lineRows(northwind, scale));
    onProgress(0.4);
    await fillOrders(client);
    onProgress(0.7);
    await fillReadModels(client);
    await continueNumbering(client, ['Order', 'OrderEvent']);
  });
  onProgress(1);
};

const orderColumns = [
  'id',
  'status',
  'placedAt',
  'requiredBy',
  'shippedAt',
  'customerId',
  'salesRepId',
  'shipperId',
  'freight',
  'shipName',
  'shipLine1',
  'shipCity',
  'shipRegion',
  'shipPostalCode',
  'shipCountry',
];
const lineColumns = ['orderId', 'position', 'productId', 'productName', 'quantity', 'unitPrice', 'discount'];

/** A day of the source, as the instant it begins in UTC. */
const instantOf = (day: string | null): string | null => (day === null ? null : `${day}T00:00:00Z`);

function orderRows({ orders, customers }: Northwind, scale: number): Iterable<CopyValue[]> {
  return copiesOf(orders, scale, (order: Order, copy) => [
    orderId(copy, order.id),
    order.shippedOn === null ? 'CONFIRMED' : 'SHIPPED',
    instantOf(order.placedOn),
    order.requiredOn,
    instantOf(order.shippedOn),
    customerId(copy, order.customerIndex, customers),
    order.employeeId,
    order.shipperId,
    order.freight,
    order.shipName,
    order.shipAddress,
    order.shipCity,
    order.shipRegion,
    order.shipPostalCode,
    order.shipCountry,
  ]);
}

function* lineRows({ orders, products }: Northwind, scale: number): Generator<CopyValue[]> {
  const names = new Map(products.map(({ id, name }) => [id, name]));
  for (let copy = 0; copy < scale; copy += 1) {
    for (const order of orders) {
      for (const [position, line] of order.lines.entries()) {
        const name = nameOfCopy(copy, names.get(line.productId) ?? '');
        yield [orderId(copy, order.id), position, productId(copy, line.productId), name, line.quantity, line.unitPrice, line.discount];
      }
    }
  }
}

/** PostgreSQL's numeric round() rounds halves away from zero, which is up here. */
async function fillOrders(client: PoolClient): Promise<void> {
  await client.query(`
    UPDATE "LineSource" SET "lineTotal" = round("unitPrice" * "quantity" * (1 - "discount"), 2);
    UPDATE "OrderSource" o SET "units" = l.units, "subtotal" = l.subtotal, "total" = l.subtotal + o."freight"
      FROM (SELECT "orderId", sum("quantity") AS units, sum("lineTotal") AS subtotal FROM "LineSource" GROUP BY "orderId") l
      WHERE l."orderId" = o."id";
    INSERT INTO "Order" SELECT * FROM "OrderSource" ORDER BY "id";
    INSERT INTO "OrderLine" SELECT * FROM "LineSource" ORDER BY "orderId", "position";
    INSERT INTO "OrderEvent" ("orderId", "status", "at")
      SELECT o."id", e.status::"OrderStatus", e.at FROM "Order" o
      CROSS JOIN LATERAL (VALUES (1, 'PLACED', o."placedAt"), (2, 'CONFIRMED', o."placedAt"), (3, 'SHIPPED', o."shippedAt")) AS e(position, status, at)
      WHERE e.at IS NOT NULL ORDER BY o."id", e.position`);
}

/** All at once what src/sales.ts does order by order. */
async function fillReadModels(client: PoolClient): Promise<void> {
  await client.query(`
    INSERT INTO "SalesByDay" ("dimension", "key", "day", "orders", "units", "revenue")
    SELECT d.dimension::"SalesDimension", d.key, (o."placedAt" AT TIME ZONE 'UTC')::date, count(*), sum(o."units"), sum(o."subtotal")
    FROM "Order" o CROSS JOIN LATERAL (VALUES
      ('CUSTOMER', o."customerId"), ('EMPLOYEE', COALESCE(o."salesRepId"::text, '')), ('COUNTRY', COALESCE(o."shipCountry", ''))) AS d(dimension, key)
    GROUP BY 1, 2, 3;
    INSERT INTO "SalesByDay" ("dimension", "key", "day", "orders", "units", "revenue")
    SELECT 'PRODUCT', l."productId"::text, (o."placedAt" AT TIME ZONE 'UTC')::date, count(*), sum(l."quantity"), sum(l."lineTotal")
    FROM "Order" o JOIN "OrderLine" l ON l."orderId" = o."id" GROUP BY 2, 3;
    INSERT INTO "ProductPair" ("productId", "otherId", "orders")
    SELECT a."productId", b."productId", count(*)
    FROM "OrderLine" a JOIN "OrderLine" b ON b."orderId" = a."orderId" AND b."productId" <> a."productId" GROUP BY 1, 2`);
}
