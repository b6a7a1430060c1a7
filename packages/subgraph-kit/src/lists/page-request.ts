// Reads a connection's arguments: how many, from where, in which direction.
import { hash } from 'node:crypto';
import { AppError } from '@tributary/errors';
import type { PageArguments, SortColumn } from './list.ts';

const defaultPageSize = 20;
const maxPageSize = 100;

export interface PageRequest {
  readonly size: number;
  readonly backward: boolean;
  /** Positions: one text per sort column. */
  readonly after: readonly string[] | null;
  readonly before: readonly string[] | null;
}

/** Made when a cursor is written or read: most pages below a parent need none. */
export type Binding = () => string;

/** Identifies a list with its sort, filter and parent; a cursor of one is refused by every other. */
export function bindingOf(...parts: readonly unknown[]): Binding {
  let binding: string | null = null;
  return () => (binding ??= hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 8));
}

/**
 * Parses the arguments of a connection field.
 * @throws {AppError} BAD_USER_INPUT for `first` with `last` and for sizes outside 0 to 100; INVALID_CURSOR for a foreign cursor.
 */
export function parsePage(args: PageArguments, binding: Binding, columns: readonly SortColumn[]): PageRequest {
  const first = args.first ?? null;
  const last = args.last ?? null;
  if (first !== null && last !== null) throw new AppError('BAD_USER_INPUT', 'Give `first` or `last`, not both.');
  const size = first ?? last ?? defaultPageSize;
  if (size < 0 || size > maxPageSize) {
    throw new AppError('BAD_USER_INPUT', `A page holds 0 to ${maxPageSize} items, not ${size}.`);
  }
  return {
    size,
    backward: last !== null,
    after: args.after == null ? null : parseCursor(args.after, binding, columns),
    before: args.before == null ? null : parseCursor(args.before, binding, columns),
  };
}

/** Gives the opaque cursor of a row: the binding and the row's position. */
export function cursorOf(row: Readonly<Record<string, unknown>>, binding: Binding, columns: readonly SortColumn[]): string {
  const position = columns.map(({ column, type }) => textOf(row[column], type));
  return Buffer.from(JSON.stringify([binding(), ...position])).toString('base64url');
}

function parseCursor(cursor: string, binding: Binding, columns: readonly SortColumn[]): readonly string[] {
  const [given, ...position] = decoded(cursor);
  const fits = given === binding() && position.length === columns.length;
  if (!fits || !columns.every(({ type }, index) => isTextOf(position[index], type))) throw new AppError('INVALID_CURSOR');
  return position as string[]; // every element was just seen to be a text
}

function decoded(cursor: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    throw new AppError('INVALID_CURSOR');
  }
}

function textOf(value: unknown, type: SortColumn['type']): string {
  if (value instanceof Date) return type === 'date' ? value.toISOString().slice(0, 10) : value.toISOString();
  return String(value);
}

const patterns: Readonly<Record<SortColumn['type'], RegExp>> = {
  text: /^[^\0]*$/,
  int4: /^-?\d{1,9}$|^-?1\d{9}$/,
  int8: /^-?\d{1,18}$/,
  numeric: /^-?\d{1,30}(\.\d{1,30})?$/,
  timestamptz: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
  date: /^\d{4}-\d\d-\d\d$/,
  uuid: /^[0-9a-f-]{36}$/,
};

/** Whether PostgreSQL will take the text as this type: a forged cursor must be refused here, not fail there. */
function isTextOf(value: unknown, type: SortColumn['type']): boolean {
  if (typeof value !== 'string' || !patterns[type].test(value)) return false;
  return (type !== 'timestamptz' && type !== 'date') || !Number.isNaN(Date.parse(value));
}
