// What an entity fetch reads of its entities (`requires`), made of keys and requirements.
import type { QueryPlanInlineFragmentNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { Kind, type SelectionSetNode } from 'graphql';

type Selections = readonly QueryPlanSelectionNode[];

const typename: QueryPlanSelectionNode = { kind: 'Field', name: '__typename' };

/** A field set as a plan has it; it has no fragments of its own. */
export const selectionsOf = ({ selections }: SelectionSetNode): QueryPlanSelectionNode[] =>
  selections.flatMap((selection): QueryPlanSelectionNode[] => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    const below = selection.selectionSet && selectionsOf(selection.selectionSet);
    if (selection.kind === Kind.FIELD) return [{ kind: 'Field', name: selection.name.value, ...(below && { selections: below }) }];
    const typeCondition = selection.typeCondition?.name.value;
    return typeCondition === undefined ? (below ?? []) : [{ kind: 'InlineFragment', typeCondition, selections: below ?? [] }];
  });

/** What an object of the type is represented by: its type name and these selections, each field once. */
export const representationOf = (typeCondition: string, parts: readonly Selections[]): QueryPlanInlineFragmentNode => ({
  kind: 'InlineFragment',
  typeCondition,
  selections: union([[typename], ...parts]),
});

/** All that is selected by one of them, in order. */
function union(parts: readonly Selections[]): QueryPlanSelectionNode[] {
  const merged = new Map<string, QueryPlanSelectionNode>();
  for (const selection of parts.flat()) {
    const name = selection.kind === 'Field' ? selection.name : `... on ${selection.typeCondition}`;
    const known = merged.get(name);
    if (known === undefined || known.selections === undefined) merged.set(name, selection);
    else merged.set(name, { ...known, selections: union([known.selections, selection.selections ?? []]) });
  }
  return [...merged.values()];
}

/** Whether all that is wanted is selected; type conditions are not told apart. */
export function covers(selections: Selections, wanted: Selections): boolean {
  return flat(wanted).every((field) => {
    const found = flat(selections).filter(({ name }) => name === field.name);
    if (found.length === 0) return false;
    return (
      field.selections === undefined ||
      covers(
        found.flatMap((one) => one.selections ?? []),
        field.selections,
      )
    );
  });
}

const flat = (selections: Selections): readonly Extract<QueryPlanSelectionNode, { kind: 'Field' }>[] =>
  selections.flatMap((selection) => (selection.kind === 'Field' ? [selection] : flat(selection.selections)));
