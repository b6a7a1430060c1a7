// Where a Prisma schema and the subgraph's schema have come apart: fields that are not there, types, nulls, values of enums.
import type { PrismaField, PrismaSchema, Publication } from './database.ts';
import type { Found } from './found.ts';
import type { PublishedField } from './published-fields.ts';

/** What the fields that `/// @graphql` names are, against what Prisma says of their columns. */
export function prismaDrift(prisma: PrismaSchema, published: (path: string) => PublishedField): readonly Found[] {
  return prisma.fields.flatMap((field) =>
    field.published.flatMap((publication) => driftOf(field, publication, published(publication.path), prisma)),
  );
}

function driftOf(field: PrismaField, { path, isComputed }: Publication, target: PublishedField, prisma: PrismaSchema): readonly Found[] {
  const column = `${field.model}.${field.name}`;
  const at = { file: prisma.file, line: field.line, about: column };
  if (target.kind === 'missing') {
    const message = `${column} says that it is behind ${path}, and there is no ${target.coordinate}.`;
    return [{ ...at, code: 'MAPPED_FIELD_MISSING', coordinate: path, message }];
  }
  if (isComputed) return [];
  const { coordinate, type, isList, isNullable, written } = target;
  const values = prisma.enums.get(field.type) ?? [];
  const prismaType = `${field.type}${field.isList ? '[]' : field.isRequired ? '' : '?'}`;
  if (isList !== field.isList || !carries(field, target)) {
    return [{ ...at, code: 'MAPPED_TYPE_DIFFERS', coordinate, message: `${column} is ${prismaType}, and ${path} is ${written}.` }];
  }
  const nulls: readonly Found[] =
    field.isRequired || isNullable
      ? []
      : [{ ...at, code: 'NULLABLE_COLUMN', coordinate, message: `${column} may be null, and ${path} is ${written}: it never is.` }];
  return type.kind === 'enum' && field.kind === 'enum'
    ? [...nulls, ...enumDrift(values, type.values, { ...at, coordinate, column, path })]
    : nulls;
}

interface Mapped extends Pick<Found, 'file' | 'line' | 'about' | 'coordinate'> {
  readonly column: string;
  readonly path: string;
}

/** A value that only the database has fails where it is read; one that only the schema has is never stored. */
function enumDrift(stored: readonly string[], published: readonly string[], { column, path, ...at }: Mapped): readonly Found[] {
  const unpublished = stored.filter((value) => !published.includes(value));
  const unstored = published.filter((value) => !stored.includes(value));
  const fails = `${column} may be ${unpublished.join(', ')}, which ${path} does not know.`;
  const waits = `${path} may be ${unstored.join(', ')}, which ${column} cannot hold.`;
  return [
    ...(unpublished.length === 0 ? [] : [{ ...at, code: 'MAPPED_ENUM_DIFFERS', message: fails } as const]),
    ...(unstored.length === 0 ? [] : [{ ...at, code: 'MAPPED_ENUM_DIFFERS', level: 'warning', message: waits } as const]),
  ];
}

/** Types of Prisma whose values a scalar can say; scalars that are not here are the subgraph's own, and may say anything. */
const scalars: Readonly<Record<string, readonly string[]>> = {
  Boolean: ['Boolean'],
  Float: ['Float', 'Int', 'Decimal'],
  ID: ['String', 'Int', 'BigInt'],
  Int: ['Int'],
  String: ['String', 'BigInt', 'Decimal', 'DateTime', 'Bytes', 'Json'],
  BigInt: ['BigInt', 'Int'],
  Date: ['DateTime'],
  DateTime: ['DateTime'],
  Decimal: ['Decimal', 'Int', 'Float', 'BigInt'],
  JSON: ['Json'],
  JSONObject: ['Json'],
  Time: ['DateTime'],
  UUID: ['String'],
};

function carries({ kind, type }: PrismaField, target: PublishedField & { readonly kind: 'found' }): boolean {
  switch (target.type.kind) {
    case 'composite':
      return kind === 'object' || type === 'Json';
    case 'enum':
      return kind === 'enum';
    case 'scalar':
      return kind === 'enum' ? target.type.name === 'String' : kind === 'scalar' && scalars[target.type.name]?.includes(type) !== false;
  }
}
