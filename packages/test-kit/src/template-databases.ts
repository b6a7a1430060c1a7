// Vitest's global set-up: one PostgreSQL for all test files, with a migrated and filled template database per subgraph.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyServiceRole, createDatabaseIfMissing, migrate, startPostgres } from '@tributary/database-kit';
import { loadNorthwind, type Northwind, type Seed } from '@tributary/northwind';
import pg from 'pg';
import { accountsRole, prismaDir, type SubgraphName, serverVariable, subgraphNames, templateOf } from './project.ts';

/** Starts the server and gives what stops it again. */
export async function setup(): Promise<() => Promise<void>> {
  const dir = mkdtempSync(join(tmpdir(), 'tributary-test-'));
  const server = await startPostgres({ dataDir: join(dir, 'postgres'), logFile: join(dir, 'postgres.log') });
  const northwind = loadNorthwind();
  await Promise.all(subgraphNames.map((name) => makeTemplate(server.url, name, northwind)));
  process.env[serverVariable] = server.url;
  return async () => {
    await server.stop();
    for (const path of [server.dataDir, dir]) rmSync(path, { recursive: true, force: true });
  };
}

async function makeTemplate(serverUrl: string, name: SubgraphName, northwind: Northwind): Promise<void> {
  const url = await createDatabaseIfMissing(serverUrl, templateOf(name));
  await migrate({ url, schemaPath: join(prismaDir(name), 'schema.prisma'), migrationsDir: join(prismaDir(name), 'migrations') });
  if (name === 'accounts') {
    const grants = readFileSync(join(prismaDir(name), 'roles.sql'), 'utf8');
    await applyServiceRole({ ownerUrl: url, role: accountsRole, password: 'test', grants });
  }
  const { seed } = (await import(join(prismaDir(name), 'seed.ts'))) as { seed: Seed }; // every seed.ts exports one
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', () => undefined); // a connection that is only being closed when the server stops
  try {
    await seed({ pool, northwind, scale: 1, devPassword: 'tributary', onProgress: () => undefined });
    await pool.query('ANALYZE');
  } finally {
    await pool.end();
  }
}
