// Finds what the planner left out without a word: root fields that no subgraph can give.
import { type DocumentNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { fragmentsOf } from '../prepare/selection-tree.ts';
import type { FetchedFields } from './fetched-fields.ts';
import { type Guard, guardsOf } from './guards.ts';

export type { Guard } from './guards.ts';

/** A root field that no fetch asks for. It is selected when, for one of `whenAll`, all guards hold; at once for an empty one. */
export interface UnresolvedField {
  /** As it travels (`response-names.ts`). */
  readonly name: string;
  readonly whenAll: readonly (readonly Guard[])[];
}

const answeredHere: ReadonlySet<string> = new Set(['__typename', '__schema', '__type']);

/** The root fields of an operation that no top-level fetch of its plan asks for. */
export function unresolvedFieldsOf(
  { root }: FetchedFields,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): readonly UnresolvedField[] {
  const occurrences = new Map<string, (readonly Guard[])[]>();
  for (const { name, guards } of rootFieldsOf(document, operation)) {
    if (!root.has(name)) occurrences.set(name, [...(occurrences.get(name) ?? []), guards]);
  }
  return [...occurrences].map(([name, whenAll]) => ({ name, whenAll }));
}

interface RootField {
  readonly name: string;
  readonly guards: readonly Guard[];
}

/** Without those that are never selected, and without what the gateway answers itself. */
function rootFieldsOf(document: DocumentNode, operation: OperationDefinitionNode): readonly RootField[] {
  const fragments = fragmentsOf(document);
  const found: RootField[] = [];
  const seen = new Set<string>();
  const walk = (set: SelectionSetNode | undefined, around: readonly Guard[]): void => {
    for (const selection of set?.selections ?? []) {
      const guards = guardsOf(selection, around);
      if (guards === null) continue;
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value;
        if (!answeredHere.has(selection.name.value)) found.push({ name, guards });
        continue;
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        walk(selection.selectionSet, guards);
        continue;
      }
      // Each fragment once per condition, however often it is spread.
      const key = `${selection.name.value} ${JSON.stringify(guards)}`;
      if (seen.has(key)) continue;
      seen.add(key);
      walk(fragments.get(selection.name.value)?.selectionSet, guards);
    }
  };
  walk(operation.selectionSet, []);
  return found;
}
