// What new migrations do to columns behind published fields.
import type { Database, Migration, PrismaField, Step } from './database.ts';
import type { Found } from './found.ts';
import { isNarrower } from './narrowing.ts';
import type { PublishedField } from './published-fields.ts';
import { apply, type Column, elementOf, marked, type Tables, tablesAfter } from './tables.ts';

/** Migrations that only the head has, one statement after the other. `published` leads into the head's schema. */
export function migrationFindings(base: Database, head: Database, published: (path: string) => PublishedField): readonly Found[] {
  const known = new Set(base.migrations.map(({ name }) => name));
  const fresh = head.migrations.filter(({ name }) => !known.has(name));
  const state = marked(tablesAfter(base.migrations.flatMap(({ steps }) => steps)));
  const behind = fieldsBehind(base, head, published);
  return fresh.flatMap((migration) =>
    migration.steps.flatMap((step) => {
      const found = findingsOf(step, { state, behind, migration });
      apply(step, state);
      return found;
    }),
  );
}

/** A field that the base reads from a column. */
interface Behind {
  readonly path: string;
  readonly field: PublishedField;
  /** Where the head reads it from, `table.column`, if it still says so. */
  readonly columns: readonly { readonly name: string; readonly isNew: boolean }[];
}

interface Place {
  readonly state: Tables;
  /** Of a column by its name on the base. */
  readonly behind: (origin: string | null) => readonly Behind[];
  readonly migration: Migration;
}

/** What the base says is published; of columns that it does not map, what the head says. */
function fieldsBehind(base: Database, head: Database, published: (path: string) => PublishedField): Place['behind'] {
  const before = columnsOf(base.prisma.fields);
  const after = columnsOf(head.prisma.fields);
  const isNew = (name: string) => !before.has(name);
  const mapped = Map.groupBy(
    [...after].flatMap(([name, field]) => field.published.map(({ path }) => ({ path, name }))),
    ({ path }) => path,
  );
  return (origin) => {
    if (origin === null) return [];
    const [was, is] = [before.get(origin)?.published ?? [], after.get(origin)?.published ?? []];
    return (was.length === 0 ? is : was).map(({ path }) => ({
      path,
      field: published(path),
      columns: (mapped.get(path) ?? []).filter(({ name }) => name !== origin).map(({ name }) => ({ name, isNew: isNew(name) })),
    }));
  };
}

const columnsOf = (fields: readonly PrismaField[]): ReadonlyMap<string, PrismaField> =>
  new Map(fields.filter(({ kind }) => kind !== 'object').map((field) => [`${field.table}.${field.column}`, field]));

function findingsOf(step: Step, place: Place): readonly Found[] {
  const { tables } = place.state;
  switch (step.kind) {
    case 'dropTable':
    case 'renameTable': {
      const columns = [...(tables.get(step.table) ?? [])];
      return columns.flatMap(([name, column]) => lossOf(step, `${step.table}.${name}`, column, place));
    }
    case 'dropType':
      return step.isCascading ? usersOf(step.type, place).flatMap(([name, column]) => lossOf(step, name, column, place)) : [];
    case 'renameValue':
      return usersOf(step.type, place).flatMap(([name, column]) => valueLoss(step, name, column, [step.value], place));
    case 'dropColumn':
    case 'renameColumn':
    case 'setType':
    case 'setNotNull':
    case 'dropDefault': {
      const column = tables.get(step.table)?.get(step.column);
      return column === undefined ? [] : columnFindings(step, `${step.table}.${step.column}`, column, place);
    }
    default:
      return [];
  }
}

type ColumnStep = Extract<Step, { readonly kind: 'dropColumn' | 'renameColumn' | 'setType' | 'setNotNull' | 'dropDefault' }>;

function columnFindings(step: ColumnStep, name: string, column: Column, place: Place): readonly Found[] {
  switch (step.kind) {
    case 'dropColumn':
    case 'renameColumn':
      return lossOf(step, name, column, place);
    case 'setType':
      return typeFindings(step, name, column, place);
    case 'setNotNull': {
      const message = `${name} becomes NOT NULL: rows without it stop the migration, and so does whoever still writes none.`;
      return column.isNotNull ? [] : told('COLUMN_NOT_NULL', message, step, name, column, place);
    }
    case 'dropDefault': {
      const message = `${name} loses its default: whoever still relies on it cannot write.`;
      return column.isNotNull && column.hasDefault ? told('COLUMN_DEFAULT_DROPPED', message, step, name, column, place) : [];
    }
  }
}

/** One finding about a column, naming what is published of it. */
function told(code: Found['code'], message: string, step: Step, name: string, column: Column, place: Place): readonly Found[] {
  const fields = place.behind(column.origin);
  return fields.length === 0 ? [] : [foundAt(step, code, `${message} ${behindText(fields)}`, name, fields, place)];
}

/** A column that is there no more under its name: bad while a field reads it, and for those who still run yesterday's code. */
function lossOf(step: Step, name: string, column: Column, place: Place): readonly Found[] {
  const fields = place.behind(column.origin);
  if (fields.length === 0) return [];
  const isKept = step.kind === 'renameColumn' || step.kind === 'renameTable';
  const isLost = fields.some(({ field, columns }) => {
    const isServed = isKept ? columns.length > 0 : columns.some(({ isNew }) => !isNew);
    return field.kind === 'found' && !isServed;
  });
  const message = `${name} is ${isKept ? `renamed to ${step.to}` : 'dropped'}. ${behindText(fields)}${isLost ? lossText(fields, isKept) : ''}`;
  return [
    { ...foundAt(step, isKept ? 'COLUMN_RENAMED' : 'COLUMN_DROPPED', message, name, fields, place), level: isLost ? 'error' : 'warning' },
  ];
}

/** A new column under the same field has none of the old one's values. */
function lossText(fields: readonly Behind[], isKept: boolean): string {
  const [fresh] = isKept ? [] : fields.flatMap(({ columns }) => columns.filter(({ isNew }) => isNew));
  return fresh === undefined ? '' : ` The values do not go to ${fresh.name}.`;
}

/** Enums by their values, others by what they hold. */
function typeFindings(step: ColumnStep & { readonly kind: 'setType' }, name: string, column: Column, place: Place): readonly Found[] {
  const { enums } = place.state;
  const [before, after] = [enums.get(elementOf(column.type)), enums.get(elementOf(step.type))];
  if (before !== undefined && after !== undefined) {
    const gone = before.filter((value) => !after.includes(value));
    return gone.length === 0 ? [] : valueLoss(step, name, column, gone, place);
  }
  const isNarrowed = before !== undefined ? step.type !== 'text' : isNarrower(column.type, step.type);
  const message = `${name} changes from ${column.type} to ${step.type}: values that it has may not fit.`;
  return isNarrowed ? told('COLUMN_NARROWED', message, step, name, column, place) : [];
}

function valueLoss(step: Step, name: string, column: Column, gone: readonly string[], place: Place): readonly Found[] {
  const fields = place.behind(column.origin);
  if (fields.length === 0) return [];
  const isPublished = fields.some(({ field }) => field.kind === 'found' && field.type.values.some((value) => gone.includes(value)));
  const message = `${name} cannot be ${gone.join(', ')} any more. ${behindText(fields)}`;
  return [{ ...foundAt(step, 'ENUM_VALUE_DROPPED', message, name, fields, place), level: isPublished ? 'error' : 'warning' }];
}

/** Columns of an enum, or of lists of it. */
const usersOf = (type: string, { state }: Place): readonly (readonly [string, Column])[] =>
  [...state.tables].flatMap(([table, columns]) =>
    [...columns].flatMap(([name, column]) => (elementOf(column.type) === type ? [[`${table}.${name}`, column] as const] : [])),
  );

const foundAt = (
  step: Step,
  code: Found['code'],
  message: string,
  name: string,
  fields: readonly Behind[],
  { migration }: Place,
): Found => ({
  code,
  message,
  coordinate: fields[0]?.path ?? null,
  file: migration.file,
  line: step.line,
  about: `${migration.name} ${name}`,
});

function behindText(fields: readonly Behind[]): string {
  const names = (kind: PublishedField['kind']) => fields.filter(({ field }) => field.kind === kind).map(({ path }) => path);
  const [served, gone] = [names('found'), names('missing')];
  return [
    ...(served.length === 0 ? [] : [`It is behind ${served.join(', ')}.`]),
    ...(gone.length === 0
      ? []
      : [`${gone.join(', ')} ${gone.length === 1 ? 'goes' : 'go'} in the same change: running services still read it.`]),
  ].join(' ');
}
