// A Prisma schema, read by Prisma's own parser, with what `/// @graphql` says of its fields.
import type { PrismaField, PrismaSchema, Publication } from './database.ts';

/** What is wrong with a Prisma schema, and where. */
export class PrismaSchemaError extends Error {
  override readonly name = 'PrismaSchemaError';
  readonly line: number;

  constructor(message: string, line: number, options?: ErrorOptions) {
    super(message, options);
    this.line = line;
  }
}

export interface PrismaText {
  readonly file: string;
  readonly text: string;
}

/** The part of Prisma's data model that is used here. https://github.com/prisma/prisma/tree/main/packages/dmmf */
interface DataModel {
  readonly enums: readonly { readonly name: string; readonly values: readonly { readonly name: string }[] }[];
  readonly models: readonly Model[];
}
interface Model {
  readonly name: string;
  readonly dbName: string | null;
  readonly schema: string | null;
  readonly documentation?: string;
  readonly fields: readonly ModelField[];
}
interface ModelField extends Pick<PrismaField, 'name' | 'type' | 'isList' | 'isRequired'> {
  readonly dbName?: string | null;
  readonly kind: string;
  readonly documentation?: string;
}

/** @throws {PrismaSchemaError} when Prisma refuses it, or an annotation is none. */
export async function parsePrisma({ file, text }: PrismaText): Promise<PrismaSchema> {
  const { enums, models } = await dataModelOf(text);
  const lines = linesOf(text);
  const mapped = models.find(({ documentation = '' }) => /^\s*@graphql\b/m.test(documentation));
  if (mapped !== undefined)
    throw new PrismaSchemaError(`@graphql stands on the model ${mapped.name}: only fields are mapped.`, lines.get(mapped.name) ?? 1);
  return {
    file,
    fields: models.flatMap((model) => model.fields.map((field) => fieldOf(model, field, lines))),
    enums: new Map(enums.map(({ name, values }) => [name, values.map((value) => value.name)])),
  };
}

async function dataModelOf(text: string): Promise<DataModel> {
  // Compiling Prisma's parser takes longer than most commands need: only who has a Prisma schema waits for it.
  const { default: prisma } = await import('@prisma/prisma-schema-wasm');
  try {
    const { datamodel } = JSON.parse(prisma.get_dmmf(JSON.stringify({ prismaSchema: [['schema.prisma', text]], noColor: true }))) as {
      readonly datamodel: DataModel; // the parser's published form
    };
    return datamodel;
  } catch (cause) {
    throw refusalOf(cause);
  }
}

/** Prisma says `error: What.\n  -->  schema.prisma:7`, within JSON. */
function refusalOf(cause: unknown): PrismaSchemaError {
  const text = cause instanceof Error ? cause.message : String(cause);
  const said = /"message":("(?:[^"\\]|\\.)*")/.exec(text)?.[1];
  const message = said === undefined ? text : String(JSON.parse(said));
  const line = Number(/--> {2}schema\.prisma:(\d+)/.exec(message)?.[1] ?? 1);
  return new PrismaSchemaError(message.split('\n', 1)[0]?.replace(/^error: /, '') ?? message, line, { cause });
}

function fieldOf(model: Model, field: ModelField, lines: ReadonlyMap<string, number>): PrismaField {
  const line = lines.get(`${model.name}.${field.name}`) ?? 1;
  const table = model.dbName ?? model.name;
  return {
    model: model.name,
    name: field.name,
    table: model.schema === null || model.schema === 'public' ? table : `${model.schema}.${table}`,
    column: field.dbName ?? field.name,
    kind: field.kind === 'enum' || field.kind === 'object' ? field.kind : 'scalar',
    type: field.type,
    isList: field.isList,
    isRequired: field.isRequired,
    published: publicationsIn(field.documentation ?? '', `${model.name}.${field.name}`, line),
    line,
  };
}

function publicationsIn(documentation: string, field: string, line: number): readonly Publication[] {
  const annotations = documentation.split('\n').filter((text) => /^\s*@graphql\b/.test(text));
  return annotations.map((annotation) => {
    const [, path, computed] = /^\s*@graphql\s+(\w+(?:\.\w+)+)(\s+computed)?\s*$/.exec(annotation) ?? [];
    if (path !== undefined) return { path, isComputed: computed !== undefined };
    throw new PrismaSchemaError(`"${annotation.trim()}" of ${field} is not "@graphql Type.field", with "computed" behind it or not.`, line);
  });
}

/** `Model` and `Model.field` -> line: the data model has none. A Prisma schema has at most one of them on a line. */
function linesOf(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  let model: string | null = null;
  for (const [index, line] of text.split('\n').entries()) {
    const opened = /^\s*(?:model|view)\s+(\w+)\s*\{/.exec(line)?.[1];
    if (opened !== undefined) lines.set(opened, index + 1);
    else if (model !== null) {
      const field = /^\s*(\w+)\s+\w/.exec(line)?.[1];
      if (field !== undefined) lines.set(`${model}.${field}`, index + 1);
    }
    if (opened !== undefined || /^\s*\}/.test(line)) model = opened ?? null;
  }
  return lines;
}
