// Defects in how a plan is executed.
import { parse, print, visit } from 'graphql';
import type { Defect } from './defects.ts';
import { type PlanNode, visitPlan } from './plan-nodes.ts';
import type { QueryPlan } from './sides.ts';

/** Lifts the planner's readonly: the plan is a copy that nobody else reads. */
type Writable<Node> = { -readonly [Key in keyof Node]: Node[Key] };

const onNodes =
  (change: (node: Writable<PlanNode>) => void) =>
  ({ node }: QueryPlan): void => {
    if (node !== undefined && node.kind !== 'Subscription') visitPlan(node, change);
  };

const withoutDirective =
  (name: string) =>
  (text: string): string => {
    const stripped = visit(parse(text), { Directive: (node) => (node.name.value === name ? null : undefined) });
    const used = new Set<string>();
    visit(stripped, { VariableDefinition: () => false, Variable: (node) => void used.add(node.name.value) });
    return print(visit(stripped, { VariableDefinition: (node) => (used.has(node.variable.name.value) ? undefined : null) }));
  };

export const planDefects: readonly Defect[] = [
  { name: 'output rewrites lost', plan: onNodes((node) => void (node.kind === 'Fetch' && delete node.outputRewrites)) },
  { name: 'input rewrites lost', plan: onNodes((node) => void (node.kind === 'Fetch' && delete node.inputRewrites)) },
  {
    name: 'condition node inverted',
    plan: onNodes((node) => {
      if (node.kind !== 'Condition') return;
      const { ifClause, elseClause } = node;
      delete node.ifClause;
      delete node.elseClause;
      Object.assign(node, elseClause === undefined ? {} : { ifClause: elseClause }, ifClause === undefined ? {} : { elseClause: ifClause });
    }),
  },
  {
    name: 'condition node ignored',
    plan: onNodes((node) => {
      if (node.kind === 'Condition' && node.ifClause === undefined && node.elseClause !== undefined) node.ifClause = node.elseClause;
      else if (node.kind === 'Condition' && node.elseClause === undefined && node.ifClause !== undefined) node.elseClause = node.ifClause;
    }),
  },
  { name: 'flatten path off by one', plan: onNodes((node) => void (node.kind === 'Flatten' && node.path.length > 1 && node.path.pop())) },
  {
    name: 'last node of a sequence forgotten',
    plan: onNodes((node) => void (node.kind === 'Sequence' && node.nodes.length > 2 && node.nodes.pop())),
  },
  {
    name: 'mutation order reversed',
    plan({ node }) {
      if (node?.kind === 'Sequence' && node.nodes.every(isMutation)) node.nodes.reverse();
    },
  },
  { name: '@skip ignored', operation: withoutDirective('skip') },
  { name: '@include ignored', operation: withoutDirective('include') },
  {
    name: 'alias lost',
    operation: (text) =>
      print(
        visit(parse(text), { Field: ({ alias, ...node }) => (alias !== undefined && node.arguments?.length === 0 ? node : undefined) }),
      ),
  },
];

/** The first fetch below the node is a mutation. */
function isMutation(node: PlanNode): boolean {
  if (node.kind === 'Fetch') return node.operationKind === 'mutation';
  return node.kind === 'Sequence' && node.nodes[0] !== undefined && isMutation(node.nodes[0]);
}
