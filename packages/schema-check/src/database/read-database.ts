// A subgraph's database from texts: Prisma schema and migrations.
import type { Finding } from '../model.ts';
import type { Database, Migration, PrismaSchema, Step } from './database.ts';
import { databaseFinding, type Found } from './found.ts';
import { PrismaSchemaError, type PrismaText, parsePrisma } from './parse-prisma.ts';
import { MigrationError, parseSql } from './parse-sql.ts';

export interface DatabaseTexts {
  readonly subgraph: string;
  readonly prisma: PrismaText;
  /** In the order in which they run; none where Prisma's schema is pushed to the database. */
  readonly migrations: readonly Pick<Migration, 'name' | 'file' | 'sql'>[];
}

/** The SQL that leads from one Prisma schema to another; null stands for an empty database. */
export type MigrationSql = (from: PrismaText | null, to: PrismaText) => Promise<string>;

/** What cannot be read is a finding, and stands for nothing. Without `sqlOf` nobody asks whether the migrations lead to the Prisma schema. */
export async function readDatabase({ subgraph, prisma, migrations }: DatabaseTexts, sqlOf: MigrationSql | null): Promise<Database> {
  const problems: Finding[] = [];
  const found = (problem: Omit<Found, 'coordinate' | 'about'>) =>
    problems.push(databaseFinding({ ...problem, coordinate: null, about: problem.file }, subgraph));
  const schema = await prismaIn(prisma, found);
  const read: Migration[] = [];
  for (const migration of migrations) read.push({ ...migration, steps: await stepsIn(migration, found) });
  const isAsked = sqlOf !== null && problems.length === 0;
  return { prisma: schema, migrations: read, expected: isAsked ? await parseSql(await sqlOf(null, prisma)) : null, problems };
}

type Finder = (problem: Omit<Found, 'coordinate' | 'about'>) => void;

async function prismaIn(prisma: PrismaText, found: Finder): Promise<PrismaSchema> {
  try {
    return await parsePrisma(prisma);
  } catch (error) {
    if (!(error instanceof PrismaSchemaError)) throw error;
    found({ code: 'PRISMA_SCHEMA_UNREADABLE', message: error.message, file: prisma.file, line: error.line });
    return { file: prisma.file, fields: [], enums: new Map() };
  }
}

async function stepsIn({ file, sql }: DatabaseTexts['migrations'][number], found: Finder): Promise<readonly Step[]> {
  try {
    return await parseSql(sql);
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error;
    found({ code: 'MIGRATION_UNREADABLE', message: `PostgreSQL does not read this: ${error.message}.`, file, line: error.line });
    return [];
  }
}

/**
 * Where there are no migrations, what Prisma would do to a database of the base: the same judges judge it.
 * Both databases get it as migrations.
 */
export async function withImplied(base: Database, head: Database, texts: readonly [PrismaText, PrismaText], sqlOf: MigrationSql) {
  if (base.migrations.length + head.migrations.length + base.problems.length + head.problems.length > 0) return { base, head };
  const first: Migration = { name: '0', file: texts[0].file, sql: '', steps: base.expected ?? [] };
  const sql = await sqlOf(...texts);
  const steps = (await parseSql(sql)).map((step) => ({ ...step, line: 1 }));
  return {
    base: { ...base, migrations: [first] },
    head: { ...head, migrations: [first, { name: '1', file: texts[1].file, sql, steps }] },
  };
}
