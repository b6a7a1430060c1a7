// How a run went, told in the tree of its plan: what usage reporting takes from a gateway.
import { Trace } from '@apollo/usage-reporting-protobuf';
import { own } from '../execute/objects.ts';
import { isWanted, type Run, type Send } from '../execute/run.ts';
import type { Execution } from '../execute-operation.ts';
import { responseNameOf } from '../planning/response-names.ts';
import type { PlanPath } from '../prepare/blueprint.ts';
import type { PlanOutline } from '../prepare/plan-outline.ts';
import type { PreparedOperation } from '../prepared-operation.ts';
import { type Exchange, isTraced, recording } from './exchanges.ts';
import { partOf } from './subgraph-trace.ts';
import type { GatewayRequestContext } from './tributary-gateway.ts';

const { QueryPlanNode } = Trace;

/** Executes, and gives the server the trace when it captures traces. */
export async function traced(
  operation: PreparedOperation,
  context: GatewayRequestContext,
  send: Send,
  execute: (send: Send) => Promise<Execution>,
): Promise<Execution> {
  const { outline } = operation.plan;
  if (outline === null || !isTraced(context)) return execute(send);
  const exchanges: Exchange[] = [];
  const execution = await execute(recording(send, exchanges, operation, context));
  const tree = JSON.parse(outline) as PlanOutline; // written by us (prepare-blueprint.ts)
  context.metrics.queryPlanTrace = planTrace(tree, execution.run, fetchesOf(exchanges));
  return execution;
}

type FetchNode = Trace.QueryPlanNode.FetchNode;

/** What was sent for each fetch of the plan, by index. */
function fetchesOf(exchanges: readonly Exchange[]): Map<number, FetchNode[]> {
  const fetches = new Map<number, FetchNode[]>();
  const add = (index: number, node: FetchNode): void => {
    fetches.set(index, [...(fetches.get(index) ?? []), node]);
  };
  for (const { request, told } of exchanges) {
    const { asked } = request;
    if (request.request.root !== null) add(request.request.root.planned, told);
    for (const one of asked) {
      for (const place of new Set(one.representations.placeOf)) {
        const trace = told.trace && partOf(new Trace(told.trace), asked, one, place);
        add(one.slot.planned[place] ?? 0, new QueryPlanNode.FetchNode({ ...told, ...(trace && { trace }) }));
      }
    }
  }
  return fetches;
}

function planTrace(outline: PlanOutline, run: Run, fetches: ReadonlyMap<number, readonly FetchNode[]>): Trace.QueryPlanNode {
  const walk = (node: PlanOutline, above: PlanPath): Trace.QueryPlanNode => {
    switch (node.kind) {
      case 'fetch': {
        const [first = new QueryPlanNode.FetchNode({ serviceName: node.subgraph }), ...again] = fetches.get(node.index) ?? [];
        if (again.length === 0) return new QueryPlanNode({ fetch: first });
        return new QueryPlanNode({ sequence: { nodes: [first, ...again].map((fetch) => ({ fetch })) } });
      }
      case 'flatten': {
        const path = [...above, ...node.path];
        const responsePath = node.path.map((name) => ({ fieldName: responseNameOf(name) }));
        // As @apollo/gateway: nothing is told of what has no place in the response.
        const below = isReached(run.data, path) ? walk(node.node, path) : new QueryPlanNode();
        return new QueryPlanNode({ flatten: { responsePath, node: below } });
      }
      case 'sequence':
        return new QueryPlanNode({ sequence: { nodes: node.nodes.map((child) => walk(child, above)) } });
      case 'parallel':
        return new QueryPlanNode({ parallel: { nodes: node.nodes.map((child) => walk(child, above)) } });
      case 'condition': {
        const { variable, ifClause, elseClause } = node;
        const branch = (clause: PlanOutline | undefined, wanted: boolean) =>
          clause !== undefined && isWanted(run, { guards: [{ variable, wanted }] }) ? walk(clause, above) : null;
        return new QueryPlanNode({
          condition: { condition: variable, ifClause: branch(ifClause, true), elseClause: branch(elseClause, false) },
        });
      }
    }
  };
  return walk(outline, []);
}

/** Whether there is something at a path; a list counts, also an empty one. */
function isReached(data: unknown, path: PlanPath): boolean {
  let value = data;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return false;
    if (part === '@') return true;
    value = own(value, part);
  }
  return value !== undefined && value !== null;
}
