// When a selection is selected, by its `@skip` and `@include`.
import { Kind, type SelectionNode } from 'graphql';

/** A variable, and the value that lets what it guards run. */
export interface Guard {
  readonly variable: string;
  readonly wanted: boolean;
}

/** The conditions under which it is selected, those around it included; null when it never is. */
export function guardsOf({ directives = [] }: SelectionNode, around: readonly Guard[]): readonly Guard[] | null {
  const guards = [...around];
  for (const { name, arguments: given = [] } of directives) {
    if (name.value !== 'skip' && name.value !== 'include') continue;
    const wanted = name.value === 'include';
    const value = given.find((argument) => argument.name.value === 'if')?.value;
    if (value?.kind === Kind.BOOLEAN && value.value !== wanted) return null;
    if (value?.kind !== Kind.VARIABLE) continue;
    const variable = value.name.value;
    const same = guards.find((guard) => guard.variable === variable);
    if (same !== undefined && same.wanted !== wanted) return null;
    if (same === undefined) guards.push({ variable, wanted });
  }
  return guards;
}
