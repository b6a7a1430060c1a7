// migration new: the SQL of a change to a Prisma schema, with no database and no download.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { migrationSql } from '@tributary/database-kit';
import { CommandError } from '../command-error.ts';
import { migrationsDir, root, schemaPath, subgraphNames } from '../project.ts';

export async function run([verb, subgraph, name]: readonly string[]): Promise<number> {
  if (verb !== 'new' || subgraph === undefined || name === undefined || !/^[a-z0-9_]+$/.test(name)) {
    throw new CommandError('Usage: migration new <subgraph> <name>; the name in small letters, digits and underscores.', 2);
  }
  if (!subgraphNames.some((known) => known === subgraph)) throw new CommandError(`There is no subgraph "${subgraph}".`, 2);
  const path = schemaPath(subgraph);
  const sql = await migrationSql(committed(path), { path, text: readFileSync(path, 'utf8') });
  if (sql.trim() === '' || /^-- This is an empty migration/.test(sql.trim())) {
    process.stdout.write('The schema is what is committed: there is nothing to migrate.\n');
    return 0;
  }
  const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const dir = join(migrationsDir(subgraph), `${stamp}_${name}`);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'migration.sql'), sql);
  process.stdout.write(`Wrote ${relative(root, dir)}/migration.sql. Read it before you commit it.\n`);
  return 0;
}

function committed(path: string): { path: string; text: string } | null {
  try {
    const text = execFileSync('git', ['show', `HEAD:${relative(root, path)}`], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return { path, text };
  } catch {
    return null; // a schema that was never committed starts from an empty database
  }
}
