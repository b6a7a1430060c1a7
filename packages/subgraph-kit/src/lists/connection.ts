// A Relay connection that reads nothing before a field that needs it is resolved.
import { empty, join, type Sql, sqltag as sql } from '@prisma/client/runtime/client';
import type { RawClient } from '../database.ts';
import { keysetSql, type List, orderSql, type PageArguments, type SortColumn } from './list.ts';
import { type Binding, bindingOf, cursorOf, type PageRequest, parsePage } from './page-request.ts';

export interface Edge<Row> {
  readonly cursor: string;
  readonly node: Row;
}

export interface PageInfo {
  hasNextPage(): Promise<boolean>;
  hasPreviousPage(): Promise<boolean>;
  startCursor(): Promise<string | null>;
  endCursor(): Promise<string | null>;
}

/** Each member is a function that graphql-js's default resolver calls when the field is selected; rows are read at most once. */
export interface Connection<Row> {
  edges(): Promise<Edge<Row>[]>;
  nodes(): Promise<Row[]>;
  pageInfo(): PageInfo;
  totalCount(): Promise<number>;
}

/** How a connection gets at its rows: by itself, or in one statement with its siblings (nested-list.ts). */
export interface ConnectionSource<Row> {
  /** Up to `size + 1` rows in reading direction. */
  rows(): Promise<Row[]>;
  count(): Promise<number>;
  /** Whether rows lie outside the page on the side that `position` bounds. */
  existsBeyond(side: 'after' | 'before'): Promise<boolean>;
}

export interface ConnectionOptions {
  readonly db: RawClient;
  readonly args: PageArguments;
  /** Conditions on the alias `t`, joined by AND. */
  readonly where?: readonly Sql[];
  /** Whatever makes this another list than its siblings: bound into the cursors. */
  readonly filter?: unknown;
}

/**
 * Gives the connection of a root list.
 * @throws {AppError} BAD_USER_INPUT, INVALID_CURSOR
 */
export function connectionOf<Row extends object, Sort extends string>(
  list: List<Row, Sort>,
  options: ConnectionOptions & { readonly sort: Sort },
): Connection<Row> {
  const { db, args, sort, where = [], filter = null } = options;
  const columns = list.sorts[sort];
  const binding = bindingOf(list.name, sort, filter);
  const page = parsePage(args, binding, columns);
  return connectionFrom(page, columns, binding, {
    rows: () => db.$queryRaw<Row[]>(rowsSql(list, columns, page, where)),
    async count() {
      const [row] = await db.$queryRaw<{ count: bigint }[]>(sql`SELECT count(*) AS count FROM ${list.from} ${whereSql(where)}`);
      return Number(row?.count ?? 0);
    },
    async existsBeyond(side) {
      const [row] = await db.$queryRaw<{ exists: boolean }[]>(
        sql`SELECT EXISTS (SELECT 1 FROM ${list.from} ${whereSql([...where, beyondSql(columns, page, side)])}) AS exists`,
      );
      return row?.exists === true;
    },
  });
}

export function rowsSql(list: List<unknown>, columns: readonly SortColumn[], page: PageRequest, where: readonly Sql[]): Sql {
  const bounds = [
    ...(page.after === null ? [] : [keysetSql(columns, page.after, { reversed: false })]),
    ...(page.before === null ? [] : [keysetSql(columns, page.before, { reversed: true })]),
  ];
  return sql`SELECT t.* FROM ${list.from} ${whereSql([...where, ...bounds])} ORDER BY ${orderSql(columns, page.backward)} LIMIT ${page.size + 1}::int`;
}

export function whereSql(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? empty : sql`WHERE ${join([...conditions], ' AND ')}`;
}

/** The rows that a page's `after` or `before` cuts off, the cursor's own row among them. */
export function beyondSql(columns: readonly SortColumn[], page: PageRequest, side: 'after' | 'before'): Sql {
  const position = side === 'after' ? page.before : page.after;
  if (position === null) return sql`FALSE`;
  return keysetSql(columns, position, { reversed: side === 'before', inclusive: true });
}

export function connectionFrom<Row extends object>(
  page: PageRequest,
  columns: readonly SortColumn[],
  binding: Binding,
  source: ConnectionSource<Row>,
): Connection<Row> {
  let reading: Promise<Row[]> | null = null;
  const read = () => (reading ??= source.rows());
  const nodes = async () => {
    const rows = (await read()).slice(0, page.size);
    return page.backward ? rows.reverse() : rows;
  };
  const overflows = async () => (await read()).length > page.size;
  const cursor = (row: Row) => cursorOf(row as Record<string, unknown>, binding, columns); // a row has a property per column
  const pageInfo: PageInfo = {
    // In reading direction a surplus row tells; against it, only what a cursor cut off can lie there.
    hasNextPage: async () => (!page.backward && (await overflows())) || (page.before !== null && (await source.existsBeyond('after'))),
    hasPreviousPage: async () => (page.backward && (await overflows())) || (page.after !== null && (await source.existsBeyond('before'))),
    startCursor: async () => cursorOrNull((await nodes()).at(0)),
    endCursor: async () => cursorOrNull((await nodes()).at(-1)),
  };
  const cursorOrNull = (row: Row | undefined) => (row === undefined ? null : cursor(row));
  return {
    nodes,
    edges: async () => (await nodes()).map((node) => ({ cursor: cursor(node), node })),
    pageInfo: () => pageInfo,
    totalCount: () => source.count(),
  };
}
