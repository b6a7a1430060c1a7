// Rows by a key: one statement, of one text however many keys there are.
import { raw, sqltag as sql } from '@prisma/client/runtime/client';
import DataLoader from 'dataloader';
import type { RawClient } from './database.ts';

interface RowSource<Row, Column extends keyof Row & string> {
  readonly table: string;
  /** Unique in the table; also the property of a row. */
  readonly key: Column;
  /** A constant of the code, as the table is, never input. */
  readonly type: 'int4' | 'text';
}

/** Creates a loader of the rows of a table; `missing` is what stands for a row that there is not, null unless given. One per request. */
export function createRowLoader<Row extends object, Column extends keyof Row & string>(
  db: RawClient,
  source: RowSource<Row, Column>,
): DataLoader<Row[Column], Row | null>;
export function createRowLoader<Row extends object, Column extends keyof Row & string>(
  db: RawClient,
  source: RowSource<Row, Column>,
  missing: (key: Row[Column]) => Row,
): DataLoader<Row[Column], Row>;
export function createRowLoader<Row extends object, Column extends keyof Row & string>(
  db: RawClient,
  { table, key, type }: RowSource<Row, Column>,
  missing: (key: Row[Column]) => Row | null = () => null,
): DataLoader<Row[Column], Row | null> {
  const before = raw(`SELECT * FROM "${table}" WHERE "${key}" = ANY(`);
  const after = raw(`::${type}[])`);
  return new DataLoader<Row[Column], Row | null>(async (keys) => {
    const rows = new Map<Row[Column], Row>();
    for (const row of await db.$queryRaw<Row[]>(sql`${before}${[...keys]}${after}`)) rows.set(row[key], row);
    return keys.map((value) => rows.get(value) ?? missing(value)); // same length and order as `keys`
  });
}
