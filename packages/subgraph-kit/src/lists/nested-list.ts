// Lists below a parent: one statement for all parents of a request that ask for the same page.
import { raw, type Sql, sqltag as sql } from '@prisma/client/runtime/client';
import DataLoader from 'dataloader';
import { beyondSql, type Connection, type ConnectionOptions, connectionFrom, rowsSql, whereSql } from './connection.ts';
import { type ColumnType, type List, orderSql } from './list.ts';
import { bindingOf, parsePage } from './page-request.ts';

type ParentId = string | number;
type ParentLoader = DataLoader<ParentId, unknown>;

/** The loaders of one request's nested lists; never shared between requests. */
export type ListLoaders = Map<string, ParentLoader>;

export const createListLoaders = (): ListLoaders => new Map();

export interface NestedList<Row, Sort extends string> {
  /** @throws {AppError} BAD_USER_INPUT, INVALID_CURSOR */
  connection(loaders: ListLoaders, options: ConnectionOptions & { readonly sort: Sort; readonly parentId: ParentId }): Connection<Row>;
}

/**
 * Makes a list one of parents: `parent` is the column of the alias `t` that holds the parent's id. Each parent's page is a LATERAL
 * subquery, so an index on (parent, sort columns) reads just the rows of the page, however many the parent has.
 * `where` must depend on nothing but the request and `filter`: siblings share the statement.
 */
export function nestedList<Row extends object, Sort extends string>(
  list: List<Row, Sort>,
  parent: { readonly column: string; readonly type: ColumnType },
): NestedList<Row, Sort> {
  const ofParent = raw(`t."${parent.column}" = p.id`);
  const parents = (ids: readonly ParentId[]): Sql => sql`unnest(${ids.map(String)}::text[]::${raw(parent.type)}[]) AS p(id)`;

  return {
    connection(loaders, { db, args, sort, where = [], filter = null, parentId }) {
      const columns = list.sorts[sort];
      const binding = bindingOf(list.name, sort, filter, String(parentId));
      const page = parsePage(args, binding, columns);
      const request = JSON.stringify([list.name, sort, filter, args.first, args.after, args.last, args.before]);
      const conditions = () => [sql`${ofParent}`, ...where];
      const load = <Value>(kind: string, batch: (ids: readonly ParentId[]) => Promise<Map<string, Value>>, none: Value) => {
        const loader = loaderOf(loaders, `${kind} ${request}`, batch, none);
        return loader.load(parentId);
      };
      return connectionFrom<Row>(page, columns, binding, {
        rows: () =>
          load<Row[]>(
            'rows',
            async (ids) => {
              const rows = await db.$queryRaw<(Row & { $parent: ParentId })[]>(
                sql`SELECT p.id AS "$parent", x.* FROM ${parents(ids)} CROSS JOIN LATERAL (${rowsSql(list, columns, page, conditions())}) x
                ORDER BY ${orderSql(columns, page.backward, 'x')}`,
              );
              return grouped(rows);
            },
            [],
          ),
        count: () =>
          load(
            'count',
            async (ids) => {
              const rows = await db.$queryRaw<{ id: ParentId; count: bigint }[]>(
                sql`SELECT p.id, (SELECT count(*) FROM ${list.from} ${whereSql(conditions())}) AS count FROM ${parents(ids)}`,
              );
              return new Map(rows.map((row) => [String(row.id), Number(row.count)]));
            },
            0,
          ),
        existsBeyond: (side) =>
          load(
            `exists ${side}`,
            async (ids) => {
              const outside = whereSql([...conditions(), beyondSql(columns, page, side)]);
              const rows = await db.$queryRaw<{ id: ParentId; exists: boolean }[]>(
                sql`SELECT p.id, EXISTS (SELECT 1 FROM ${list.from} ${outside}) AS exists FROM ${parents(ids)}`,
              );
              return new Map(rows.map((row) => [String(row.id), row.exists]));
            },
            false,
          ),
      });
    },
  };
}

function loaderOf<Value>(
  loaders: ListLoaders,
  key: string,
  batch: (ids: readonly ParentId[]) => Promise<Map<string, Value>>,
  none: Value,
): DataLoader<ParentId, Value> {
  const existing = loaders.get(key);
  // The key names the kind of value, so a loader found under it gives this kind.
  if (existing !== undefined) return existing as DataLoader<ParentId, Value>;
  const loader = new DataLoader<ParentId, Value>(async (ids) => {
    const values = await batch(ids);
    return ids.map((id) => values.get(String(id)) ?? none);
  });
  loaders.set(key, loader as ParentLoader); // see above
  return loader;
}

function grouped<Row extends { $parent: ParentId }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = String(row.$parent);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
