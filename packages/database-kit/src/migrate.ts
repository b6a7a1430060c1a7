// Prisma migrations without Prisma's downloaded engine.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

export interface MigrateOptions {
  readonly url: string;
  readonly schemaPath: string;
  readonly migrationsDir: string;
}

const filters = { externalTables: [], externalEnums: [] };

/** Applies what is missing and gives the names; the same as `prisma migrate deploy`. */
export async function migrate({ url, schemaPath, migrationsDir }: MigrateOptions): Promise<readonly string[]> {
  const names = await migrationNames(migrationsDir);
  // Loading the engine costs more than asking whether it is needed.
  const applied = await appliedMigrations(url);
  if (names.every((name) => applied.has(name))) return [];
  const { withSchemaEngine } = await import('./schema-engine.ts');
  const schema = { path: schemaPath, text: await readFile(schemaPath, 'utf8') };
  const list = await migrationsList(migrationsDir, names);
  const { appliedMigrationNames } = await withSchemaEngine(url, schema, (engine) =>
    engine.applyMigrations({ migrationsList: list, filters }),
  );
  return appliedMigrationNames;
}

/** The SQL that leads from one schema to another; null stands for an empty database. */
export async function migrationSql(
  from: { readonly path: string; readonly text: string } | null,
  to: { readonly path: string; readonly text: string },
): Promise<string> {
  const side = (schema: { readonly path: string; readonly text: string } | null) =>
    schema === null ? { tag: 'empty' } : { tag: 'schemaDatamodel', files: [{ path: schema.path, content: schema.text }], configDir: '.' };
  const { offlineSchemaEngine } = await import('./schema-engine.ts');
  const engine = await offlineSchemaEngine(to);
  const { stdout } = await engine.diff({ from: side(from), to: side(to), script: true, shadowDatabaseUrl: null, exitCode: null, filters });
  return stdout ?? '';
}

async function migrationNames(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

async function migrationsList(dir: string, names: readonly string[]) {
  const fileOf = async (name: string) => ({
    path: name,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: await readFile(join(dir, name, 'migration.sql'), 'utf8') } },
  });
  return {
    baseDir: dir,
    lockfile: { path: 'migration_lock.toml', content: await readFile(join(dir, 'migration_lock.toml'), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(names.map(fileOf)),
  };
}

async function appliedMigrations(url: string): Promise<ReadonlySet<string>> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const { rows } = await client.query<{ known: boolean }>(`SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS known`);
    if (rows[0]?.known !== true) return new Set();
    const applied = await client.query<{ migration_name: string }>(
      'SELECT migration_name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL',
    );
    return new Set(applied.rows.map((row) => row.migration_name));
  } finally {
    await client.end();
  }
}
