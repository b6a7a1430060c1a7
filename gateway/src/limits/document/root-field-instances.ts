// Counts how often an operation runs certain root fields, such as sign-in: each is an attempt of its own.
import { type DocumentNode, type FragmentDefinitionNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

/**
 * How often the operation asked for runs each of the named fields, at the most: selections of one response name are one, conditions count as true.
 * Names that it does not run are absent; so are all when there is no such operation. Each fragment is read once.
 */
export function rootFieldInstances(
  { definitions }: DocumentNode,
  operationName: string | null,
  names: ReadonlySet<string>,
): ReadonlyMap<string, number> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
  }
  const operation = operations.find(({ name }) => operationName === null || name?.value === operationName);
  const responseNames = new Map<string, string>();
  for (const set of operation === undefined ? [] : rootSets(operation, fragments)) {
    for (const selection of set.selections) {
      if (selection.kind !== Kind.FIELD || !names.has(selection.name.value)) continue;
      responseNames.set(selection.alias?.value ?? selection.name.value, selection.name.value);
    }
  }
  const instances = new Map<string, number>();
  for (const field of responseNames.values()) instances.set(field, (instances.get(field) ?? 0) + 1);
  return instances;
}

/** The selection sets at the root of an operation: its own, and those of its fragments. */
function rootSets(operation: OperationDefinitionNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): readonly SelectionSetNode[] {
  const sets = [operation.selectionSet];
  const read = new Set<string>();
  // Grows while it is read.
  for (const set of sets) {
    for (const selection of set.selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) sets.push(selection.selectionSet);
      if (selection.kind !== Kind.FRAGMENT_SPREAD || read.has(selection.name.value)) continue;
      read.add(selection.name.value);
      const fragment = fragments.get(selection.name.value);
      if (fragment !== undefined) sets.push(fragment.selectionSet);
    }
  }
  return sets;
}
