// What a check knows of a subgraph's database: its Prisma schema, and its migrations step by step.
import type { Finding } from '../model.ts';

/** A column (or relation) as Prisma names it, with what `/// @graphql` says of it. */
export interface PrismaField {
  readonly model: string;
  readonly name: string;
  /** As SQL names them; `schema.table` outside of `public`. */
  readonly table: string;
  readonly column: string;
  readonly kind: 'scalar' | 'enum' | 'object';
  /** A scalar of Prisma, or the name of an enum or model. */
  readonly type: string;
  readonly isList: boolean;
  readonly isRequired: boolean;
  readonly published: readonly Publication[];
  readonly line: number;
}

/** `/// @graphql Type.field.field`: where a column's value goes. */
export interface Publication {
  /** As it is written: a path from a type through its fields. */
  readonly path: string;
  /** The field is made from the column; its type says nothing of the column's. */
  readonly isComputed: boolean;
}

export interface PrismaSchema {
  readonly file: string;
  readonly fields: readonly PrismaField[];
  /** Their values as the client of Prisma sees them. */
  readonly enums: ReadonlyMap<string, readonly string[]>;
}

export interface ColumnSpec {
  readonly name: string;
  /** As PostgreSQL names it: `int4`, `varchar(10)`, `timestamptz(3)[]`, or an enum. */
  readonly type: string;
  readonly isNotNull: boolean;
  readonly hasDefault: boolean;
}

/** One form for each of its kinds, so that a switch tells them apart. */
type Of<Kind extends string, Fields> = Kind extends string ? { readonly kind: Kind } & Readonly<Fields> : never;
type ColumnStep = Of<'dropColumn' | 'setNotNull' | 'dropNotNull' | 'setDefault' | 'dropDefault', { table: string; column: string }>;

/** What a statement does to tables, columns and enums; others do nothing here. */
export type Step = (
  | Of<'createTable', { table: string; columns: readonly ColumnSpec[] }>
  | Of<'dropTable', { table: string }>
  | Of<'renameTable', { table: string; to: string }>
  | Of<'addColumn', { table: string; column: ColumnSpec }>
  | ColumnStep
  | Of<'setType', { table: string; column: string; type: string }>
  | Of<'renameColumn', { table: string; column: string; to: string }>
  | Of<'createEnum', { type: string; values: readonly string[] }>
  | Of<'addValue', { type: string; value: string }>
  | Of<'renameValue', { type: string; value: string; to: string }>
  | Of<'renameType', { type: string; to: string }>
  | Of<'dropType', { type: string; isCascading: boolean }>
) & { readonly line: number };

export interface Migration {
  /** The name of its folder; migrations run in the order of their names. */
  readonly name: string;
  readonly file: string;
  readonly sql: string;
  readonly steps: readonly Step[];
}

export interface Database {
  readonly prisma: PrismaSchema;
  readonly migrations: readonly Migration[];
  /** What makes the tables of the Prisma schema from nothing; null: nobody asks. */
  readonly expected: readonly Step[] | null;
  /** What could not be read. */
  readonly problems: readonly Finding[];
}

/** A subgraph's database on both sides; null where a side has none. */
export interface DatabasePair {
  readonly subgraph: string;
  readonly base: Database | null;
  readonly head: Database | null;
}
