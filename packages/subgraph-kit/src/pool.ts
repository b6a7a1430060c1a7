// The connections under a Prisma client: statements counted, and parsed by PostgreSQL once per connection.
import pg from 'pg';

/** How many texts get a name; each costs memory on every connection, and texts that depend on input must not add up. */
const maxNames = 100;

/** SQLSTATE feature_not_supported: also what a named statement fails with, before it runs, when the columns of its table have changed. */
const featureNotSupported = '0A000';

/** Creates a pool that tells of every statement, in the asynchronous context of whoever sends it. */
export function createPool(config: pg.PoolConfig, onStatement: () => void): pg.Pool {
  const nameOf = createStatementNames();
  const pool = new pg.Pool({ ...config, Client: countingClient(onStatement) });
  const send = pool.query.bind(pool) as (statement: pg.QueryConfig | string) => Promise<pg.QueryResult>; // how Prisma calls it
  const query = (statement: pg.QueryConfig | string): Promise<pg.QueryResult> => {
    onStatement();
    const name = typeof statement === 'string' ? undefined : nameOf(statement.text);
    if (typeof statement === 'string' || name === undefined) return send(statement);
    // What fails so has changed nothing, and the pool has dropped its connection.
    return send({ ...statement, name }).catch((error: pg.DatabaseError) => (isStalePlan(error) ? send(statement) : Promise.reject(error)));
  };
  pool.query = query as typeof pool.query; // overloaded five times; nobody here passes a callback
  return pool;
}

/** Gives a text its name: always the same one, or none once all names are taken. */
function createStatementNames(): (text: string) => string | undefined {
  const names = new Map<string, string>();
  return (text) => {
    const known = names.get(text);
    if (known !== undefined || names.size === maxNames) return known;
    const name = `s${names.size}`;
    names.set(text, name);
    return name;
  };
}

/** A client that tells of the statements of a transaction. Those of the pool come with a callback and are told of already. */
function countingClient(onStatement: () => void): typeof pg.Client {
  const CountingClient = class extends pg.Client {};
  const send = pg.Client.prototype.query;
  // The arguments go through untouched.
  CountingClient.prototype.query = function query(this: pg.Client, ...args: unknown[]) {
    if (typeof args.at(-1) !== 'function') onStatement();
    return Reflect.apply(send, this, args);
  } as typeof send;
  return CountingClient;
}

const isStalePlan = (error: { readonly code?: unknown }): boolean => error.code === featureNotSupported;
