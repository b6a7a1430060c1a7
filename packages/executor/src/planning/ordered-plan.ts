// A plan made of the fetches of another and of those that were lifted out of them, in an order in which each finds what it reads.
import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import { parse } from 'graphql';
import { dependenciesOf, type FetchAccess, writesWhatIsRead } from '../prepare/dependencies.ts';
import { flattenPlan, type PlannedFetch } from '../prepare/flatten-plan.ts';
import { readBy, writtenBy } from '../prepare/selection-tree.ts';
import { type LiftOptions, liftFields, UncorrectableFetch } from './lift-fields.ts';

/**
 * The plan in which the fields that `isLifted` chooses are fetched on their own. The same plan when there are none.
 * @throws {UncorrectableFetch} when there is no such plan.
 */
export function withFieldsLifted(plan: QueryPlan, options: LiftOptions): QueryPlan {
  const planned = flatFetches(plan);
  const split = planned.map((fetch) => liftFields(fetch.node, options));
  if (split.every(({ lifted }) => lifted.length === 0)) return plan;
  const turns = turnsOf(planned);
  const rests = planned.map((fetch, index) => stepOf(fetch, split[index]?.rest ?? null, turns[index] ?? 0));
  const lifted = planned.flatMap((fetch, index) =>
    (split[index]?.lifted ?? []).map(({ path, node }) => stepOf({ ...fetch, path: [...fetch.path, ...path] }, node, turns[index] ?? 0)),
  );
  const inOrder = dependenciesOf(rests, false).map((positions) => new Set(positions));
  const steps: readonly Step[] = [...rests, ...lifted];
  const needs = steps.map((step, index) => {
    const isRest = index < rests.length;
    const needed = steps.flatMap((other, position) => {
      if (other.turn !== step.turn) return other.turn < step.turn ? [position] : [];
      // Among themselves those that were planned keep the order of the plan; what contexts read above their place is not looked at.
      if (position < rests.length && readsContext(step) && step.earlier.includes(position)) return [position];
      if (isRest && position < rests.length) return inOrder[index]?.has(position) ? [position] : [];
      return position !== index && writesWhatIsRead(other, step) ? [position] : [];
    });
    return new Set(needed);
  });
  return assembled(plan, layersOf(steps, needs));
}

const readsContext = ({ node }: Step): boolean => (node?.contextRewrites ?? []).length > 0;

interface Step extends FetchAccess {
  readonly planned: PlannedFetch;
  /** Null for a fetch of which nothing is left. */
  readonly node: FetchNode | null;
  /** Each field of a mutation is answered in full before the next is begun. */
  readonly turn: number;
}

/** The fetches of a plan; of a subscription the first is the one that gives its events. */
export function flatFetches({ node }: QueryPlan): readonly PlannedFetch[] {
  if (node?.kind !== 'Subscription') return flattenPlan({ kind: 'QueryPlan', ...(node && { node }) }).fetches;
  const nodes: PlanNode[] = [node.primary, ...(node.rest === undefined ? [] : [node.rest])];
  return flattenPlan({ kind: 'QueryPlan', node: { kind: 'Sequence', nodes } }).fetches;
}

/** To which mutation each fetch belongs, counted from the first. */
function turnsOf(planned: readonly PlannedFetch[]): readonly number[] {
  let turn = 0;
  return planned.map(({ node }) => (node.operationKind === 'mutation' ? ++turn : turn));
}

function stepOf(planned: PlannedFetch, node: FetchNode | null, turn: number): Step {
  return {
    planned,
    node,
    turn,
    path: planned.path.filter((part) => part !== '@'),
    earlier: planned.earlier,
    writes: node === null ? new Map() : writtenBy(parse(node.operation, { noLocation: true })),
    reads: readBy(node?.requires ?? []),
  };
}

/** The steps by the earliest time at which all that they need is done. */
function layersOf(steps: readonly Step[], needs: readonly ReadonlySet<number>[]): readonly (readonly Step[])[] {
  const layers: (readonly Step[])[] = [];
  const done = new Set<number>();
  while (done.size < steps.length) {
    const ready = [...steps.keys()].filter((index) => !done.has(index) && [...(needs[index] ?? [])].every((one) => done.has(one)));
    if (ready.length === 0) throw new UncorrectableFetch('Fields require each other.');
    layers.push(ready.flatMap((index) => steps[index] ?? []));
    for (const index of ready) done.add(index);
  }
  return layers;
}

function assembled(plan: QueryPlan, layers: readonly (readonly Step[])[]): QueryPlan {
  const [first, ...others] = layers
    .map((steps) => steps.flatMap((step) => (step.node === null ? [] : [placed(step.planned, step.node)])))
    .filter((nodes) => nodes.length > 0);
  if (first === undefined) return plan;
  if (plan.node?.kind !== 'Subscription') return { ...plan, node: inSequence([first, ...others]) };
  const [primary] = first;
  if (primary?.kind !== 'Fetch') throw new UncorrectableFetch('A subscription starts with one fetch.');
  const rest = others.length === 0 ? {} : { rest: inSequence(others) };
  return { ...plan, node: { kind: 'Subscription', primary, ...rest } };
}

const inSequence = (layers: readonly (readonly PlanNode[])[]): PlanNode =>
  joined(
    'Sequence',
    layers.map((nodes) => joined('Parallel', nodes)),
  );

function joined(kind: 'Sequence' | 'Parallel', nodes: readonly PlanNode[]): PlanNode {
  const [only] = nodes;
  return only !== undefined && nodes.length === 1 ? only : { kind, nodes: [...nodes] };
}

/** A fetch where it belongs in the response, under its conditions. */
function placed({ path, guards }: PlannedFetch, node: FetchNode): PlanNode {
  const here: PlanNode = path.length === 0 ? node : { kind: 'Flatten', path: [...path], node };
  return guards.reduceRight<PlanNode>(
    (inner, { variable, wanted }) => ({
      kind: 'Condition',
      condition: variable,
      ...(wanted ? { ifClause: inner } : { elseClause: inner }),
    }),
    here,
  );
}
