// The operation that is left for the planner when a caller may not have all of its fields.
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { usedFragments } from '../planning/prepare-operation.ts';
import { fragmentsOf } from '../prepare/selection-tree.ts';

export interface AllowedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/**
 * Takes the refused fields out, and with them the fragments and variables that nothing else uses. An object of which nothing is left is
 * still asked for its type, so that it is known where it is null and how long its list is. Of a mutation, what stands after a refused field
 * for which `endsMutation` holds is not run: the answer will be null as a whole.
 */
export function withoutRefused(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  refused: ReadonlySet<FieldNode>,
  endsMutation: (field: FieldNode) => boolean,
): AllowedOperation {
  const fragments = fragmentsOf(document);
  const kept = new Map<string, SelectionSetNode | null>();
  let hasEnded = false;
  const within = (set: SelectionSetNode, isSerial: boolean): SelectionSetNode | null => {
    const selections = set.selections.flatMap((selection) => allowed(selection, isSerial && !isConditional(selection)) ?? []);
    return selections.length === 0 ? null : { ...set, selections };
  };
  const allowed = (selection: SelectionNode, isSerial: boolean): SelectionNode | null => {
    if (hasEnded) return null;
    if (selection.kind === Kind.FRAGMENT_SPREAD) return keptOf(selection.name.value, isSerial) === null ? null : selection;
    if (selection.kind === Kind.FIELD && refused.has(selection)) {
      hasEnded = isSerial && endsMutation(selection);
      return null;
    }
    if (selection.selectionSet === undefined) return selection;
    const below = within(selection.selectionSet, isSerial && selection.kind === Kind.INLINE_FRAGMENT);
    if (below !== null) return { ...selection, selectionSet: below } as SelectionNode; // of its own kind
    return selection.kind === Kind.FIELD ? { ...selection, selectionSet: typeOnly } : null;
  };
  const keptOf = (name: string, isSerial: boolean): SelectionSetNode | null => {
    const fragment = fragments.get(name);
    if (fragment !== undefined && !kept.has(name)) kept.set(name, within(fragment.selectionSet, isSerial));
    return kept.get(name) ?? null;
  };
  const selectionSet = within(operation.selectionSet, operation.operation === 'mutation') ?? typeOnly;
  const left = [...fragments.values()].flatMap((fragment): FragmentDefinitionNode[] => {
    const set = kept.get(fragment.name.value);
    return set ? [{ ...fragment, selectionSet: set }] : [];
  });
  return withUsedVariables({ ...operation, selectionSet }, left);
}

const typeOnly: SelectionSetNode = {
  kind: Kind.SELECTION_SET,
  selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
};

const isConditional = ({ directives = [] }: SelectionNode): boolean =>
  directives.some(({ name: { value } }) => value === 'skip' || value === 'include');

function withUsedVariables(given: OperationDefinitionNode, fragments: readonly FragmentDefinitionNode[]): AllowedOperation {
  const used = usedFragments({ kind: Kind.DOCUMENT, definitions: [given, ...fragments] }, given);
  const names = new Set<string>();
  const collect = { Variable: ({ name }: { readonly name: { readonly value: string } }) => void names.add(name.value) };
  for (const node of [given.selectionSet, ...(given.directives ?? []), ...used]) visit(node, collect);
  const variableDefinitions = (given.variableDefinitions ?? []).filter(({ variable }) => names.has(variable.name.value));
  const operation = { ...given, variableDefinitions };
  return { document: { kind: Kind.DOCUMENT, definitions: [operation, ...used] }, operation };
}
