// How much of an operation meets at one place of the response, which validation and planning compare pair by pair.
import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Found } from './measure.ts';
import { plus } from './measure.ts';

export interface Overlap {
  /** The most selections of one response name at one place. */
  readonly repeats: Found;
  /** Pairs that validation compares, about. */
  readonly comparisons: number;
  /** Selections that were looked at: those of the definition, fragments expanded. */
  readonly visits: number;
}

/** What stands at one place of the response, from as many selection sets as give it. */
interface Merged {
  readonly fields: Map<string, FieldNode[]>;
  /** Sets that validation keeps apart: the first ones and those of fragments. Inline fragments belong to theirs. */
  sets: number;
  selections: number;
}

/** Looks at each selection as often as it is expanded: only for definitions without cycles whose selections are known to be few. */
export function overlapOf(
  definition: OperationDefinitionNode | FragmentDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Overlap {
  let repeats: Found = { value: 1, node: definition };
  let comparisons = 0;
  let visits = 0;
  const open: (readonly SelectionSetNode[])[] = [[definition.selectionSet]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const merged = merge(next, fragments);
    visits += merged.selections;
    comparisons = plus(comparisons, comparisonsOf(merged));
    for (const same of merged.fields.values()) {
      const last = same.at(-1);
      if (last !== undefined && same.length > repeats.value) repeats = { value: same.length, node: last };
      const below = same.flatMap(({ selectionSet }) => selectionSet ?? []);
      if (below.length > 0) open.push(below);
    }
  }
  return { repeats, comparisons, visits };
}

function merge(sets: readonly SelectionSetNode[], fragments: ReadonlyMap<string, FragmentDefinitionNode>): Merged {
  const merged: Merged = { fields: new Map(), sets: sets.length, selections: 0 };
  const open = [...sets];
  const take = (selection: SelectionNode): void => {
    merged.selections += 1;
    if (selection.kind === Kind.INLINE_FRAGMENT) open.push(selection.selectionSet);
    else if (selection.kind === Kind.FIELD) {
      const name = selection.alias?.value ?? selection.name.value;
      const same = merged.fields.get(name);
      if (same === undefined) merged.fields.set(name, [selection]);
      else same.push(selection);
    } else {
      const fragment = fragments.get(selection.name.value);
      if (fragment === undefined) return;
      merged.sets += 1;
      open.push(fragment.selectionSet);
    }
  };
  for (let set = open.pop(); set !== undefined; set = open.pop()) for (const selection of set.selections) take(selection);
  return merged;
}

/** Each set's names are looked up in each other set, and fields of one name are compared with each other. */
function comparisonsOf({ fields, sets, selections }: Merged): number {
  const pairs = [...fields.values()].reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0);
  return pairs + (sets - 1) * selections;
}
