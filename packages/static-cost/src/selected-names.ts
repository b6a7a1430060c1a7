// What a selection set names for its own object, fragments included: fields, and types on which something depends.
import { type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';

export interface SelectedNames {
  readonly fields: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
}

/** Each set is read once. Fragments make no circle. */
export function createSelectedNames(fragments: ReadonlyMap<string, FragmentDefinitionNode>): (set: SelectionSetNode) => SelectedNames {
  const known = new Map<SelectionSetNode, SelectedNames>();
  const namesIn = (set: SelectionSetNode): SelectedNames => {
    const found = known.get(set);
    if (found !== undefined) return found;
    const fields = new Set<string>();
    const types = new Set<string>();
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) {
        fields.add(node.name.value);
        continue;
      }
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
      if (fragment === undefined) continue;
      if (fragment.typeCondition !== undefined) types.add(fragment.typeCondition.name.value);
      const inner = namesIn(fragment.selectionSet);
      for (const field of inner.fields) fields.add(field);
      for (const type of inner.types) types.add(type);
    }
    const names = { fields, types };
    known.set(set, names);
    return names;
  };
  return namesIn;
}
