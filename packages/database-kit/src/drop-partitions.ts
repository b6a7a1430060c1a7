// Retention of a table that is partitioned by month: whole months go, never single rows.
import pg from 'pg';

export interface Retention {
  /** The database, as its owner reaches it. */
  readonly ownerUrl: string;
  /** The partitioned table; its partitions are named `<table>_YYYYMM`. */
  readonly table: string;
  /** How many whole months stay besides the current one. */
  readonly keepMonths: number;
  readonly now: Date;
}

/** Drops the partitions of months that are too old, and gives their names. */
export async function dropOldPartitions({ ownerUrl, table, keepMonths, now }: Retention): Promise<string[]> {
  const oldestKept = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - keepMonths)).toISOString().slice(0, 7).replace('-', '');
  const client = new pg.Client({ connectionString: ownerUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      'SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = $1::regclass ORDER BY 1',
      [client.escapeIdentifier(table)],
    );
    const old = rows.map(({ name }) => name).filter((name) => name.startsWith(`${table}_`) && name.slice(table.length + 1) < oldestKept);
    for (const name of old) await client.query(`DROP TABLE IF EXISTS ${client.escapeIdentifier(name)}`);
    return old;
  } finally {
    await client.end();
  }
}
