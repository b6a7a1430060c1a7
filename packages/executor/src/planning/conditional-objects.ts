// Objects of which everything that is selected has a condition: the planner puts the condition on the object, which is then null and not empty.
import { type DocumentNode, type FieldNode, Kind, type SelectionSetNode, visit } from 'graphql';
import { fragmentsOf } from '../prepare/selection-tree.ts';
import { typename } from './asked-fields.ts';
import { guardsOf } from './guards.ts';

/** The document with `__typename` selected of each such object. The same document when there are none. */
export function withConditionalObjectsAsked(document: DocumentNode): DocumentNode {
  const fragments = fragmentsOf(document);
  const known = new Map<SelectionSetNode, boolean>(); // fragments may be spread any number of times
  /** Whether a field, in whichever fragment, is selected under no condition. */
  const hasUnconditional = (set: SelectionSetNode): boolean => {
    const found =
      known.get(set) ??
      set.selections.some((selection) => {
        if (guardsOf(selection, [])?.length !== 0) return false;
        if (selection.kind === Kind.FIELD) return true;
        const part = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        return part !== undefined && hasUnconditional(part.selectionSet);
      });
    known.set(set, found);
    return found;
  };
  return visit(document, {
    Field({ selectionSet, ...field }): FieldNode | undefined {
      if (selectionSet === undefined || hasUnconditional(selectionSet)) return undefined;
      return { ...field, selectionSet: { ...selectionSet, selections: [typename, ...selectionSet.selections] } };
    },
  });
}
