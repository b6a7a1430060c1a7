// Bulk load by PostgreSQL's COPY.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from } from 'pg-copy-streams';

export type CopyValue = string | number | boolean | Date | null;

const chunkLength = 64 * 1024;

/** Writes rows into a table and gives their number. Names are constants of the caller's code, never input. */
export async function copyRows(
  client: ClientBase,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly CopyValue[]>,
): Promise<number> {
  const names = columns.map((column) => `"${column}"`).join(', ');
  const target = client.query(from(`COPY "${table}" (${names}) FROM STDIN`));
  await pipeline(Readable.from(copyChunks(rows)), target);
  return target.rowCount;
}

/** Rows in COPY's text format, many to a chunk; a chunk is made when the one before it is taken. */
export function* copyChunks(rows: Iterable<readonly CopyValue[]>): Generator<string> {
  let chunk = '';
  for (const row of rows) {
    chunk += `${row.map(fieldOf).join('\t')}\n`;
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** One field of COPY's text format (PostgreSQL manual, COPY, "Text Format"). */
function fieldOf(value: CopyValue): string {
  if (value === null) return '\\N';
  if (value instanceof Date) return value.toISOString();
  return String(value).replaceAll(/[\\\t\n\r]/g, (character) => escapes[character] ?? character);
}
