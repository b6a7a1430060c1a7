// Finds coordinates that nobody decided about, entries that decide about nothing, and policies that nothing says anything of.

import type { Policies } from '../policies.ts';
import type { Requirement } from '../requirement.ts';
import { fieldEntriesOf, isWholeType, type PermissionEntries } from './entries.ts';
import type { TypeRequirements } from './requirements.ts';

/** Gives one sentence per gap or mistake; none means that every coordinate is covered. */
export function coverageProblems<Context>(
  requirements: ReadonlyMap<string, TypeRequirements>,
  entries: PermissionEntries<Context>,
): string[] {
  const problems: string[] = [];
  for (const [typeName, type] of requirements) {
    const entry = entries[typeName];
    if (type.own.length > 0 || isWholeType(entry)) continue;
    for (const [fieldName, field] of type.fields) {
      if (field.own.length === 0 && fieldEntriesOf(entry)[fieldName] === undefined) {
        problems.push(`${typeName}.${fieldName} has neither a directive nor an entry: nobody decided who may read it.`);
      }
    }
  }
  for (const [typeName, entry] of Object.entries(entries)) {
    const type = requirements.get(typeName);
    if (type === undefined) problems.push(`The entry ${typeName} names a type that the schema does not define.`);
    if (type === undefined) continue;
    for (const [fieldName, fieldEntry] of Object.entries(fieldEntriesOf(entry))) {
      if (fieldName === 'rows') continue;
      const field = type.fields.get(fieldName);
      if (field === undefined) problems.push(`The entry ${typeName}.${fieldName} names a field that the schema does not define.`);
      else if (fieldEntry?.kind === 'null-unless' && !field.nullable) {
        problems.push(`${typeName}.${fieldName} is non-null, so a row rule cannot make it null.`);
      }
    }
  }
  return problems;
}

/** Gives one sentence per name in `@policy` that has no function. */
export function unknownPolicies(requirements: ReadonlyMap<string, TypeRequirements>, policies: Policies): string[] {
  const unknown = (own: readonly Requirement[]) =>
    own.flatMap((one) => (one.kind === 'policies' ? one.anyOf.flat() : [])).filter((name) => !Object.hasOwn(policies, name));
  const problem = (where: string) => (name: string) => `${where} names the policy "${name}", which is not in policies.ts of auth-kit.`;
  return [...requirements].flatMap(([typeName, { own, fields }]) => [
    ...unknown(own).map(problem(typeName)),
    ...[...fields].flatMap(([fieldName, field]) => unknown(field.own).map(problem(`${typeName}.${fieldName}`))),
  ]);
}
