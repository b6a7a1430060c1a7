// Walking and rebuilding a plan's tree.
import type { FetchNode, PlanNode, QueryPlan, SubscriptionNode } from '@apollo/query-planner';

/** Tells `visit` each fetch, with the path in the response that it starts at; an empty one is the root. */
export function eachFetch({ node }: QueryPlan, visit: (fetch: FetchNode, path: readonly string[]) => void): void {
  const walk = (current: PlanNode | SubscriptionNode | undefined, path: readonly string[]): void => {
    switch (current?.kind) {
      case undefined:
        return;
      case 'Fetch':
        visit(current, path);
        return;
      case 'Flatten':
        walk(current.node, [...path, ...current.path.map(String)]);
        return;
      case 'Sequence':
      case 'Parallel':
        for (const child of current.nodes) walk(child, path);
        return;
      case 'Condition':
        walk(current.ifClause, path);
        walk(current.elseClause, path);
        return;
      case 'Defer':
        walk(current.primary.node, path);
        for (const deferred of current.deferred) walk(deferred.node, path);
        return;
      case 'Subscription':
        walk(current.primary, path);
        walk(current.rest, path);
    }
  };
  walk(node, []);
}

/** The plan in which each fetch is replaced by what `replace` gives for it: one, or several that run side by side. */
export function mapFetches(plan: QueryPlan, replace: (fetch: FetchNode) => readonly FetchNode[]): QueryPlan {
  const splitIds = new Map<string, readonly string[]>();
  const replaced = (fetch: FetchNode): readonly FetchNode[] => {
    const fetches = replace(fetch);
    const { id } = fetch;
    if (fetches.length < 2 || id === undefined) return fetches;
    // What a deferred block waits for by id are all the parts.
    const parts = fetches.map((part, index) => ({ ...part, id: index === 0 ? id : `${id}_${index}` }));
    splitIds.set(
      id,
      parts.map((part) => part.id),
    );
    return parts;
  };
  const mapAll = (nodes: readonly PlanNode[], kind: 'Parallel' | 'Sequence'): PlanNode[] =>
    nodes.map(map).flatMap((node) => (node.kind === kind ? node.nodes : [node]));
  const map = (node: PlanNode): PlanNode => {
    switch (node.kind) {
      case 'Fetch':
        return inParallel(replaced(node));
      case 'Flatten': {
        const { node: child, path } = node;
        if (child.kind !== 'Fetch') return { ...node, node: map(child) };
        return inParallel(replaced(child).map((fetch) => ({ kind: 'Flatten', path, node: fetch })));
      }
      case 'Sequence':
      case 'Parallel':
        return { ...node, nodes: mapAll(node.nodes, node.kind) };
      case 'Condition': {
        const { ifClause, elseClause } = node;
        return { ...node, ...(ifClause && { ifClause: map(ifClause) }), ...(elseClause && { elseClause: map(elseClause) }) };
      }
      case 'Defer': {
        const { primary } = node;
        const main = primary.node === undefined ? primary : { ...primary, node: map(primary.node) };
        const deferred = node.deferred.map((block) => (block.node === undefined ? block : { ...block, node: map(block.node) }));
        // After all fetches before it were replaced.
        const depends = (ids: readonly { readonly id: string }[]) =>
          ids.flatMap((one) => (splitIds.get(one.id) ?? [one.id]).map((id) => ({ ...one, id })));
        return { ...node, primary: main, deferred: deferred.map((block) => ({ ...block, depends: depends(block.depends) })) };
      }
    }
  };
  const { node } = plan;
  if (node === undefined) return plan;
  if (node.kind !== 'Subscription') return { ...plan, node: map(node) };
  const [primary = node.primary] = replaced(node.primary); // a root fetch is never split
  return { ...plan, node: { ...node, primary, ...(node.rest && { rest: map(node.rest) }) } };
}

function inParallel(nodes: readonly PlanNode[]): PlanNode {
  const [first, ...others] = nodes;
  if (first === undefined) throw new Error('A fetch is replaced by one at least.');
  return others.length === 0 ? first : { kind: 'Parallel', nodes: [first, ...others] };
}
