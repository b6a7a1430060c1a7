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
    ...(customerId == null ? [] : [storable(customerId) ? sql`t."customerId" = ${customerId}` : sql`FALSE`]),
    ...(employeeId == null ? [] : [sql`t."salesRepId" = ${numberOf(employeeId)}`]),
    ...(placedFrom == null ? [] : [sql`t."placedAt" >= ${dayOf(placedFrom)}::text::date::timestamp AT TIME ZONE 'UTC'`]),
    ...(placedTo == null ? [] : [sql`t."placedAt" < (${dayOf(placedTo)}::text::date + 1)::timestamp AT TIME ZONE 'UTC'`]),
    ...(minTotal == null ? [] : [sql`t."total" >= ${minTotal}::text::numeric`]),
    ...(shipCountry == null ? [] : [storable(shipCountry) ? sql`t."shipCountry" = ${shipCountry}` : sql`FALSE`]),
  ];
}

/** PostgreSQL stores no U+0000, so no row has a text with one. */
const storable = (text: string): boolean => !text.includes('\0');

/** PostgreSQL's calendar has no year 0. @throws {AppError} BAD_USER_INPUT */
function dayOf(date: Date): string {
  if (date.getUTCFullYear() < 1) throw new AppError('BAD_USER_INPUT', 'The first day is 0001-01-01.');
  return date.toISOString().slice(0, 10);
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
    ...(first === null ? [] : [sql` AND "day" >= ${dayOf(first)}::text::date`]),
    ...(last === null ? [] : [sql` AND "day" <= ${dayOf(last)}::text::date`]),
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
