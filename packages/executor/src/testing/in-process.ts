// Plans made by hand and executed against functions: what is sent, in which order, and what becomes of the answers.
import type { FetchNode, PlanNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import { OperationTypeNode } from 'graphql';
import { type ExecutablePlan, instantiate } from '../execute/executable-plan.ts';
import { executePlan } from '../execute/execute-plan.ts';
import { createIsOfType, type IsOfType } from '../execute/rewrites.ts';
import { createRun, type Run, type SubgraphAnswer, type Variables } from '../execute/run.ts';
import type { Blueprint } from '../prepare/blueprint.ts';
import { flattenPlan } from '../prepare/flatten-plan.ts';
import { prepareRequests } from '../prepare/prepare-requests.ts';

export const possibleTypes: Readonly<Record<string, readonly string[]>> = { Work: ['Book', 'Film'], Any: ['Book', 'Film', 'Song'] };
const isOfType: IsOfType = createIsOfType(possibleTypes);

/** A fetch of a root type. */
export const fetchNode = (serviceName: string, operation: string, more: Partial<FetchNode> = {}): FetchNode => ({
  kind: 'Fetch',
  serviceName,
  operation,
  operationName: undefined,
  operationKind: OperationTypeNode.QUERY,
  ...more,
});

const field = (name: string, selections?: QueryPlanSelectionNode[]): QueryPlanSelectionNode => ({
  kind: 'Field',
  name,
  ...(selections !== undefined && { selections }),
});

/** `requires` of one type: its type name and these fields. */
export const keyOf = (typeCondition: string, ...names: readonly string[]): QueryPlanSelectionNode[] => [
  { kind: 'InlineFragment', typeCondition, selections: [field('__typename'), ...names.map((name) => field(name))] },
];

/** A fetch of these fields for the entities at a path. */
export function entityNode(
  serviceName: string,
  path: string,
  selection: string,
  more: Partial<FetchNode> & { readonly type?: string } = {},
): PlanNode {
  const { type = 'Book', ...rest } = more;
  const declared = (rest.variableUsages ?? []).map((name) => ` $${name}: Int`).join('');
  const operation = `query ($representations: [_Any!]!${declared}) { _entities(representations: $representations) { ... on ${type} { ${selection} } } }`;
  const node = fetchNode(serviceName, operation, { requires: keyOf(type, 'id'), ...rest });
  return { kind: 'Flatten', path: path.split('.'), node };
}

export const sequence = (...nodes: PlanNode[]): PlanNode => ({ kind: 'Sequence', nodes });
export const parallel = (...nodes: PlanNode[]): PlanNode => ({ kind: 'Parallel', nodes });
export const condition = (name: string, ifClause?: PlanNode, elseClause?: PlanNode): PlanNode => ({
  kind: 'Condition',
  condition: name,
  ...(ifClause && { ifClause }),
  ...(elseClause && { elseClause }),
});

export function executable(node: PlanNode, separate: readonly string[] = [], conditions: Blueprint['conditions'] = []): ExecutablePlan {
  const plan: QueryPlan = { kind: 'QueryPlan', node };
  const { requests, places, sets } = prepareRequests(flattenPlan(plan).fetches, { possibleTypes, separate: new Set(separate) });
  // It crosses a thread.
  const blueprint: Blueprint = structuredClone({
    operation: 'query',
    operationName: null,
    requests,
    places,
    sets,
    conditions,
    projection: null,
    deferred: [],
    document: '',
    outline: null,
    usesIntrospection: false,
    renamed: false,
    usesContext: false,
  });
  return instantiate(blueprint, isOfType);
}

export interface Sent {
  readonly subgraph: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly path: readonly string[];
}

export type Answer = (sent: Sent) => SubgraphAnswer | Promise<SubgraphAnswer>;

/** Executes a plan. An answer that throws is one that did not come. */
export async function executed(
  node: PlanNode,
  answer: Answer,
  options: { readonly separate?: readonly string[]; readonly variables?: Variables; readonly conditions?: Blueprint['conditions'] } = {},
): Promise<Pick<Run, 'data' | 'faults' | 'plain'> & { readonly sent: readonly Sent[] }> {
  const sent: Sent[] = [];
  const plan = executable(node, options.separate, options.conditions);
  const send = async ({ subgraph, body, path }: { readonly subgraph: string; readonly body: string; readonly path: readonly string[] }) => {
    const { query, variables } = JSON.parse(body);
    const one = { subgraph, query, variables, path };
    sent.push(one);
    // Whatever is answered becomes part of the tree.
    return structuredClone(await answer(one));
  };
  const run = createRun(plan, options.variables ?? {}, send, isOfType);
  await executePlan(run);
  return { data: run.data, faults: run.faults, plain: run.plain, sent };
}
