// What is worse with a plan than it was.
import type { PlannedFetch, PlanOutline } from './plan-outline.ts';

/** How much worse a plan may get before it is told. */
export interface PlanThresholds {
  readonly extraFetches: number;
  /** Fetches one after another. */
  readonly extraSteps: number;
  /** A share of the cost before: 0.1 is a tenth more. */
  readonly costRise: number;
  /** Whether what is told fails the check. */
  readonly fails: boolean;
}

export const anyWorsePlan: PlanThresholds = { extraFetches: 0, extraSteps: 0, costRise: 0, fails: false };

/** Null: the cost cannot be known without the values of variables. */
export interface JudgedPlan {
  readonly outline: PlanOutline;
  readonly cost: number | null;
}

export interface PlanDifference {
  readonly code: 'PLAN_FETCH_ADDED' | 'PLAN_STEP_ADDED' | 'PLAN_OWNER_CHANGED' | 'PLAN_COST_ROSE' | 'PLAN_REFUSED';
  /** The same words for every operation that differs alike. */
  readonly message: string;
  /** What of it is this operation's own. */
  readonly detail: string;
  readonly coordinate: string | null;
}

/** @param selected the paths of the operation, with their coordinates; what the planner selects for itself is not told. */
export function planDifferences(
  base: JudgedPlan,
  head: JudgedPlan,
  selected: ReadonlyMap<string, ReadonlySet<string>>,
  thresholds: PlanThresholds,
): readonly PlanDifference[] {
  return [
    ...addedFetches(base.outline, head.outline, thresholds),
    ...addedSteps(base.outline, head.outline, thresholds),
    ...changedOwners(base.outline, head.outline, selected),
    ...risenCost(base.cost, head.cost, thresholds),
  ];
}

function addedFetches(base: PlanOutline, head: PlanOutline, { extraFetches }: PlanThresholds): readonly PlanDifference[] {
  const extra = head.fetches.length - base.fetches.length;
  if (extra <= 0 || extra <= extraFetches) return [];
  const left = new Map<string, number>();
  for (const fetch of base.fetches) left.set(placeOf(fetch), (left.get(placeOf(fetch)) ?? 0) + 1);
  const added = head.fetches.filter((fetch) => {
    const known = left.get(placeOf(fetch)) ?? 0;
    left.set(placeOf(fetch), known - 1);
    return known <= 0;
  });
  return [...Map.groupBy(added, fetchText)].map(([text, alike]) => ({
    code: 'PLAN_FETCH_ADDED',
    message: `+${alike.length} ${alike.length === 1 ? 'fetch' : 'fetches'} ${text}.`,
    detail: `for ${alike.map(({ path }) => path || 'the root').join(', ')}: ${head.fetches.length} in all, were ${base.fetches.length}`,
    coordinate: null,
  }));
}

const placeOf = ({ subgraph, path }: PlannedFetch): string => `${subgraph} ${path}`;

const fetchText = ({ subgraph, after }: PlannedFetch): string => `to ${subgraph}${after.length === 0 ? '' : ` after ${after.join(', ')}`}`;

function addedSteps(
  { steps: before }: PlanOutline,
  { steps: after }: PlanOutline,
  { extraSteps }: PlanThresholds,
): readonly PlanDifference[] {
  if (after - before <= 0 || after - before <= extraSteps) return [];
  const message = `${after} steps, one after another, were ${before}.`;
  return [{ code: 'PLAN_STEP_ADDED', message, detail: `+${after - before}`, coordinate: null }];
}

/** A field that another subgraph gives in the place of one that gave it. */
function changedOwners(
  base: PlanOutline,
  head: PlanOutline,
  selected: ReadonlyMap<string, ReadonlySet<string>>,
): readonly PlanDifference[] {
  return [...selected].flatMap(([path, coordinates]) => {
    const [before, after] = [base.owners.get(path) ?? new Set<string>(), head.owners.get(path) ?? new Set<string>()];
    const lost = [...before].filter((owner) => !after.has(owner)).toSorted();
    const gained = [...after].filter((owner) => !before.has(owner)).toSorted();
    if (lost.length === 0 || gained.length === 0) return [];
    return [...coordinates].map(
      (coordinate): PlanDifference => ({
        code: 'PLAN_OWNER_CHANGED',
        message: `${coordinate} is asked of ${gained.join(', ')}, it was of ${lost.join(', ')}.`,
        detail: `at ${path}`,
        coordinate,
      }),
    );
  });
}

function risenCost(before: number | null, after: number | null, { costRise }: PlanThresholds): readonly PlanDifference[] {
  if (before === null || after === null || after <= before * (1 + costRise)) return [];
  const detail = `${before} before, ${after} now${before === 0 ? '' : ` (+${Math.round((100 * (after - before)) / before)} %)`}`;
  return [{ code: 'PLAN_COST_ROSE', message: 'The static cost has risen.', detail, coordinate: null }];
}
