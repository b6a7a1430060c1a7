// Which fetch must wait for which: a fetch waits for those before it that write what it reads, not for all of them.
import type { PlanPath } from './blueprint.ts';
import type { SelectionTree } from './selection-tree.ts';

export interface FetchAccess {
  /** Field names from the root, without "@". */
  readonly path: PlanPath;
  readonly writes: SelectionTree;
  readonly reads: SelectionTree;
  readonly earlier: readonly number[];
}

/**
 * Indices that each fetch waits for. In a mutation everything waits for everything before it: effects keep their order.
 * What only touches the same leaf (both write it) keeps the plan's order too, so that the last writer is the plan's.
 */
export function dependenciesOf(fetches: readonly FetchAccess[], inOrder: boolean): readonly (readonly number[])[] {
  return fetches.map((fetch) =>
    fetch.earlier.filter((index) => {
      const before = fetches[index];
      return before !== undefined && (inOrder || writesWhatIsRead(before, fetch) || writeTheSame(before, fetch));
    }),
  );
}

/** Whether one writes objects on the other's way to its place, or fields that it requires there. */
export function writesWhatIsRead(writer: FetchAccess, reader: FetchAccess): boolean {
  const shared = commonLength(writer.path, reader.path);
  if (shared === writer.path.length) {
    let written: SelectionTree | undefined = writer.writes;
    for (const name of reader.path.slice(shared)) {
      written = written.get(name);
      if (written === undefined) return false;
    }
    // It writes an object on the way; at the reader's own place only what is required matters.
    return reader.path.length > shared || overlap(written, reader.reads);
  }
  if (shared < reader.path.length) return false;
  let read: SelectionTree | undefined = reader.reads;
  for (const name of writer.path.slice(shared)) {
    read = read.get(name);
    if (read === undefined) return false;
  }
  return overlap(writer.writes, read);
}

function writeTheSame(one: FetchAccess, other: FetchAccess): boolean {
  const [upper, lower] = one.path.length <= other.path.length ? [one, other] : [other, one];
  if (commonLength(upper.path, lower.path) < upper.path.length) return false;
  let tree: SelectionTree | undefined = upper.writes;
  for (const name of lower.path.slice(upper.path.length)) {
    tree = tree.get(name);
    if (tree === undefined) return false;
  }
  return shareLeaf(tree, lower.writes);
}

const overlap = (one: SelectionTree, other: SelectionTree): boolean => [...one.keys()].some((name) => other.has(name));

function shareLeaf(one: SelectionTree, other: SelectionTree): boolean {
  for (const [name, below] of one) {
    const same = other.get(name);
    if (same === undefined || name === '__typename') continue;
    if (below.size === 0 || same.size === 0 || shareLeaf(below, same)) return true;
  }
  return false;
}

function commonLength(one: PlanPath, other: PlanPath): number {
  let length = 0;
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1;
  return length;
}
