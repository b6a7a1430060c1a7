// What can go wrong between a subgraph's database, its Prisma schema and its schema.
import type { ChangeCode } from './change-code.ts';

/** The example is a Prisma schema, a schema, and migrations that only the head has; what the head does not show is as on the base. */
export type DatabaseCode = Pick<ChangeCode, 'severity' | 'exception' | 'meaning' | 'before' | 'after' | 'wayOut'>;

const goes = 'dangerous when the field goes in the same change';

export const databaseCodes = {
  COLUMN_DROPPED: {
    severity: 'breaking',
    exception: `${goes}, or is read from a column that was there before`,
    meaning: 'A migration drops a column that a published field is read from: from then on every operation that selects the field fails.',
    before: `
// schema.prisma
model P {
  id  Int     @id
  /// @graphql P.sku
  sku String?
}
# schema.graphql
type Query { p: P }
type P { id: ID! sku: String }`,
    after: `
// schema.prisma
model P {
  id Int @id
}
-- 2_no_sku.sql
ALTER TABLE "P" DROP COLUMN "sku";`,
    wayOut:
      'Let the field go first, or read it from elsewhere; drop the column with a later release, when no service that reads it is running.',
  },
  COLUMN_RENAMED: {
    severity: 'dangerous',
    exception: 'breaking when the field is mapped to no other column',
    meaning:
      'A migration renames a column behind a published field, or its table. Services that still run yesterday’s code ask for the old name and fail.',
    before: `
// schema.prisma
model P {
  id  Int     @id
  /// @graphql P.sku
  sku String?
}
# schema.graphql
type Query { p: P }
type P { id: ID! sku: String }`,
    after: `
// schema.prisma
model P {
  id   Int     @id
  /// @graphql P.sku
  code String?
}
-- 2_code.sql
ALTER TABLE "P" RENAME COLUMN "sku" TO "code";`,
    wayOut: 'Keep the name in SQL and map it (@map), or add the new column, write both, and drop the old one with a later release.',
  },
  COLUMN_NARROWED: {
    severity: 'breaking',
    exception: null,
    meaning: 'A migration gives a column behind a published field a type that does not hold all that the old one held.',
    before: `
// schema.prisma
model P {
  id  Int     @id
  /// @graphql P.sku
  sku String?
}
# schema.graphql
type Query { p: P }
type P { id: ID! sku: String }`,
    after: `
// schema.prisma
model P {
  id  Int     @id
  /// @graphql P.sku
  sku String? @db.VarChar(8)
}
-- 2_short.sql
ALTER TABLE "P" ALTER COLUMN "sku" SET DATA TYPE VARCHAR(8);`,
    wayOut: 'Make sure that every value fits and have the finding approved; or add a column of the new type and move over to it.',
  },
  COLUMN_NOT_NULL: {
    severity: 'dangerous',
    exception: null,
    meaning:
      'A migration makes a column behind a published field NOT NULL. It fails on rows without a value, and running services that write none fail after it.',
    before: `
// schema.prisma
model P {
  id  Int     @id
  /// @graphql P.sku
  sku String?
}
# schema.graphql
type Query { p: P }
type P { id: ID! sku: String }`,
    after: `
// schema.prisma
model P {
  id  Int    @id
  /// @graphql P.sku
  sku String
}
-- 2_required.sql
ALTER TABLE "P" ALTER COLUMN "sku" SET NOT NULL;`,
    wayOut: 'Let every service write the column first, and fill the rows that lack it in the migration.',
  },
  COLUMN_DEFAULT_DROPPED: {
    severity: 'dangerous',
    exception: null,
    meaning:
      'A migration takes the default of a NOT NULL column behind a published field away: running services that leave it to the database cannot write any more.',
    before: `
// schema.prisma
model P {
  id   Int @id
  /// @graphql P.sold
  sold Int @default(0)
}
# schema.graphql
type Query { p: P }
type P { id: ID! sold: Int! }`,
    after: `
// schema.prisma
model P {
  id   Int @id
  /// @graphql P.sold
  sold Int
}
-- 2_no_default.sql
ALTER TABLE "P" ALTER COLUMN "sold" DROP DEFAULT;`,
    wayOut: 'Let every service write the column itself first.',
  },
  ENUM_VALUE_DROPPED: {
    severity: 'breaking',
    exception: 'dangerous when the schema does not know the value any more either',
    meaning: 'A migration takes a value from the enum of a column behind a published field, or gives it another name.',
    before: `
// schema.prisma
enum S {
  NEW
  OLD
}
model P {
  id Int @id
  /// @graphql P.s
  s  S
}
# schema.graphql
type Query { p: P }
type P { id: ID! s: S! }
enum S { NEW OLD }`,
    after: `
// schema.prisma
enum S {
  NEW
}
model P {
  id Int @id
  /// @graphql P.s
  s  S
}
-- 2_no_old.sql
CREATE TYPE "S_new" AS ENUM ('NEW');
ALTER TABLE "P" ALTER COLUMN "s" TYPE "S_new" USING ("s"::text::"S_new");
ALTER TYPE "S" RENAME TO "S_old";
ALTER TYPE "S_new" RENAME TO "S";
DROP TYPE "S_old";`,
    wayOut: 'Deprecate the value, give the rows that have it another, and drop it from the database with a later release.',
  },
  NULLABLE_COLUMN: {
    severity: 'breaking',
    exception: null,
    meaning: 'A column may be null, and the field that is read from it never is: one null takes the whole object with it.',
    before: `
// schema.prisma
model P {
  id  Int    @id
  /// @graphql P.sku
  sku String
}
# schema.graphql
type Query { p: P }
type P { id: ID! sku: String! }`,
    after: `
// schema.prisma
model P {
  id  Int     @id
  /// @graphql P.sku
  sku String?
}
-- 2_optional.sql
ALTER TABLE "P" ALTER COLUMN "sku" DROP NOT NULL;`,
    wayOut:
      'Keep the column required; or make the field nullable, which breaks clients; or say "computed" where the resolver never gives null.',
  },
  MAPPED_FIELD_MISSING: {
    severity: 'breaking',
    exception: null,
    meaning: 'A column says that it is behind a field that the schema of its subgraph does not have.',
    before: `
// schema.prisma
model P {
  id  Int     @id
  /// @graphql P.sku
  sku String?
}
# schema.graphql
type Query { p: P }
type P { id: ID! sku: String }`,
    after: `
# schema.graphql
type Query { p: P }
type P { id: ID! }`,
    wayOut: 'Take the annotation away with the field; the column may stay, and is internal from then on.',
  },
  MAPPED_TYPE_DIFFERS: {
    severity: 'breaking',
    exception: null,
    meaning: 'A column and the field that is read from it are of types that do not fit: scalar, enum, object or list.',
    before: `
// schema.prisma
model P {
  id   Int @id
  /// @graphql P.sold
  sold Int
}
# schema.graphql
type Query { p: P }
type P { id: ID! sold: Int! }`,
    after: `
// schema.prisma
model P {
  id   Int    @id
  /// @graphql P.sold
  sold BigInt
}
-- 2_more.sql
ALTER TABLE "P" ALTER COLUMN "sold" SET DATA TYPE BIGINT;`,
    wayOut:
      'Change both, or name the field further down that the value goes to (P.price.amount); where a resolver makes one of the other, say "computed".',
  },
  MAPPED_ENUM_DIFFERS: {
    severity: 'breaking',
    exception: 'dangerous when only the schema has the value',
    meaning: 'An enum of Prisma and the enum of the field have different values; one that the schema does not know fails where it is read.',
    before: `
// schema.prisma
enum S {
  NEW
  OLD
}
model P {
  id Int @id
  /// @graphql P.s
  s  S
}
# schema.graphql
type Query { p: P }
type P { id: ID! s: S! }
enum S { NEW OLD }`,
    after: `
# schema.graphql
type Query { p: P }
type P { id: ID! s: S! }
enum S { NEW }`,
    wayOut: 'Give both the same values: a new one first to the schema, an old one first away from the database.',
  },
  MAPPING_REMOVED: {
    severity: 'dangerous',
    exception: null,
    meaning: 'An annotation is gone, and the field and its column are not: nothing watches over the column any more.',
    before: `
// schema.prisma
model P {
  id  Int     @id
  /// @graphql P.sku
  sku String?
}
# schema.graphql
type Query { p: P }
type P { id: ID! sku: String }`,
    after: `
// schema.prisma
model P {
  id  Int     @id
  sku String?
}`,
    wayOut: 'Put the annotation back, at the column that the field is read from.',
  },
  MIGRATIONS_DIFFER: {
    severity: 'breaking',
    exception: 'dangerous when the migrations only make more than the Prisma schema has',
    meaning:
      'The migrations do not lead to the tables, columns, types and enums of the Prisma schema. Indexes, defaults and constraints are not compared.',
    before: `
// schema.prisma
model P {
  id Int @id
}
# schema.graphql
type Query { p: P }
type P { id: ID! }`,
    after: `
// schema.prisma
model P {
  id  Int     @id
  sku String?
}`,
    wayOut: 'Write the migration: npx pnpm tributary migration new SUBGRAPH NAME.',
  },
  MIGRATION_REWRITTEN: {
    severity: 'breaking',
    exception: null,
    meaning: 'A migration that the base has is another, or gone. Databases that have run it do not run it again, and differ from new ones.',
    before: `
// schema.prisma
model P {
  id Int @id
}
# schema.graphql
type Query { p: P }
type P { id: ID! }`,
    after: `
-- 1_base.sql
CREATE TABLE "P" ("id" INTEGER NOT NULL PRIMARY KEY);`,
    wayOut: 'Leave it as it is, and write another one.',
  },
  MIGRATION_UNREADABLE: {
    severity: 'breaking',
    exception: null,
    meaning: 'PostgreSQL’s parser refuses a migration; nothing can be said of its database.',
    before: `
// schema.prisma
model P {
  id Int @id
}
# schema.graphql
type Query { p: P }
type P { id: ID! }`,
    after: `
-- 2_typo.sql
ALTER TABEL "P" ADD COLUMN "sku" TEXT;`,
    wayOut: 'Correct the SQL.',
  },
  PRISMA_SCHEMA_UNREADABLE: {
    severity: 'breaking',
    exception: null,
    meaning:
      'Prisma refuses its schema, or an annotation is not `@graphql Type.field`, with "computed" behind it or not; nothing can be said of its database.',
    before: `
// schema.prisma
model P {
  id Int @id
}
# schema.graphql
type Query { p: P }
type P { id: ID! }`,
    after: `
// schema.prisma
model P {
  /// @graphql id
  id Int @id
}`,
    wayOut: 'Correct the line that the message names.',
  },
} satisfies Readonly<Record<string, DatabaseCode>>;

export type DatabaseCodeName = keyof typeof databaseCodes;

export const isDatabaseCode = (name: string): name is DatabaseCodeName => Object.hasOwn(databaseCodes, name);
