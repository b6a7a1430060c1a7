// Where migrations do not lead to the Prisma schema, and where history was written anew.
import type { Database, PrismaField } from './database.ts';
import type { Found } from './found.ts';
import { type Column, elementOf, type Tables, tablesAfter } from './tables.ts';

/** Tables, columns, their types and nulls, and values of enums: what the migrations make, against what the Prisma schema needs. */
export function migrationDrift({ prisma, migrations, expected }: Database): readonly Found[] {
  if (migrations.length === 0 || expected === null) return [];
  const made = tablesAfter(migrations.flatMap(({ steps }) => steps));
  const needed = tablesAfter(expected);
  const at = placesIn(prisma.fields);
  const found = (about: string, message: string, level: 'error' | 'warning' = 'error'): Found => ({
    code: 'MIGRATIONS_DIFFER',
    level,
    message,
    coordinate: null,
    file: prisma.file,
    line: at(about),
    about,
  });
  return [...tableDrift(made, needed, found), ...enumDrift(made, needed, found)];
}

type Finder = (about: string, message: string, level?: 'error' | 'warning') => Found;

function tableDrift(made: Tables, needed: Tables, found: Finder): readonly Found[] {
  const lacking = [...needed.tables].flatMap(([table, columns]) => {
    const have = made.tables.get(table);
    if (have === undefined) return [found(table, `No migration makes the table ${table}.`)];
    return [...columns].flatMap(([name, column]) => columnDrift(`${table}.${name}`, have.get(name), column, found));
  });
  const spare = [...made.tables].flatMap(([table, columns]) => {
    const known = needed.tables.get(table);
    if (known === undefined) return [found(table, `The migrations make a table ${table} that the Prisma schema does not have.`, 'warning')];
    const names = [...columns.keys()].filter((name) => !known.has(name));
    return names.map((name) =>
      found(`${table}.${name}`, `The migrations leave a column ${table}.${name} that the Prisma schema does not have.`, 'warning'),
    );
  });
  return [...lacking, ...spare];
}

function columnDrift(name: string, made: Column | undefined, needed: Column, found: Finder): readonly Found[] {
  if (made === undefined) return [found(name, `No migration makes the column ${name}.`)];
  if (made.type !== needed.type)
    return [found(name, `The migrations make ${name} ${made.type}, and the Prisma schema needs ${needed.type}.`)];
  // Prisma cannot say whether a list may be null.
  if (made.isNotNull === needed.isNotNull || elementOf(made.type) !== made.type) return [];
  const [is, needs] = made.isNotNull ? ['NOT NULL', 'optional'] : ['nullable', 'required'];
  return [found(name, `The migrations leave ${name} ${is}, and in the Prisma schema it is ${needs}.`)];
}

function enumDrift(made: Tables, needed: Tables, found: Finder): readonly Found[] {
  return [...needed.enums].flatMap(([type, values]) => {
    const have = made.enums.get(type);
    if (have === undefined) return [found(type, `No migration makes the enum ${type}.`)];
    const lacking = values.filter((value) => !have.includes(value));
    const spare = have.filter((value) => !values.includes(value));
    return [
      ...(lacking.length === 0 ? [] : [found(type, `No migration gives the enum ${type} ${lacking.join(', ')}.`)]),
      ...(spare.length === 0
        ? []
        : [found(type, `The migrations leave the enum ${type} ${spare.join(', ')}, unknown to the Prisma schema.`, 'warning')]),
    ];
  });
}

/** A column's line, or that of its table's first; an enum's is that of its first column. */
function placesIn(fields: readonly PrismaField[]): (about: string) => number {
  const lines = new Map<string, number>();
  for (const { table, column, type, line } of fields) {
    for (const name of [`${table}.${column}`, table, type]) if (!lines.has(name)) lines.set(name, line);
  }
  return (about) => lines.get(about) ?? lines.get(about.split('.').slice(0, -1).join('.')) ?? 1;
}

/** Databases that have run a migration do not run it again. */
export function rewrittenHistory(base: Database, head: Database): readonly Found[] {
  const now = new Map(head.migrations.map((migration) => [migration.name, migration]));
  return base.migrations.flatMap(({ name, file, sql }) => {
    const found = { code: 'MIGRATION_REWRITTEN', coordinate: null, file, line: 1, about: name } as const;
    const migration = now.get(name);
    if (migration === undefined) return [{ ...found, message: `The migration ${name} is gone; databases may have run it.` }];
    return withoutReturns(migration.sql) === withoutReturns(sql)
      ? []
      : [{ ...found, message: `The migration ${name} is another than on the base; databases that have run it do not run it again.` }];
  });
}

/** A checkout may have written the ends of lines anew. */
const withoutReturns = (text: string): string => text.replaceAll('\r\n', '\n');
