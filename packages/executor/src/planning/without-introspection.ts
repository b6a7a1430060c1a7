// What the gateway answers itself is not planned: `__schema` and `__type` in fragments, where the planner would ask a subgraph for them.
import { type DocumentNode, type FragmentDefinitionNode, Kind, type OperationDefinitionNode, type SelectionSetNode, visit } from 'graphql';
import { fragmentsOf } from '../prepare/selection-tree.ts';

/** The document without them; null when nothing else is selected. The same document when there are none in fragments of its root. */
export function withoutIntrospection(document: DocumentNode, operation: OperationDefinitionNode): DocumentNode | null {
  if (!hasIntrospection(document)) return document;
  const selectionSet = plannedOf(operation.selectionSet, fragmentsOf(document));
  if (selectionSet === null) return null;
  const definitions = document.definitions.map((definition) => (definition === operation ? { ...operation, selectionSet } : definition));
  return { ...document, definitions };
}

/** Null when nothing is left. Fragments of the root that hold introspection are written out. */
function plannedOf({ selections }: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): SelectionSetNode | null {
  const kept = selections.flatMap((selection): SelectionSetNode['selections'] => {
    if (selection.kind === Kind.FIELD) return isIntrospection(selection.name.value) ? [] : [selection];
    const part = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    if (part === undefined) return [selection];
    const selectionSet = plannedOf(part.selectionSet, fragments);
    if (selectionSet === null) return [];
    const { typeCondition } = part;
    return [{ kind: Kind.INLINE_FRAGMENT, directives: selection.directives ?? [], selectionSet, ...(typeCondition && { typeCondition }) }];
  });
  return kept.length === 0 ? null : { kind: Kind.SELECTION_SET, selections: kept };
}

function hasIntrospection(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Field({ name }) {
      found ||= isIntrospection(name.value);
    },
  });
  return found;
}

const isIntrospection = (field: string): boolean => field === '__schema' || field === '__type';
