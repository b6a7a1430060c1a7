// The policy as documentation: who may read each coordinate, from what the guards themselves are compiled from.
import type { Requirement } from '../requirement.ts';
import { type Role, roles, scopesOfRole } from '../scopes.ts';
import { type FieldEntry, fieldEntriesOf, isWholeType, type PermissionEntries } from './entries.ts';
import type { Permissions } from './permissions-of.ts';

/** A Markdown table row per role: the scopes that it adds to those of the role before. */
export function describeRoles(): string[] {
  return ['| Role | Scopes |', '|---|---|', ...roles.map((role, index) => `| ${role} | ${addedBy(role, roles[index - 1])} |`)];
}

function addedBy(role: Role, before: Role | undefined): string {
  const held = before === undefined ? [] : scopesOfRole(before);
  const added = scopesOfRole(role).filter((scope) => !held.includes(scope));
  return `${before === undefined ? '' : `those of ${before} and `}${added.map(code).join(' ')}`;
}

/** A Markdown table of a subgraph: a row per coordinate, or per type when anyone may read all of it. */
export function describePermissions({ requirements, entries }: Permissions): string[] {
  const rows = [...requirements].flatMap(([typeName, type]) => {
    const entry = entries[typeName];
    const fields = [...type.fields];
    if (isWholeType(entry) && type.own.length === 0 && fields.every(([, { own }]) => own.length === 0)) {
      return [row(`${typeName}.*`, 'anyone whom a field leads there', rowsOf(typeName, entries))];
    }
    return fields.map(([fieldName, { own }]) => {
      const fieldEntry: FieldEntry<never> | undefined = fieldEntriesOf(entry)[fieldName] as FieldEntry<never> | undefined; // `rows` is no field
      const unless = fieldEntry?.kind === 'null-unless' ? `null unless: ${fieldEntry.rule.name}` : '';
      const rule = [rowsOf(typeName, entries), unless].filter((text) => text !== '').join('; ');
      return row(`${typeName}.${fieldName}`, whoOf([...type.own, ...own], fieldEntry), rule);
    });
  });
  return ['| Coordinate | Who | Rows |', '|---|---|---|', ...rows];
}

const code = (text: string) => `\`${text}\``;
const row = (coordinate: string, who: string, rule: string) => `| ${code(coordinate)} | ${who} | ${rule} |`;

function rowsOf(typeName: string, entries: PermissionEntries<never>): string {
  const { rows } = fieldEntriesOf(entries[typeName]);
  return rows === undefined ? '' : `only: ${rows.name}`;
}

function whoOf(asked: readonly Requirement[], entry: FieldEntry<never> | undefined): string {
  if (entry?.kind === 'services') return entry.names === null ? 'any sibling service' : `the service ${entry.names.join(' or ')}`;
  const stated = asked.flatMap((one) => (one.kind === 'authenticated' || one.anyOf.every((all) => all.length === 0) ? [] : [one]));
  // Whoever holds a scope is signed in.
  if (stated.length === 0) return asked.length === 0 ? 'anyone' : 'anyone who is signed in';
  return stated
    .map(({ kind, anyOf }) => `${kind === 'policies' ? 'policy ' : ''}${anyOf.map((all) => all.map(code).join(' and ')).join(' or ')}`)
    .join(', and ');
}
