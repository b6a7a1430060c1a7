// The database task on two texts, each a Prisma schema, a schema and migrations: `// schema.prisma`, `# schema.graphql`, `-- NAME.sql`.
import { migrationSql } from '@tributary/database-kit';
import { type CheckReport, databaseTask, type MigrationSql, readDatabase, withImplied } from '../src/index.ts';

type Task = CheckReport['tasks'][number];

export interface Options {
  /** Without migrations, as where Prisma's schema is pushed to the database. */
  readonly isPushed?: boolean;
  readonly approvals?: Parameters<typeof databaseTask>[0]['approvals'];
}

const datasource = 'datasource db {\n  provider = "postgresql"\n}\n';

/** Many texts share a base. */
const known = new Map<string, Promise<string>>();
const sqlOf: MigrationSql = (from, to) => {
  const key = JSON.stringify([from, to]);
  const sql = known.get(key) ?? migrationSql(from && asEngine(from), asEngine(to));
  known.set(key, sql);
  return sql;
};
const asEngine = ({ file, text }: { readonly file: string; readonly text: string }) => ({ path: file, text });

/** What `after` does not say is as in `before`; the base has one migration, which makes its tables. */
export async function databaseTaskOf(before: string, after: string, { isPushed = false, approvals = [] }: Options = {}): Promise<Task> {
  const [base, head] = [sectionsOf(before), sectionsOf(after)];
  const prisma = (text: string | undefined) => ({ file: 'schema.prisma', text: datasource + text });
  const [prismaBefore, prismaAfter] = [prisma(base.get('schema.prisma')), prisma(head.get('schema.prisma') ?? base.get('schema.prisma'))];
  const migrations = isPushed ? new Map() : new Map([['1_base.sql', await sqlOf(null, prismaBefore)], ...sqlIn(base)]);
  const pair = await withImplied(
    await readDatabase({ subgraph: 'p', prisma: prismaBefore, migrations: listed(migrations) }, sqlOf),
    await readDatabase({ subgraph: 'p', prisma: prismaAfter, migrations: listed(new Map([...migrations, ...sqlIn(head)])) }, sqlOf),
    [prismaBefore, prismaAfter],
    sqlOf,
  );
  const sdl = base.get('schema.graphql') ?? '';
  const databases = [{ subgraph: 'p', ...pair }];
  return databaseTask({ databases, approvals, today: '2026-11-24' }, sources(sdl), sources(head.get('schema.graphql') ?? sdl));
}

const sources = (sdl: string) => [{ name: 'p', url: 'http://p', file: 'schema.graphql', sdl }];

const sectionsOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .split(/^(?=(?:\/\/|#|--) \w+\.(?:prisma|graphql|sql)$)/m)
      .filter((part) => part.trim() !== '')
      .map((part) => [/^\S+ (\S+)/.exec(part)?.[1] ?? '', part.slice(part.indexOf('\n') + 1)]),
  );

const sqlIn = (sections: ReadonlyMap<string, string>) => [...sections].filter(([name]) => name.endsWith('.sql'));

const listed = (migrations: ReadonlyMap<string, string>) =>
  [...migrations].map(([name, sql]) => ({ name: name.replace('.sql', ''), file: name, sql }));
