// The databases of the subgraphs: found or made, migrated, filled on the first run.
import { readFileSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  applyServiceRole,
  createDatabaseIfMissing,
  DatabaseError,
  dropOldPartitions,
  isEmptyDatabase,
  migrate,
  postgresDataDir,
  type RunningPostgres,
  startPostgres,
} from '@tributary/database-kit';
import type { Seed } from '@tributary/northwind';
import pg from 'pg';
import { CommandError } from '../command-error.ts';
import type { Config } from '../config.ts';
import { migrationsDir, prismaDir, schemaPath, subgraphNames } from '../project.ts';

/** By subgraph; accounts, who knows who calls, is in every project. */
export type DatabaseUrls = Readonly<Record<string, string>> & { readonly accounts: string };

export const postgresDir = (config: Config): string => join(config.dataDir, 'postgres');

/** Starts the bundled server, or gives null where every database is somebody else's. */
export async function startServer(config: Config): Promise<RunningPostgres | null> {
  const allGiven = subgraphNames.every((name) => config.databaseUrls[name] !== undefined);
  if (config.databaseUrl !== null || allGiven) return null;
  await mkdir(join(config.dataDir, 'logs'), { recursive: true });
  return withSentence(() => startPostgres({ dataDir: postgresDir(config), logFile: join(config.dataDir, 'logs', 'postgres.log') }));
}

/** Makes the databases that are missing and applies their migrations. */
export async function prepareDatabases(config: Config, serverUrl: string | null): Promise<DatabaseUrls> {
  const entries = subgraphNames.map(async (name) => {
    const given = config.databaseUrls[name];
    const url = given ?? (await withSentence(() => createDatabaseIfMissing(serverUrl ?? '', name)));
    await withSentence(() => migrate({ url, schemaPath: schemaPath(name), migrationsDir: migrationsDir(name) })).catch((error: unknown) => {
      if (error instanceof CommandError) throw error;
      throw new CommandError(`The migrations of ${name} cannot be applied: ${error instanceof Error ? error.message : String(error)}`, 3, {
        cause: error,
      });
    });
    return [name, url] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as DatabaseUrls; // one entry per name, accounts among them
}

/** The addresses that the services use: accounts works under a role that owns nothing and can only add to its audit trail. */
export async function serviceUrlsOf(config: Config, urls: DatabaseUrls, rolePassword: string): Promise<DatabaseUrls> {
  const grants = readFileSync(join(prismaDir('accounts'), 'roles.sql'), 'utf8');
  const password = config.accountsRolePassword ?? rolePassword;
  return {
    ...urls,
    accounts: await withSentence(() => applyServiceRole({ ownerUrl: urls.accounts, role: 'accounts_service', password, grants })),
  };
}

/** Drops the months of the audit trail that are no longer kept, and gives their partitions' names. */
export async function pruneAuditTrail(config: Config, ownerUrl: string): Promise<string[]> {
  return dropOldPartitions({ ownerUrl, table: 'AuditEvent', keepMonths: config.auditRetentionMonths, now: new Date() });
}

/** The subgraphs whose databases hold nothing yet. */
export async function emptyDatabases(urls: DatabaseUrls): Promise<string[]> {
  const checks = await Promise.all(Object.entries(urls).map(async ([name, url]) => ({ name, empty: await isEmptyDatabase(url) })));
  return checks.filter(({ empty }) => empty).map(({ name }) => name);
}

/** Loads the first data into empty databases, all at the same time. */
export async function seedDatabases(
  config: Config,
  urls: DatabaseUrls,
  names: readonly string[],
  scale: number,
  progress: (share: number) => void,
): Promise<void> {
  const { loadNorthwind } = await import('@tributary/northwind'); // most starts load nothing
  const northwind = loadNorthwind();
  const shares = new Map<string, number>();
  // All of them end before one failure is told: nobody takes the server away from those that still write.
  const results = await Promise.allSettled(
    names.map(async (name) => {
      const pool = new pg.Pool({ connectionString: urls[name], max: 2 });
      // Work that fails says so itself; a connection that is only being closed has nothing to say when the server stops.
      pool.on('error', () => undefined);
      try {
        const { seed } = (await import(join(prismaDir(name), 'seed.ts'))) as { seed: Seed }; // every seed.ts exports one
        const onProgress = (share: number) => {
          shares.set(name, share);
          progress([...shares.values()].reduce((sum, part) => sum + part, 0) / names.length);
        };
        await seed({ pool, northwind, scale, devPassword: config.devPassword, onProgress });
        await pool.query('ANALYZE');
      } finally {
        await pool.end();
      }
    }),
  );
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

/** Deletes all data: the bundled server's folder, the databases on a server that was named, the content of databases that were named. */
export async function resetDatabases(config: Config): Promise<void> {
  const given = subgraphNames.flatMap((name) => config.databaseUrls[name] ?? []);
  for (const url of given)
    await withClient(url, async (client) => void (await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')));
  if (config.databaseUrl !== null) {
    const own = subgraphNames.filter((name) => config.databaseUrls[name] === undefined);
    return withClient(config.databaseUrl, async (client) => {
      for (const name of own) await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`);
    });
  }
  // A server that still runs on the folder is adopted and stopped; data of another version cannot run and is deleted as it is.
  const server = given.length < subgraphNames.length ? await startServer(config).catch(unlessBroken) : null;
  await server?.stop();
  rmSync(postgresDataDir(postgresDir(config)), { recursive: true, force: true });
}

/** Null when PostgreSQL itself would not start, which `startServer` says as a CommandError. @throws whatever else went wrong. */
function unlessBroken(error: unknown): null {
  if (error instanceof CommandError) return null;
  throw error;
}

async function withClient(connectionString: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  await client.connect().catch((cause: unknown) => {
    throw new CommandError(
      `PostgreSQL at ${new URL(connectionString).host} does not answer: ${cause instanceof Error ? cause.message : String(cause)}.`,
      3,
      { cause },
    );
  });
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

async function withSentence<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DatabaseError) throw new CommandError(error.message, 3, { cause: error });
    throw error;
  }
}
