// What a plan asks of subgraphs, by where it stands in the response.
import type { QueryPlan } from '@apollo/query-planner';
import { parse } from 'graphql';
import { type SelectionTree, writtenBy } from '../prepare/selection-tree.ts';
import { withoutNumber } from './asked-fields.ts';
import { eachFetch } from './plan-nodes.ts';

export interface FetchedFields {
  /** Response names that top-level fetches ask of the root. */
  readonly root: ReadonlySet<string>;
  /** All response names, by path. */
  readonly tree: SelectionTree;
}

export function fetchedFieldsOf(plan: QueryPlan): FetchedFields {
  const root = new Set<string>();
  const tree: SelectionTree = new Map();
  eachFetch(plan, (fetch, path) => {
    const written = writtenBy(parse(fetch.operation, { noLocation: true }));
    if (path.length === 0) for (const name of written.keys()) root.add(name);
    let target = tree;
    for (const name of path.filter((part) => part !== '@')) target = childOf(target, name);
    add(written, target);
  });
  return { root, tree };
}

function add(written: SelectionTree, into: SelectionTree): void {
  // Where two types' fields do not merge, the planner gives one of them an alias and takes it away from the answer.
  for (const [name, below] of written) add(below, childOf(into, withoutNumber(name)));
}

function childOf(tree: SelectionTree, name: string): SelectionTree {
  const existing = tree.get(name);
  if (existing !== undefined) return existing;
  const created: SelectionTree = new Map();
  tree.set(name, created);
  return created;
}
