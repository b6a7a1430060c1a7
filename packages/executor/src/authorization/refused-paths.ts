// Where an operation asks for what its caller may not have, told without running it.
import { type FieldNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';

/** More than these tell nobody anything. */
const maxPaths = 100;

/** Response names from the root to each refused field, each path once, in the order of the operation; whatever its conditions say. */
export function refusedPaths(
  root: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  refused: ReadonlySet<FieldNode>,
): readonly (readonly string[])[] {
  const paths = new Map<string, readonly string[]>();
  const reaches = reachingOf(fragments, refused);
  const walk = ({ selections }: SelectionSetNode, path: readonly string[]): void => {
    for (const selection of selections) {
      if (paths.size >= maxPaths) return;
      if (selection.kind === Kind.FIELD) {
        const here = [...path, (selection.alias ?? selection.name).value];
        if (refused.has(selection)) paths.set(JSON.stringify(here), here);
        else if (selection.selectionSet !== undefined && reaches(selection.selectionSet)) walk(selection.selectionSet, here);
        continue;
      }
      const set = selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments.get(selection.name.value)?.selectionSet;
      if (set !== undefined && reaches(set)) walk(set, path);
    }
  };
  walk(root, []);
  return [...paths.values()];
}

/** Whether a selection has a refused field anywhere below. Each is looked at once, or fragments of fragments would take for ever. */
function reachingOf(
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  refused: ReadonlySet<FieldNode>,
): (set: SelectionSetNode) => boolean {
  const known = new Map<SelectionSetNode, boolean>();
  const reaches = (set: SelectionSetNode): boolean => {
    const before = known.get(set);
    if (before !== undefined) return before;
    const found = set.selections.some((selection) => {
      if (selection.kind === Kind.FIELD && refused.has(selection)) return true;
      const below = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value)?.selectionSet : selection.selectionSet;
      return below !== undefined && reaches(below);
    });
    known.set(set, found);
    return found;
  };
  return reaches;
}
