// One transaction per seed: a seed that fails leaves nothing behind.
import type { Pool, PoolClient } from 'pg';

/** Runs work in a transaction of its own. */
export async function inTransaction(pool: Pool, work: (client: PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await work(client);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

/** New rows continue the numbering of the loaded ones. Names are constants of the caller's code, never input. */
export async function continueNumbering(client: PoolClient, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    await client.query(`SELECT setval(pg_get_serial_sequence('"${table}"', 'id'), (SELECT max("id") FROM "${table}"))`);
  }
}
