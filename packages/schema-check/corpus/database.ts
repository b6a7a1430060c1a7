// The corpus of databases: Prisma schemas, schemas and migrations before and after, with every finding.
import type { databaseCodes } from '../src/codes/database-codes.ts';

type Code = keyof typeof databaseCodes;

export interface DatabasePair {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** `level CODE coordinate`, all of them, in any order; `-` stands for no coordinate. */
  readonly findings: readonly `${'error' | 'warning' | 'note'} ${Code} ${string}`[];
}

interface Side {
  /** Fields of the Prisma model P besides its id. */
  readonly p?: string;
  /** What else stands in the Prisma schema. */
  readonly prisma?: string;
  /** Fields of the type P besides its id. */
  readonly type?: string;
  readonly sdl?: string;
  readonly sql?: string;
}

const textOf = ({ p = '', prisma = '', type = '', sdl = '', sql }: Side): string =>
  [
    `// schema.prisma\nmodel P {\n  id Int @id\n${p}\n}\n${prisma}`,
    `# schema.graphql\ntype Query { p: P }\ntype P { id: ID! ${type} }\n${sdl}`,
    ...(sql === undefined ? [] : [`-- 2_next.sql\n${sql}`]),
  ].join('\n');

/** What `after` does not say is as in `before`. */
const pair = (name: string, before: Side, after: Side, ...findings: DatabasePair['findings']): DatabasePair => ({
  name,
  before: textOf(before),
  after: textOf({ ...before, ...after }),
  findings,
});

const mapped = (column: string, field = 'P.a') => `/// @graphql ${field}\n${column}`;
const a: Side = { p: mapped('a String?'), type: 'a: String' };
const number: Side = { p: mapped('a Int'), type: 'a: Int!' };
const states = (...values: readonly string[]): Side => ({
  p: mapped('a S'),
  prisma: `enum S {\n${values.join('\n')}\n}`,
  type: 'a: S!',
});
const enumOf = (...values: readonly string[]) => ({ sdl: `enum S { ${values.join(' ')} }` });
const alter = (clause: string) => `ALTER TABLE "P" ${clause};`;
const recreated = (...values: readonly string[]) => `CREATE TYPE "S_new" AS ENUM (${values.map((value) => `'${value}'`).join(', ')});
ALTER TABLE "P" ALTER COLUMN "a" TYPE "S_new" USING ("a"::text::"S_new");
ALTER TYPE "S" RENAME TO "S_old";
ALTER TYPE "S_new" RENAME TO "S";
DROP TYPE "public"."S_old";`;

const drops: readonly DatabasePair[] = [
  pair('a column behind a field is dropped', a, { p: '', sql: alter('DROP COLUMN "a"') }, 'error COLUMN_DROPPED P.a'),
  pair('a column is dropped with its field', a, { p: '', type: '', sql: alter('DROP COLUMN "a"') }, 'warning COLUMN_DROPPED P.a'),
  pair('a column that nothing publishes is dropped', { p: 'a String?' }, { p: '', sql: alter('DROP COLUMN "a"') }),
  pair(
    'a field moves to a column that was there, and the old one is dropped',
    { p: `${mapped('a String?')}\nb String?`, type: 'a: String' },
    { p: mapped('b String?'), sql: alter('DROP COLUMN "a"') },
    'warning COLUMN_DROPPED P.a',
  ),
  pair(
    'a column is dropped and another added, as Prisma renames',
    a,
    { p: mapped('b String?'), sql: alter('DROP COLUMN "a", ADD COLUMN "b" TEXT') },
    'error COLUMN_DROPPED P.a',
  ),
  pair('a column is dropped and comes back empty', a, { sql: alter('DROP COLUMN "a", ADD COLUMN "a" TEXT') }, 'error COLUMN_DROPPED P.a'),
  pair(
    'a table is dropped',
    { prisma: 'model Q {\nid Int @id\n/// @graphql P.a\na String?\n}', type: 'a: String' },
    { prisma: '', sql: 'DROP TABLE IF EXISTS "Q" CASCADE;' },
    'error COLUMN_DROPPED P.a',
  ),
  pair(
    'an enum is dropped with the column that uses it',
    { ...states('X'), ...enumOf('X') },
    { p: '', prisma: '', sql: 'DROP TYPE "S" CASCADE;' },
    'error COLUMN_DROPPED P.a',
  ),
  pair(
    'a column behind two fields is dropped, and one of them stays',
    { p: '/// @graphql P.a\n/// @graphql P.b computed\na String?', type: 'a: String b: Int' },
    { p: '', type: 'b: Int', sql: alter('DROP COLUMN "a"') },
    'error COLUMN_DROPPED P.a',
  ),
  pair(
    'a column behind a nested field is dropped',
    { p: mapped('a String?', 'P.o.a'), type: 'o: O', sdl: 'type O { a: String }' },
    { p: '', sql: alter('DROP COLUMN "a"') },
    'error COLUMN_DROPPED P.o.a',
  ),
  pair('what a comment or a string says is no statement', a, { sql: `-- ${alter('DROP COLUMN "a"')}\nSELECT 'DROP TABLE "P"';` }),
  pair('what a function says is no statement', a, {
    sql: 'CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DROP TABLE "P"; END $$;',
  }),
];

const renames: readonly DatabasePair[] = [
  pair(
    'a column is renamed with its mapping',
    a,
    { p: mapped('b String?'), sql: alter('RENAME COLUMN "a" TO "b"') },
    'warning COLUMN_RENAMED P.a',
  ),
  pair('a column is renamed and its mapping is lost', a, { p: 'b String?', sql: alter('RENAME "a" TO "b"') }, 'error COLUMN_RENAMED P.a'),
  pair(
    'a column is renamed, and Prisma still maps the field to it',
    a,
    { p: mapped('a String? @map("b")'), sql: alter('RENAME COLUMN "a" TO "b"') },
    'warning COLUMN_RENAMED P.a',
  ),
  pair(
    'a renamed column is dropped',
    a,
    { p: '', sql: `${alter('RENAME COLUMN "a" TO "b"')}\n${alter('DROP COLUMN "b"')}` },
    'error COLUMN_RENAMED P.a',
    'error COLUMN_DROPPED P.a',
  ),
  pair(
    'a table is renamed',
    { prisma: 'model Q {\nid Int @id\n/// @graphql P.a\na String?\n}', type: 'a: String' },
    { prisma: 'model R {\nid Int @id\n/// @graphql P.a\na String?\n}', sql: 'ALTER TABLE "Q" RENAME TO "R";' },
    'warning COLUMN_RENAMED P.a',
  ),
];

const types: readonly DatabasePair[] = [
  pair(
    'a text gets a length',
    a,
    { p: mapped('a String? @db.VarChar(8)'), sql: alter('ALTER COLUMN "a" TYPE VARCHAR(8)') },
    'error COLUMN_NARROWED P.a',
  ),
  pair(
    'a length grows',
    { ...a, p: mapped('a String? @db.VarChar(8)') },
    { p: mapped('a String? @db.VarChar(9)'), sql: alter('ALTER "a" TYPE VARCHAR(9)') },
  ),
  pair('a length goes', { ...a, p: mapped('a String? @db.VarChar(8)') }, { p: mapped('a String?'), sql: alter('ALTER "a" TYPE TEXT') }),
  pair(
    'an integer shrinks',
    number,
    { p: mapped('a Int @db.SmallInt'), sql: alter('ALTER "a" TYPE SMALLINT') },
    'error COLUMN_NARROWED P.a',
  ),
  pair(
    'an integer grows and the field does not',
    number,
    { p: mapped('a BigInt'), sql: alter('ALTER "a" TYPE BIGINT') },
    'error MAPPED_TYPE_DIFFERS P.a',
  ),
  pair(
    'a decimal keeps fewer places',
    { p: mapped('a Decimal @db.Decimal(9, 2)'), type: 'a: Decimal!', sdl: 'scalar Decimal' },
    { p: mapped('a Decimal @db.Decimal(9, 1)'), sql: alter('ALTER "a" TYPE DECIMAL(9,1)') },
    'error COLUMN_NARROWED P.a',
  ),
  pair(
    'an instant becomes a day',
    { p: mapped('a DateTime @db.Timestamptz(3)'), type: 'a: DateTime!', sdl: 'scalar DateTime' },
    { p: mapped('a DateTime @db.Date'), sql: alter('ALTER "a" TYPE DATE') },
    'error COLUMN_NARROWED P.a',
  ),
  pair(
    'a column becomes a list and the field does not',
    { p: mapped('a String'), type: 'a: String!' },
    { p: mapped('a String[]'), sql: alter('ALTER "a" TYPE TEXT[] USING ARRAY["a"], ALTER "a" DROP NOT NULL') },
    'error COLUMN_NARROWED P.a',
    'error MAPPED_TYPE_DIFFERS P.a',
  ),
  pair('a column becomes required', a, { p: mapped('a String'), sql: alter('ALTER "a" SET NOT NULL') }, 'warning COLUMN_NOT_NULL P.a'),
  pair(
    'a column becomes optional behind a non-null field',
    { p: mapped('a String'), type: 'a: String!' },
    { p: mapped('a String?'), sql: alter('ALTER "a" DROP NOT NULL') },
    'error NULLABLE_COLUMN P.a',
  ),
  pair(
    'a column becomes optional behind a nullable field',
    { p: mapped('a String'), type: 'a: String' },
    { p: mapped('a String?'), sql: alter('ALTER "a" DROP NOT NULL') },
  ),
  pair(
    'a column becomes optional behind a non-null field of a nullable one',
    { p: mapped('a String', 'P.o.a'), type: 'o: O', sdl: 'type O { a: String! }' },
    { p: mapped('a String?', 'P.o.a'), sql: alter('ALTER "a" DROP NOT NULL') },
  ),
  pair(
    'a default goes',
    { ...number, p: mapped('a Int @default(0)') },
    { ...number, sql: alter('ALTER "a" DROP DEFAULT') },
    'warning COLUMN_DEFAULT_DROPPED P.a',
  ),
  pair(
    'a default of an optional column goes',
    { p: mapped('a Int? @default(0)'), type: 'a: Int' },
    { p: mapped('a Int?'), sql: alter('ALTER "a" DROP DEFAULT') },
  ),
];

const enums: readonly DatabasePair[] = [
  pair(
    'a stored enum loses a value that is published',
    { ...states('X', 'Y'), ...enumOf('X', 'Y') },
    { ...states('X'), sql: recreated('X') },
    'error ENUM_VALUE_DROPPED P.a',
    'warning MAPPED_ENUM_DIFFERS P.a',
  ),
  pair(
    'a stored enum loses a value with the schema',
    { ...states('X', 'Y'), ...enumOf('X', 'Y') },
    { ...states('X'), ...enumOf('X'), sql: recreated('X') },
    'warning ENUM_VALUE_DROPPED P.a',
  ),
  pair(
    'a stored enum renames a value',
    { ...states('X', 'Y'), ...enumOf('X', 'Y') },
    { ...states('X', 'Z'), ...enumOf('X', 'Y', 'Z'), sql: `ALTER TYPE "S" RENAME VALUE 'Y' TO 'Z';` },
    'error ENUM_VALUE_DROPPED P.a',
    'warning MAPPED_ENUM_DIFFERS P.a',
  ),
  pair(
    'a stored enum gets a value that the schema does not know',
    { ...states('X'), ...enumOf('X') },
    { ...states('X', 'Y'), sql: `ALTER TYPE "S" ADD VALUE 'Y';` },
    'error MAPPED_ENUM_DIFFERS P.a',
  ),
  pair(
    'both get a value',
    { ...states('X'), ...enumOf('X') },
    { ...states('X', 'Y'), ...enumOf('X', 'Y'), sql: `ALTER TYPE "S" ADD VALUE 'Y';` },
  ),
  pair(
    'the schema gets a value that is not stored yet',
    { ...states('X'), ...enumOf('X') },
    enumOf('X', 'Y'),
    'warning MAPPED_ENUM_DIFFERS P.a',
  ),
];

const drift: readonly DatabasePair[] = [
  pair('a field goes, and its annotation stays', a, { type: '' }, 'error MAPPED_FIELD_MISSING P.a'),
  pair('a field goes with its annotation', a, { p: 'a String?', type: '' }),
  pair('an annotation goes, and its field stays', a, { p: 'a String?' }, 'warning MAPPING_REMOVED P.a'),
  pair('a field becomes another scalar', a, { type: 'a: Int' }, 'error MAPPED_TYPE_DIFFERS P.a'),
  pair('a field becomes a list', a, { type: 'a: [String]' }, 'error MAPPED_TYPE_DIFFERS P.a'),
  pair('a field becomes an object', a, { type: 'a: O', sdl: 'type O { b: Int }' }, 'error MAPPED_TYPE_DIFFERS P.a'),
  pair('a field becomes non-null over an optional column', a, { type: 'a: String!' }, 'error NULLABLE_COLUMN P.a'),
  pair('a computed field becomes anything', { p: mapped('a String?', 'P.a computed'), type: 'a: String' }, { type: 'a: [Int!]!' }),
  pair('a field becomes a scalar of the subgraph’s own', a, { type: 'a: Email', sdl: 'scalar Email' }),
  pair('what has come apart on the base is no news', { ...a, type: 'a: Int' }, { sdl: 'scalar New' }, 'note MAPPED_TYPE_DIFFERS P.a'),
  pair('a Prisma field without a migration', a, { p: `${mapped('a String?')}\nb Int` }, 'error MIGRATIONS_DIFFER -'),
  pair('a migration without a Prisma field', a, { sql: alter('ADD COLUMN "b" INTEGER') }, 'warning MIGRATIONS_DIFFER -'),
  pair(
    'a migration that makes another type',
    a,
    { p: `${mapped('a String?')}\nb Int?`, sql: alter('ADD COLUMN "b" TEXT') },
    'error MIGRATIONS_DIFFER -',
  ),
  pair(
    'a migration that leaves a column optional',
    a,
    { p: `${mapped('a String?')}\nb Int`, sql: alter('ADD COLUMN "b" INTEGER') },
    'error MIGRATIONS_DIFFER -',
  ),
  pair('a column is added by both', a, {
    p: `${mapped('a String?')}\nb Int @default(0)`,
    sql: alter('ADD COLUMN "b" INTEGER NOT NULL DEFAULT 0'),
  }),
  pair('a migration that is no SQL', a, { sql: 'ALTER TABEL "P";' }, 'error MIGRATION_UNREADABLE -'),
  pair('a Prisma schema that is none', a, { p: 'a Strin' }, 'error PRISMA_SCHEMA_UNREADABLE -'),
];

export const databasePairs = [...drops, ...renames, ...types, ...enums, ...drift];
