// Migrations as steps: PostgreSQL's own parser reads them, and what concerns tables, columns and enums is taken from it.
import type { AlterTableCmd, ColumnDef, Constraint, Node, RangeVar, TypeName } from 'libpg-query';
import type { ColumnSpec, Step } from './database.ts';

/** What is wrong with a migration, and where. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
  readonly line: number;

  constructor(message: string, line: number, options?: ErrorOptions) {
    super(message, options);
    this.line = line;
  }
}

type Bare<S> = S extends unknown ? Omit<S, 'line'> : never;
/** `names` the column that the step is about, so that its line can be found in a long statement. */
type FoundStep = Bare<Step>;

/** Statements that do nothing to tables, columns or enums are passed over; so is what code in the database does. @throws {MigrationError} */
export async function parseSql(sql: string): Promise<readonly Step[]> {
  const { loadModule, parseSync, hasSqlDetails } = await import('libpg-query');
  await loadModule();
  // The parser counts bytes.
  const bytes = Buffer.from(sql);
  try {
    return (parseSync(sql).stmts ?? []).flatMap(({ stmt, stmt_location: start = 0, stmt_len: length = bytes.length - start }) => {
      const before = bytes.toString('utf8', 0, start);
      const text = bytes.toString('utf8', start, start + length);
      const at = { text, line: before.split('\n').length };
      return stmt === undefined ? [] : stepsOf(stmt).map((step): Step => ({ ...step, line: lineOf(step, at) }));
    });
  } catch (cause) {
    if (!hasSqlDetails(cause)) throw cause;
    throw new MigrationError(cause.message, sql.slice(0, cause.sqlDetails?.cursorPosition ?? 0).split('\n').length, { cause });
  }
}

function stepsOf(statement: Node): readonly FoundStep[] {
  if ('CreateStmt' in statement) {
    const { relation, tableElts = [], partbound } = statement.CreateStmt;
    // A partition has the columns of its table.
    return partbound === undefined ? [{ kind: 'createTable', table: tableOf(relation), columns: columnsOf(tableElts) }] : [];
  }
  if ('AlterTableStmt' in statement) {
    const { relation, cmds = [], objtype } = statement.AlterTableStmt;
    if (objtype !== 'OBJECT_TABLE') return [];
    return cmds.flatMap((command) => ('AlterTableCmd' in command ? alterationsOf(tableOf(relation), command.AlterTableCmd) : []));
  }
  if ('RenameStmt' in statement) {
    const { renameType, relation, object, subname = '', newname: to = '' } = statement.RenameStmt;
    if (renameType === 'OBJECT_TABLE') return [{ kind: 'renameTable', table: tableOf(relation), to: besides(tableOf(relation), to) }];
    if (renameType === 'OBJECT_TYPE') return [{ kind: 'renameType', type: nameOf(object), to: besides(nameOf(object), to) }];
    return renameType === 'OBJECT_COLUMN' ? [{ kind: 'renameColumn', table: tableOf(relation), column: subname, to }] : [];
  }
  if ('DropStmt' in statement) {
    const { removeType, objects = [], behavior } = statement.DropStmt;
    if (removeType === 'OBJECT_TABLE') return objects.map((object) => ({ kind: 'dropTable', table: nameOf(object) }));
    const isCascading = behavior === 'DROP_CASCADE';
    return removeType === 'OBJECT_TYPE' ? objects.map((object) => ({ kind: 'dropType', type: nameOf(object), isCascading })) : [];
  }
  if ('CreateEnumStmt' in statement) {
    const { typeName, vals = [] } = statement.CreateEnumStmt;
    return [{ kind: 'createEnum', type: qualified(textsOf(typeName)), values: textsOf(vals) }];
  }
  if ('AlterEnumStmt' in statement) {
    const { typeName, oldVal, newVal = '' } = statement.AlterEnumStmt;
    const type = qualified(textsOf(typeName));
    return [oldVal === undefined ? { kind: 'addValue', type, value: newVal } : { kind: 'renameValue', type, value: oldVal, to: newVal }];
  }
  return [];
}

function alterationsOf(table: string, { subtype, name: column = '', def }: AlterTableCmd): readonly FoundStep[] {
  switch (subtype) {
    case 'AT_AddColumn':
      return def !== undefined && 'ColumnDef' in def ? [{ kind: 'addColumn', table, column: columnOf(def.ColumnDef) }] : [];
    case 'AT_AlterColumnType':
      return def !== undefined && 'ColumnDef' in def ? [{ kind: 'setType', table, column, type: typeOf(def.ColumnDef.typeName) }] : [];
    case 'AT_AddConstraint':
      // A primary key has no nulls.
      return def !== undefined && 'Constraint' in def
        ? keysOf(def.Constraint).map((key) => ({ kind: 'setNotNull', table, column: key }))
        : [];
    case 'AT_DropColumn':
      return [{ kind: 'dropColumn', table, column }];
    case 'AT_SetNotNull':
      return [{ kind: 'setNotNull', table, column }];
    case 'AT_DropNotNull':
      return [{ kind: 'dropNotNull', table, column }];
    case 'AT_ColumnDefault':
      return [{ kind: def === undefined ? 'dropDefault' : 'setDefault', table, column }];
    default:
      return [];
  }
}

function columnsOf(elements: readonly Node[]): readonly ColumnSpec[] {
  const keys = new Set(elements.flatMap((element) => ('Constraint' in element ? keysOf(element.Constraint) : [])));
  const columns = elements.flatMap((element) => ('ColumnDef' in element ? [columnOf(element.ColumnDef)] : []));
  return columns.map((column) => (keys.has(column.name) ? { ...column, isNotNull: true } : column));
}

function columnOf({ colname: name = '', typeName, constraints = [] }: ColumnDef): ColumnSpec {
  const kinds = constraints.flatMap((one) => ('Constraint' in one ? [one.Constraint.contype] : []));
  const type = typeOf(typeName);
  const plain = serials.get(type);
  return {
    name,
    type: plain ?? type,
    isNotNull:
      plain !== undefined || kinds.some((kind) => kind === 'CONSTR_NOTNULL' || kind === 'CONSTR_PRIMARY' || kind === 'CONSTR_IDENTITY'),
    hasDefault:
      plain !== undefined || kinds.some((kind) => kind === 'CONSTR_DEFAULT' || kind === 'CONSTR_IDENTITY' || kind === 'CONSTR_GENERATED'),
  };
}

/** What a serial is besides its sequence. */
const serials: ReadonlyMap<string, string> = new Map([
  ['serial', 'int4'],
  ['serial4', 'int4'],
  ['bigserial', 'int8'],
  ['serial8', 'int8'],
  ['smallserial', 'int2'],
  ['serial2', 'int2'],
]);

const keysOf = ({ contype, keys = [] }: Constraint): readonly string[] => (contype === 'CONSTR_PRIMARY' ? textsOf(keys) : []);

function typeOf(type: TypeName | undefined): string {
  const { names = [], typmods = [], arrayBounds = [] } = type ?? {};
  const modifiers = typmods.flatMap((one) => ('A_Const' in one && 'ival' in one.A_Const ? [one.A_Const.ival?.ival ?? 0] : []));
  return `${qualified(textsOf(names))}${modifiers.length === 0 ? '' : `(${modifiers.join(',')})`}${'[]'.repeat(arrayBounds.length)}`;
}

const tableOf = (relation: RangeVar | undefined): string =>
  qualified([...(relation?.schemaname === undefined ? [] : [relation.schemaname]), relation?.relname ?? '']);

/** The name of what a statement is about, whichever way the parser gives it. */
function nameOf(object: Node | undefined): string {
  if (object === undefined) return '';
  if ('List' in object) return qualified(textsOf(object.List.items));
  return 'TypeName' in object ? qualified(textsOf(object.TypeName.names)) : '';
}

const textsOf = (nodes: readonly Node[] = []): readonly string[] =>
  nodes.flatMap((node) => ('String' in node && node.String.sval !== undefined ? [node.String.sval] : []));

const qualified = (names: readonly string[]): string =>
  names.filter((name, index) => index === names.length - 1 || (name !== 'public' && name !== 'pg_catalog')).join('.');

/** A new name in the schema of the old one. */
const besides = (old: string, name: string): string => qualified([...old.split('.').slice(0, -1), name]);

/** The line of the statement, or of the clause in it that names the column. */
function lineOf(step: FoundStep, { text, line }: { readonly text: string; readonly line: number }): number {
  const column = 'column' in step ? (typeof step.column === 'string' ? step.column : step.column.name) : null;
  if (column === null) return line;
  const clause = new RegExp(`\\b(?:column|drop|alter|add|exists)\\s+"?${escaped(column)}"?(?![\\w$])`, 'i').exec(text);
  return clause === null ? line : line + text.slice(0, clause.index).split('\n').length - 1;
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
