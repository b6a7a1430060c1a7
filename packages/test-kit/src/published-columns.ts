// Whether `/// @graphql` in a Prisma schema is true: a field that is said to be read from a column changes when the column does.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { prismaDir, type SubgraphName } from './project.ts';
import type { Answer, TestSubgraph } from './test-subgraph.ts';

export interface PublishedColumns {
  /** Type -> the document that asks its objects for a selection; a whole path goes before its type. */
  readonly ask: Readonly<Record<string, (selection: string) => string>>;
  /** Path -> what stands behind its last field: arguments, and a selection. */
  readonly behind?: Readonly<Record<string, string>>;
  /** `Model.column` -> another value, in SQL, where any other does not show: of what only orders or filters. */
  readonly values?: Readonly<Record<string, string>>;
  /** SQL that makes rows where the sample data has none. */
  readonly rows?: string;
  /** `Model.column`s that cannot be tried so. */
  readonly except?: readonly string[];
}

interface Annotation {
  readonly table: string;
  readonly column: string;
  readonly path: string;
}

/** The annotations that are not true: `Model.column -> path`. Changes one column of all rows at a time, and puts it back. */
export async function untrueAnnotations(
  subgraph: TestSubgraph,
  name: SubgraphName,
  { ask, behind = {}, values = {}, rows = '', except = [] }: PublishedColumns,
): Promise<readonly string[]> {
  const annotations = annotationsOf(name).filter(({ table, column }) => !except.includes(`${table}.${column}`));
  const answerTo = async ({ path }: Annotation): Promise<Answer> => {
    const [type = '', ...fields] = path.split('.');
    const document = (ask[path] ?? ask[type])?.(nested(fields, behind[path] ?? ''));
    if (document === undefined) throw new Error(`Nobody says how to ask for a ${type}.`);
    // In process: some changes leave rows without what they refer to, and nobody needs to read of it.
    return subgraph.executeOn(subgraph.service.schema, { document, as: 'admin' });
  };
  const db = await ownConnection(subgraph.ownerUrl);
  try {
    await db.query(rows);
    const untrue: string[] = [];
    for (const [column, ofColumn] of Map.groupBy(annotations, (one) => `${one.table}.${one.column}`)) {
      const answers = () => Promise.all(ofColumn.map(answerTo));
      const before = await answers();
      const faulty = before.findIndex(({ errors }) => errors !== undefined);
      if (faulty !== -1) throw new Error(`${ofColumn[faulty]?.path}: ${JSON.stringify(before[faulty]?.errors)}`);
      const after = await changed(db, column, values[column] ?? null, answers);
      const same = ofColumn.filter((_, index) => JSON.stringify(before[index]) === JSON.stringify(after[index]));
      untrue.push(...same.map(({ path }) => `${column} -> ${path}`));
    }
    return untrue;
  } finally {
    await db.end();
  }
}

const nested = ([field = '', ...rest]: readonly string[], tail: string): string =>
  rest.length === 0 ? `${field}${tail}` : `${field} { ${nested(rest, tail)} }`;

/** Models and columns have the same names in Prisma and in SQL here. */
function annotationsOf(name: SubgraphName): readonly Annotation[] {
  let table = '';
  let paths: string[] = [];
  return readFileSync(join(prismaDir(name), 'schema.prisma'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      table = /^model (\w+)/.exec(line)?.[1] ?? table;
      const path = /^\s*\/\/\/ @graphql (\S+)/.exec(line)?.[1];
      if (path !== undefined) paths.push(path);
      const column = /^ {2}(\w+) +\w/.exec(line)?.[1];
      if (column === undefined) return [];
      const here = paths.map((one) => ({ table, column, path: one }));
      paths = [];
      return here;
    });
}

/** On a database that checks nothing any more; values of an enum are too few to stay unlike in a key. */
async function ownConnection(url: string): Promise<pg.Client> {
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  await db.query(`SET session_replication_role = replica; SET synchronous_commit = off; DO $$ DECLARE c record; BEGIN
    FOR c IN SELECT conrelid::regclass AS of, conname FROM pg_constraint WHERE conrelid <> 0 AND conparentid = 0 AND (contype = 'c' OR contype = 'p'
      AND EXISTS (SELECT FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = conrelid AND a.attnum = ANY (conkey) AND t.typtype = 'e')) LOOP
      EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.of, c.conname);
    END LOOP; END $$`);
  return db;
}

/** What is answered while the column (`Model.column`) has other values. */
async function changed<Answers>(db: pg.Client, name: string, value: string | null, question: () => Promise<Answers>): Promise<Answers> {
  const [table = '', column = ''] = name.split('.');
  const { rows } = await db.query<{ name: string; type: string; isEnum: boolean; isGenerated: boolean }>(
    `SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type, t.typtype = 'e' AS "isEnum", a.attgenerated <> '' AS "isGenerated"
     FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped`,
    [`"${table}"`],
  );
  const found = rows.find((row) => row.name === column);
  if (found === undefined) throw new Error(`${table} has no column ${column}.`);
  const names = rows.flatMap((row) => (row.isGenerated ? [] : [`"${row.name}"`])).join(', ');
  await db.query(`CREATE TEMP TABLE saved AS TABLE "${table}"`);
  await db.query(`UPDATE "${table}" SET "${column}" = ${value ?? otherValue(`"${column}"`, found)}`);
  try {
    return await question();
  } finally {
    await db.query(`DELETE FROM "${table}"; INSERT INTO "${table}" (${names}) SELECT ${names} FROM saved; DROP TABLE saved`);
  }
}

/** Unlike the one that it has, and unlike that of every other row when those were unlike. */
function otherValue(column: string, { type, isEnum }: { readonly type: string; readonly isEnum: boolean }): string {
  if (isEnum)
    return `CASE WHEN ${column} = (enum_range(NULL::${type}))[1] THEN (enum_range(NULL::${type}))[2] ELSE (enum_range(NULL::${type}))[1] END`;
  if (type.endsWith('[]')) return `array_append(${column}, 'x')`;
  switch (type) {
    case 'text':
      return `'X' || coalesce(${column}, '')`;
    case 'boolean':
      return `NOT ${column}`;
    case 'date':
      return `coalesce(${column} + 1, '2001-01-01')`;
    case 'timestamp with time zone':
      return `coalesce(${column} + interval '1 second', '2001-01-01')`;
    case 'uuid':
      return 'gen_random_uuid()';
    case 'jsonb':
      return "'[]'";
    case 'numeric':
      return `${column} + 1`;
    default:
      return `coalesce(${column}, 0) + 1000000`;
  }
}
