// What changed between two snapshots of a row: one entry per field, secrets masked, values of persons marked.

/** A row before or after a command; null where there was none. */
export type Snapshot = Readonly<Record<string, unknown>> | null;

/** One field. Values are JSON texts; null where the row was not there. */
export interface FieldChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
  /** Whether the values say something about a person. */
  readonly personal: boolean;
}

const mask = JSON.stringify('***');
const secret = /password|secret|token|hash/i;

/** Names of columns that say something about the person that an entry is about. */
const personalFields: ReadonlySet<string> = new Set([
  ...['email', 'name', 'contactName', 'contactTitle', 'phone', 'fax', 'line1', 'city', 'region', 'postalCode', 'country'],
  ...['device', 'ipAddress', 'userId', 'authorId', 'employeeId', 'title', 'body', 'reason'],
]);

/** Gives the fields that differ. A secret that changed is told as changed; what it was is not. The id is the entry's object already. */
export function changesBetween(before: Snapshot, after: Snapshot, aboutPerson: boolean): FieldChange[] {
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...fields].flatMap((field) => {
    const [was, is] = [textOf(before?.[field]), textOf(after?.[field])];
    if (field === 'id' || was === is) return [];
    const shown = (text: string | null) => (text !== null && text !== 'null' && secret.test(field) ? mask : text);
    return [{ field, before: shown(was), after: shown(is), personal: aboutPerson && personalFields.has(field) }];
  });
}

const textOf = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
