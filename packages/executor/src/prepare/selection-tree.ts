// What a fetch reads and writes, as trees of response names; type conditions are ignored, so they hold too much rather than too little.
import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { type DocumentNode, type FragmentDefinitionNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

export type SelectionTree = Map<string, SelectionTree>;

/** Those of the operation of a fetch: of its root, or of the entities that it asks for. */
export function writtenBy(document: DocumentNode): SelectionTree {
  const fragments = fragmentsOf(document);
  const tree: SelectionTree = new Map();
  add(operationOf(document).selectionSet, fragments, tree);
  return tree.size === 1 ? (tree.get('_entities') ?? tree) : tree;
}

export function readBy(requires: readonly QueryPlanSelectionNode[], into: SelectionTree = new Map()): SelectionTree {
  for (const selection of requires) {
    if (selection.kind === 'InlineFragment') readBy(selection.selections, into);
    else readBy(selection.selections ?? [], childOf(into, selection.alias ?? selection.name));
  }
  return into;
}

export function operationOf(document: DocumentNode): OperationDefinitionNode {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new Error('A fetch has an operation.');
  return operation;
}

export function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

function add({ selections }: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>, into: SelectionTree): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      const child = childOf(into, (selection.alias ?? selection.name).value);
      if (selection.selectionSet !== undefined) add(selection.selectionSet, fragments, child);
      continue;
    }
    const set = selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments.get(selection.name.value)?.selectionSet;
    if (set !== undefined) add(set, fragments, into);
  }
}

function childOf(tree: SelectionTree, name: string): SelectionTree {
  const existing = tree.get(name);
  if (existing !== undefined) return existing;
  const created: SelectionTree = new Map();
  tree.set(name, created);
  return created;
}
