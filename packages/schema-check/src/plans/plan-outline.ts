// What a plan comes to: which subgraphs it asks, how many one after another, and which of them gives each field.
import {
  type FetchNode,
  type PlanNode,
  type QueryPlan,
  responseNameOf,
  type SelectionTree,
  type SubscriptionNode,
  withoutNumber,
  writtenBy,
} from '@tributary/executor/planning';
import { parse } from 'graphql';

export interface PlanOutline {
  readonly fetches: readonly PlannedFetch[];
  /** Fetches that wait for one another, at most. */
  readonly steps: number;
  /** The subgraphs that a field is asked of, by its path of response names (`product.reviews.title`). */
  readonly owners: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface PlannedFetch {
  readonly subgraph: string;
  /** Of the objects that it is for; empty for the root. */
  readonly path: string;
  /** The subgraphs of the step before. */
  readonly after: readonly string[];
}

/** Both sides of a condition count, and what is deferred. */
export function outlineOf({ node }: QueryPlan): PlanOutline {
  const fetches: PlannedFetch[] = [];
  const owners = new Map<string, Set<string>>();
  const steps = stepsOf(node, [], [], (fetch, path, after) => {
    fetches.push({ subgraph: fetch.serviceName, path: path.join('.'), after });
    noteOwners(writtenBy(parse(fetch.operation, { noLocation: true })), path, fetch.serviceName, owners);
  });
  return { fetches, steps, owners };
}

type Visit = (fetch: FetchNode, path: readonly string[], after: readonly string[]) => void;
type AnyNode = PlanNode | SubscriptionNode | undefined;

function stepsOf(node: AnyNode, path: readonly string[], after: readonly string[], visit: Visit): number {
  const most = (nodes: readonly AnyNode[]): number => Math.max(0, ...nodes.map((one) => stepsOf(one, path, after, visit)));
  switch (node?.kind) {
    case undefined:
      return 0;
    case 'Fetch':
      visit(node, path, after);
      return 1;
    case 'Flatten':
      return stepsOf(node.node, [...path, ...namesOf(node.path)], after, visit);
    case 'Sequence':
      return inSequence(node.nodes, path, after, visit);
    case 'Parallel':
      return most(node.nodes);
    case 'Condition':
      return most([node.ifClause, node.elseClause]);
    case 'Defer':
      return inSequence([node.primary.node, ...node.deferred.map((block) => block.node)], path, after, visit);
    case 'Subscription':
      return inSequence([node.primary, node.rest], path, after, visit);
  }
}

function inSequence(nodes: readonly AnyNode[], path: readonly string[], after: readonly string[], visit: Visit): number {
  let steps = 0;
  let before = after;
  for (const node of nodes) {
    const asked = new Set<string>();
    steps += stepsOf(node, path, before, (fetch, ...place) => {
      asked.add(fetch.serviceName);
      visit(fetch, ...place);
    });
    before = [...asked].toSorted();
  }
  return steps;
}

/** Without lists. */
const namesOf = (path: readonly unknown[]): readonly string[] =>
  path
    .map(String)
    .filter((part) => part !== '@')
    .map(responseNameOf);

function noteOwners(tree: SelectionTree, path: readonly string[], subgraph: string, owners: Map<string, Set<string>>): void {
  for (const [name, below] of tree) {
    const here = [...path, responseNameOf(withoutNumber(name))];
    const key = here.join('.');
    owners.set(key, (owners.get(key) ?? new Set()).add(subgraph));
    noteOwners(below, here, subgraph, owners);
  }
}
