// What the judges of a database find; the table of codes says what to do about it.
import { createHash } from 'node:crypto';
import { type DatabaseCodeName, databaseCodes } from '../codes/database-codes.ts';
import type { Finding } from '../model.ts';

export interface Found {
  readonly code: DatabaseCodeName;
  /** Where it is another than the code's. */
  readonly level?: Finding['level'];
  readonly message: string;
  readonly coordinate: string | null;
  readonly file: string;
  readonly line: number;
  /** What makes it another finding than the next of its code: column, migration. */
  readonly about: string;
}

export interface DatabaseFinding extends Finding {
  /** What an approval names; it survives moves within files. */
  readonly fingerprint: string;
}

export function databaseFinding({ code, level, message, coordinate, file, line, about }: Found, subgraph: string): DatabaseFinding {
  const { severity, wayOut } = databaseCodes[code];
  return {
    level: level ?? (severity === 'breaking' ? 'error' : 'warning'),
    code,
    message,
    coordinate,
    source: { subgraph, file, line, column: 1 },
    suggestion: wayOut,
    affected: [],
    fingerprint: createHash('sha256').update([code, subgraph, coordinate, about].join('\0')).digest('hex').slice(0, 16),
  };
}
