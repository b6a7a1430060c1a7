// Which kinds of nodes a query plan consists of.
import type { QueryPlan } from './sides.ts';

export const planNodeKinds = [
  'Fetch',
  'Fetch of entities',
  'Sequence',
  'Parallel',
  'Flatten',
  'Condition',
  'input rewrites',
  'output rewrites',
] as const;

export type PlanNode = NonNullable<QueryPlan['node']>;

export function planNodesOf(plan: QueryPlan | undefined): Set<string> {
  const kinds = new Set<string>();
  if (plan?.node !== undefined) {
    visitPlan(plan.node, (node) => {
      kinds.add(node.kind);
      if (node.kind !== 'Fetch') return;
      if (node.requires !== undefined) kinds.add('Fetch of entities');
      if (node.inputRewrites !== undefined && node.inputRewrites.length > 0) kinds.add('input rewrites');
      if (node.outputRewrites !== undefined && node.outputRewrites.length > 0) kinds.add('output rewrites');
    });
  }
  return kinds;
}

/** Calls for every node, parents first; @defer and subscriptions are not planned here. */
export function visitPlan(node: PlanNode, see: (node: PlanNode) => void): void {
  see(node);
  if (node.kind === 'Sequence' || node.kind === 'Parallel') for (const child of node.nodes) visitPlan(child, see);
  if (node.kind === 'Flatten') visitPlan(node.node, see);
  if (node.kind !== 'Condition') return;
  if (node.ifClause !== undefined) visitPlan(node.ifClause, see);
  if (node.elseClause !== undefined) visitPlan(node.elseClause, see);
}
