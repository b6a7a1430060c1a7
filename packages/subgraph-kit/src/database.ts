// One subgraph's database: a bounded pool under a Prisma client, with its statements counted.
import { AsyncLocalStorage } from 'node:async_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Sql } from '@prisma/client/runtime/client';
import { createPool } from './pool.ts';

/** The part of every generated Prisma client that the kit itself needs. */
export interface RawClient {
  $queryRaw<Rows = unknown>(query: Sql): Promise<Rows>;
  $executeRaw(query: Sql): Promise<number>;
}

interface PrismaClientLike {
  $disconnect(): Promise<void>;
}

export interface Database<Client> {
  readonly client: Client;
  /** SQL statements sent since the start, transaction control included. */
  statements(): number;
  /** Runs work and counts the SQL statements that it causes. */
  countStatements<Result>(work: () => Promise<Result>): Promise<{ result: Result; statements: number }>;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
  /** Told about connections that fail while idle; the pool replaces them by itself. */
  readonly onConnectionError: (error: Error) => void;
}

/** Creates the pool and the client on it. Nothing waits for ever: 1 s for a connection, 10 s for a statement or an idle transaction. */
export function createDatabase<Client extends PrismaClientLike>(
  { url, poolSize, applicationName, onConnectionError }: DatabaseOptions,
  createClient: (adapter: PrismaPg) => Client,
): Database<Client> {
  let total = 0;
  const scope = new AsyncLocalStorage<{ statements: number }>();
  const onStatement = () => {
    total += 1;
    const request = scope.getStore();
    if (request !== undefined) request.statements += 1;
  };
  const pool = createPool(
    {
      connectionString: url,
      max: poolSize,
      application_name: applicationName,
      connectionTimeoutMillis: 1_000,
      idleTimeoutMillis: 30_000,
      statement_timeout: 10_000,
      // Where the server itself stands still, it ends nothing.
      query_timeout: 11_000,
      idle_in_transaction_session_timeout: 10_000,
      // Prisma takes the hours that PostgreSQL writes for hours of UTC, whatever zone stands behind them.
      options: '-c TimeZone=UTC',
    },
    onStatement,
  );
  pool.on('error', onConnectionError);
  const client = createClient(new PrismaPg(pool, { disposeExternalPool: false }));
  return {
    client,
    statements: () => total,
    async countStatements(work) {
      const request = { statements: 0 };
      const result = await scope.run(request, work);
      return { result, statements: request.statements };
    },
    ping: async () => void (await pool.query('SELECT 1')),
    async close() {
      await client.$disconnect();
      await pool.end();
    },
  };
}
