// Counters in PostgreSQL, for several gateways without Redis: rows that are locked, looked at and written in one transaction.
import pg from 'pg';
import type { State } from './algorithms.ts';
import { type Decision, decide } from './decide.ts';
import { type Charge, type Count, counterOf, type RateStore } from './rate-limit.ts';

export interface PostgresStore extends RateStore {
  /** Rejects, soon, when PostgreSQL does not answer. */
  take(charges: readonly Charge[]): Promise<readonly Count[]>;
  stop(): Promise<void>;
}

export interface PostgresStoreOptions {
  readonly url: string;
  readonly timeoutMs?: number;
}

// What a crash takes are the counts of the last minutes: nobody waits for a disk.
const createTable = `CREATE UNLOGGED TABLE IF NOT EXISTS tributary_rate_counters (
  counter text PRIMARY KEY, state double precision[] NOT NULL DEFAULT '{}', ends_at timestamptz NOT NULL DEFAULT now())`;
// The update that changes nothing locks the row. In the same order always: no two decisions wait for each other.
const lock = `INSERT INTO tributary_rate_counters (counter) SELECT DISTINCT unnest($1::text[]) AS counter ORDER BY counter
  ON CONFLICT (counter) DO UPDATE SET counter = excluded.counter
  RETURNING counter, state, floor(extract(epoch FROM clock_timestamp()) * 1000000)::double precision AS now_us`;
const write = `UPDATE tributary_rate_counters SET state = $2, ends_at = clock_timestamp() + $3 * interval '1 microsecond' WHERE counter = $1`;
const sweep = 'DELETE FROM tributary_rate_counters WHERE ends_at < now()';
const sweepMs = 60_000;

export function createPostgresStore({ url, timeoutMs = 50 }: PostgresStoreOptions): PostgresStore {
  const pool = new pg.Pool({
    connectionString: url,
    max: 4,
    // A connection may take longer to come than anyone waits for it: it is there for the next.
    connectionTimeoutMillis: 1_000,
    statement_timeout: timeoutMs,
    // A server that is gone without a word keeps no connection of ours.
    query_timeout: 1_000,
    idle_in_transaction_session_timeout: 1_000,
    application_name: 'tributary-gateway',
  });
  pool.on('error', () => undefined); // each decision tells
  const sweeper = setInterval(() => void pool.query(sweep).catch(() => undefined), sweepMs);
  const table = createOnce(() => pool.query(createTable));
  const takeFrom = async (charges: readonly Charge[]): Promise<readonly Count[]> => {
    const until = performance.now() + timeoutMs;
    await table();
    const client = await pool.connect();
    try {
      const counts = await decideIn(client, charges, until);
      client.release();
      return counts;
    } catch (error) {
      client.release(true); // with its transaction
      throw error;
    }
  };
  return {
    take: (charges) => within(timeoutMs, takeFrom(charges)),
    async stop() {
      clearInterval(sweeper);
      await within(1_000, pool.end()).catch(() => undefined); // one that does not answer is left
    },
  };
}

/** Counts nothing when nobody waits for it any more: the caller is counted elsewhere by then. */
async function decideIn(client: pg.PoolClient, charges: readonly Charge[], until: number): Promise<readonly Count[]> {
  await client.query('BEGIN');
  const counters = charges.map(counterOf);
  const { rows } = await client.query<{ counter: string; state: State; now_us: number }>(lock, [counters]);
  if (performance.now() > until) throw new Error('PostgreSQL answered too late.');
  const states = new Map(rows.map(({ counter, state }) => [counter, state]));
  const { counts, after }: Decision = decide(
    charges,
    counters.map((counter) => states.get(counter) ?? []),
    Math.max(...rows.map(({ now_us }) => now_us)),
  );
  for (const [index, state] of (after ?? []).entries()) await client.query(write, [counters[index], state, counts[index]?.resetUs]);
  await client.query('COMMIT');
  return counts;
}

/** Does the work when it is first needed, and again until it has gone well. */
function createOnce(work: () => Promise<unknown>): () => Promise<unknown> {
  let done: Promise<unknown> | null = null;
  return () => {
    done ??= work().catch((error: unknown) => {
      done = null;
      throw error;
    });
    return done;
  };
}

/** Rejects when the promise takes longer; what it stands for goes on. */
function within<Value>(timeoutMs: number, promise: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`PostgreSQL did not answer within ${timeoutMs} ms.`)), timeoutMs);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
