// The databases of both sides of a check, from the Prisma schemas beside the subgraphs' schemas.
import { dirname, join, relative } from 'node:path';
import { migrationSql } from '@tributary/database-kit';
import { type DatabasePair, type DatabaseTexts, type MigrationSql, readDatabase, withImplied } from '@tributary/schema-check';
import type { Folder } from './folder.ts';
import type { ReadSide } from './read-side.ts';

/** One for each subgraph of the head that has a Prisma schema of PostgreSQL. */
export async function readDatabases(base: ReadSide, head: ReadSide): Promise<readonly DatabasePair[]> {
  const pairs: DatabasePair[] = [];
  for (const after of textsOf(head)) {
    const before = textsOf(base).find(({ subgraph }) => subgraph === after.subgraph) ?? null;
    pairs.push(await pairOf(before, after));
  }
  return pairs;
}

async function pairOf(before: DatabaseTexts | null, after: DatabaseTexts): Promise<DatabasePair> {
  const { subgraph } = after;
  // Most changes touch no database: then its migrations lead where they have led, and Prisma's engine takes longer than all the rest.
  const isUntouched = JSON.stringify(before) === JSON.stringify(after);
  const head = await readDatabase(after, isUntouched ? null : sqlOf);
  if (before === null || isUntouched) return { subgraph, base: isUntouched ? head : null, head };
  return { subgraph, ...(await withImplied(await readDatabase(before, sqlOf), head, [before.prisma, after.prisma], sqlOf)) };
}

function textsOf(side: ReadSide): readonly DatabaseTexts[] {
  const { folder } = side;
  if (side.kind === 'supergraph' || folder === undefined) return [];
  return side.sources.flatMap(({ name, file }) => {
    const beside = join(dirname(relative(folder.path, file)), 'prisma');
    const found = [join('prisma', name), beside].map((place) => databaseIn(folder, place, name)).find((texts) => texts !== null);
    return found === undefined ? [] : [found];
  });
}

function databaseIn(folder: Folder, place: string, subgraph: string): DatabaseTexts | null {
  const schema = join(place, 'schema.prisma');
  const text = folder.read(schema);
  if (text === null || !/^\s*provider\s*=\s*"postgres(ql)?"/m.test(text)) return null;
  const migrations = folder.list(join(place, 'migrations')).flatMap((name) => {
    const path = join(place, 'migrations', name, 'migration.sql');
    const sql = folder.read(path);
    return sql === null ? [] : [{ name, file: join(folder.path, path), sql }];
  });
  return { subgraph, prisma: { file: join(folder.path, schema), text }, migrations };
}

const sqlOf: MigrationSql = (from, to) =>
  migrationSql(from === null ? null : { path: from.file, text: from.text }, { path: to.file, text: to.text });
