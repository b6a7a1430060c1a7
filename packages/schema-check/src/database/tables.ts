// The tables that migrations lead to.
import type { ColumnSpec, Step } from './database.ts';

export interface Column extends Omit<ColumnSpec, 'name'> {
  /** `table.column` as it was when `marked`; null: it has come since. */
  readonly origin: string | null;
}

/** What there is after some steps; `apply` changes it. */
export interface Tables {
  readonly tables: Map<string, Map<string, Column>>;
  readonly enums: Map<string, readonly string[]>;
}

export function tablesAfter(steps: readonly Step[]): Tables {
  const state: Tables = { tables: new Map(), enums: new Map() };
  for (const step of steps) apply(step, state);
  return state;
}

/** The same, each column knowing what it is called now: it can be followed through what comes. */
export const marked = ({ tables, enums }: Tables): Tables => ({
  tables: new Map(
    [...tables].map(([table, columns]) => [
      table,
      new Map([...columns].map(([name, column]) => [name, { ...column, origin: `${table}.${name}` }])),
    ]),
  ),
  enums: new Map(enums),
});

/** Steps about what there is not do nothing: a migration may rest on what somebody made by hand. */
export function apply(step: Step, state: Tables): void {
  const { tables, enums } = state;
  switch (step.kind) {
    case 'createTable':
      if (!tables.has(step.table))
        tables.set(step.table, new Map(step.columns.map((column) => [column.name, { ...column, origin: null }])));
      return;
    case 'dropTable':
      tables.delete(step.table);
      return;
    case 'renameTable':
      renameKey(tables, step.table, step.to);
      return;
    case 'createEnum':
      enums.set(step.type, step.values);
      return;
    case 'addValue':
      change(enums, step.type, (values) => (values.includes(step.value) ? values : [...values, step.value]));
      return;
    case 'renameValue':
      change(enums, step.type, (values) => values.map((value) => (value === step.value ? step.to : value)));
      return;
    case 'renameType':
      renameKey(enums, step.type, step.to);
      eachColumn(state, (columns, name, column) => {
        if (elementOf(column.type) === step.type) columns.set(name, { ...column, type: column.type.replace(step.type, () => step.to) });
      });
      return;
    case 'dropType':
      enums.delete(step.type);
      eachColumn(state, (columns, name, column) => {
        if (step.isCascading && elementOf(column.type) === step.type) columns.delete(name);
      });
      return;
    default:
      applyToColumn(step, tables.get(step.table));
  }
}

type ColumnStep = Extract<Step, { readonly column: unknown }>;

function applyToColumn(step: ColumnStep, columns: Map<string, Column> | undefined): void {
  if (columns === undefined) return;
  switch (step.kind) {
    case 'addColumn':
      if (!columns.has(step.column.name)) columns.set(step.column.name, { ...step.column, origin: null });
      return;
    case 'dropColumn':
      columns.delete(step.column);
      return;
    case 'renameColumn':
      renameKey(columns, step.column, step.to);
      return;
    case 'setType':
      change(columns, step.column, (column) => ({ ...column, type: step.type }));
      return;
    case 'setNotNull':
    case 'dropNotNull':
      change(columns, step.column, (column) => ({ ...column, isNotNull: step.kind === 'setNotNull' }));
      return;
    case 'setDefault':
    case 'dropDefault':
      change(columns, step.column, (column) => ({ ...column, hasDefault: step.kind === 'setDefault' }));
  }
}

/** What an array is an array of. */
export const elementOf = (type: string): string => type.replace(/(\[\])+$/, '');

function change<Value>(map: Map<string, Value>, key: string, to: (value: Value) => Value): void {
  const value = map.get(key);
  if (value !== undefined) map.set(key, to(value));
}

function renameKey<Value>(map: Map<string, Value>, key: string, to: string): void {
  const value = map.get(key);
  if (value === undefined) return;
  map.delete(key);
  map.set(to, value);
}

function eachColumn({ tables }: Tables, work: (columns: Map<string, Column>, name: string, column: Column) => void): void {
  for (const columns of tables.values()) for (const [name, column] of [...columns]) work(columns, name, column);
}
