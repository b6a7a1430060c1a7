// A plan's tree without what its fetches ask: how a run went is told in it.
import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import type { PlanPath } from './blueprint.ts';

export type PlanOutline =
  /** `index`: among the fetches of the plan. */
  | { readonly kind: 'fetch'; readonly subgraph: string; readonly index: number }
  | { readonly kind: 'flatten'; readonly path: PlanPath; readonly node: PlanOutline }
  | { readonly kind: 'sequence' | 'parallel'; readonly nodes: readonly PlanOutline[] }
  | { readonly kind: 'condition'; readonly variable: string; readonly ifClause?: PlanOutline; readonly elseClause?: PlanOutline };

/** Null when nothing is fetched. @throws {Error} when a part is deferred. */
export function outlineOf({ node }: QueryPlan): PlanOutline | null {
  // In the order of `flattenPlan`.
  let fetches = 0;
  const walk = (current: PlanNode): PlanOutline => {
    switch (current.kind) {
      case 'Fetch':
        return { kind: 'fetch', subgraph: current.serviceName, index: fetches++ };
      case 'Flatten':
        return { kind: 'flatten', path: current.path.map(String), node: walk(current.node) };
      case 'Sequence':
        return { kind: 'sequence', nodes: current.nodes.map(walk) };
      case 'Parallel':
        return { kind: 'parallel', nodes: current.nodes.map(walk) };
      case 'Condition': {
        const { condition: variable, ifClause, elseClause } = current;
        return {
          kind: 'condition',
          variable,
          ...(ifClause && { ifClause: walk(ifClause) }),
          ...(elseClause && { elseClause: walk(elseClause) }),
        };
      }
      case 'Defer':
        throw new Error('A plan that defers has no outline.');
    }
  };
  return node === undefined || node.kind === 'Subscription' ? null : walk(node);
}
