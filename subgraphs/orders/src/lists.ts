// The lists of the orders service, and their filters.
import { type Sql, sqltag as sql } from '@prisma/client/runtime/client';
import { AppError } from '@tributary/errors';
import { asc, defineList, desc, nestedList, numberOf } from '@tributary/subgraph-kit';
import type { Order, Prisma, SalesDimension } from './generated/prisma/client.ts';
import type { OrderFilter, OrderSort, SalesGrouping } from './generated/schema.ts';

const from = sql`"Order" t`;
const id = asc('id', 'int4');

export const orders = defineList<Order, OrderSort>({
  name: 'orders',
  from,
  id,
  sorts: {
    PLACED_AT_ASC: [asc('placedAt', 'timestamptz')],
    PLACED_AT_DESC: [desc('placedAt', 'timestamptz')],
    TOTAL_ASC: [asc('total', 'numeric')],
    TOTAL_DESC: [desc('total', 'numeric')],
  },
});

const newestOrders = defineList<Order, 'NEWEST'>({ name: 'ordersOf', from, id, sorts: { NEWEST: [desc('placedAt', 'timestamptz')] } });
export const ordersOfCustomer = nestedList({ ...newestOrders, name: 'ordersOfCustomer' }, { column: 'customerId', type: 'text' });
export const ordersOfEmployee = nestedList({ ...newestOrders, name: 'ordersOfEmployee' }, { column: 'salesRepId', type: 'int4' });

/** The conditions of a filter on the alias `t`. @throws {AppError} BAD_USER_INPUT */
export function orderConditions(filter: OrderFilter | null | undefined): Sql[] {
  if (filter == null) return [];
  const { status, customerId, employeeId, placedFrom, placedTo, minTotal, shipCountry } = filter;
  if (minTotal?.startsWith('-')) throw new AppError('BAD_USER_INPUT', '`minTotal` is 0 or more.');
  return [
    ...(status == null ? [] : [sql`t."status"::text = ANY(${status}::text[])`]),
    ...(customerId == null ? [] : [sql`t."customerId" = ${customerId}`]),
    ...(employeeId == null ? [] : [sql`t."salesRepId" = ${numberOf(employeeId)}`]),
    ...(placedFrom == null ? [] : [sql`t."placedAt" >= ${placedFrom.toISOString()}::text::timestamptz`]),
    ...(placedTo == null ? [] : [sql`t."placedAt" < ${dayAfter(placedTo).toISOString()}::text::timestamptz`]),
    ...(minTotal == null ? [] : [sql`t."total" >= ${minTotal}::text::numeric`]),
    ...(shipCountry == null ? [] : [sql`t."shipCountry" = ${shipCountry}`]),
  ];
}

function dayAfter(day: Date): Date {
  const next = new Date(day);
  next.setUTCDate(next.getUTCDate() + 1);
  return next;
}

export interface SalesRow {
  readonly grouping: SalesGrouping;
  readonly key: string;
  readonly orders: number;
  readonly units: number;
  readonly revenue: Prisma.Decimal;
}

/** The sales report over a span of days: a list whose rows are sums of the read model. */
export function salesReport(grouping: SalesGrouping, first: Date | null, last: Date | null) {
  // Every order has one company, so the months of all companies are the months of all orders.
  const dimension: SalesDimension = grouping === 'MONTH' ? 'CUSTOMER' : grouping;
  const key = grouping === 'MONTH' ? sql`to_char("day", 'YYYY-MM')` : sql`"key"`;
  const span = [
    ...(first === null ? [] : [sql` AND "day" >= ${first.toISOString().slice(0, 10)}::text::date`]),
    ...(last === null ? [] : [sql` AND "day" <= ${last.toISOString().slice(0, 10)}::text::date`]),
  ];
  const [lower = sql``, upper = sql``] = span;
  return defineList<SalesRow, 'DEFAULT'>({
    name: 'salesReport',
    from: sql`(
      SELECT ${grouping}::text AS "grouping", ${key} AS "key", sum("orders")::int AS "orders", sum("units")::int AS "units", sum("revenue") AS "revenue"
      FROM "SalesByDay" WHERE "dimension" = ${dimension}::"SalesDimension"${lower}${upper} GROUP BY 2 HAVING sum("orders") > 0
    ) t`,
    id: asc('key', 'text'),
    sorts: { DEFAULT: grouping === 'MONTH' ? [] : [desc('revenue', 'numeric')] },
  });
}
