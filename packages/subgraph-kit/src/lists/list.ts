// A list: what it reads, and the orders it can be read in.
import { raw, type Sql, sqltag as sql } from '@prisma/client/runtime/client';

/** A PostgreSQL type that a sorted column can have; a cursor's text is cast to it. */
export type ColumnType = 'text' | 'int4' | 'int8' | 'numeric' | 'timestamptz' | 'date' | 'uuid';

export interface SortColumn {
  /** A column of the alias `t`; also the property of a row. Never null. */
  readonly column: string;
  readonly type: ColumnType;
  readonly direction: 'asc' | 'desc';
}

export interface List<Row, Sort extends string = string> {
  readonly name: string;
  readonly from: Sql;
  /** By sort: its columns, ended by the id. */
  readonly sorts: Readonly<Record<Sort, readonly SortColumn[]>>;
  /** Only for its type. */
  readonly row?: Row;
}

/** The Relay arguments of a connection field. */
export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

export const asc = (column: string, type: ColumnType): SortColumn => ({ column, type, direction: 'asc' });
export const desc = (column: string, type: ColumnType): SortColumn => ({ column, type, direction: 'desc' });

/**
 * Defines a list. `from` is a table or a subquery with the alias `t`; the id is appended to every sort, so that no two rows tie.
 * `name` is part of every cursor: two lists never share one.
 */
export function defineList<Row, Sort extends string = string>(definition: {
  readonly name: string;
  readonly from: Sql;
  readonly id: SortColumn;
  readonly sorts: Readonly<Record<Sort, readonly SortColumn[]>>;
}): List<Row, Sort> {
  const { name, from, id } = definition;
  const sorts = Object.fromEntries(
    Object.entries<readonly SortColumn[]>(definition.sorts).map(([sort, columns]) => [
      sort,
      columns.some(({ column }) => column === id.column) ? columns : [...columns, id],
    ]),
  );
  return { name, from, sorts: sorts as Record<Sort, readonly SortColumn[]> }; // the same keys
}

/** A column of the alias `t`; the name is a constant of the code, never input. */
export const columnSql = ({ column }: SortColumn, alias = 't'): Sql => raw(`${alias}."${column}"`);

export function orderSql(columns: readonly SortColumn[], reversed: boolean, alias = 't'): Sql {
  const terms = columns.map((column) => `${alias}."${column.column}" ${(column.direction === 'asc') === reversed ? 'DESC' : 'ASC'}`);
  return raw(terms.join(', '));
}

/**
 * The rows after a position, or with `reversed` before it; `inclusive` adds the position itself.
 * The first column's bound stands alone in front so that an index on it serves however the directions mix.
 */
export function keysetSql(
  columns: readonly SortColumn[],
  position: readonly string[],
  options: { reversed: boolean; inclusive?: boolean },
): Sql {
  const cellOf = (index: number): Sql => sql`${position[index] ?? ''}::text::${raw(columns[index]?.type ?? 'text')}`;
  const compare = (column: SortColumn, orEqual: boolean): Sql => {
    const greater = (column.direction === 'asc') !== options.reversed;
    return raw(`${greater ? '>' : '<'}${orEqual ? '=' : ''}`);
  };
  const beyond = (index: number): Sql => {
    const column = columns[index];
    if (column === undefined) return sql`FALSE`;
    const [name, value] = [columnSql(column), cellOf(index)];
    if (index === columns.length - 1) return sql`${name} ${compare(column, options.inclusive === true)} ${value}`;
    return sql`(${name} ${compare(column, true)} ${value} AND (${name} ${compare(column, false)} ${value} OR ${beyond(index + 1)}))`;
  };
  return beyond(0);
}
