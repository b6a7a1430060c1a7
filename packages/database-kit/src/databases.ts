// Databases on a server.
import pg from 'pg';
import { DatabaseError } from './database-error.ts';

/** The address of a database on the server that `serverUrl` leads to. */
export function urlOfDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Creates a database unless it is there, and gives its address. @throws {DatabaseError} when the server does not answer. */
export async function createDatabaseIfMissing(serverUrl: string, name: string, template?: string): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl, connectionTimeoutMillis: 5_000 });
  await client.connect().catch((cause: unknown) => {
    throw new DatabaseError(
      `PostgreSQL at ${new URL(serverUrl).host} does not answer: ${cause instanceof Error ? cause.message : String(cause)}.`,
      { cause },
    );
  });
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) {
      await client.query(
        `CREATE DATABASE ${client.escapeIdentifier(name)}${template === undefined ? '' : ` TEMPLATE ${client.escapeIdentifier(template)}`}`,
      );
    }
  } finally {
    await client.end();
  }
  return urlOfDatabase(serverUrl, name);
}

const tablesQuery = "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'";

/** Whether no row is in any table, but those of Prisma's migrations: the seed has not run. */
export async function isEmptyDatabase(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(tablesQuery);
    const found = tables.map(({ name }) => `EXISTS (SELECT FROM ${client.escapeIdentifier(name)})`);
    const { rows } = await client.query<{ filled: boolean }>(`SELECT ${['false', ...found].join(' OR ')} AS filled`);
    return rows[0]?.filled === false;
  } finally {
    await client.end();
  }
}
