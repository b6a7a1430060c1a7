// The task that plans known operations on both sides.
import type { SourceLocation, TaskResult } from '../model.ts';
import { countedOperations } from '../operations/severity-with-usage.ts';
import { type PlanSide, planFindings } from '../plans/plan-findings.ts';
import type { CheckInput, KnownOperations } from './check-schemas.ts';
import { untold } from './progress.ts';
import { skipped, taskResult } from './task-results.ts';

/** Of those that count and are valid on both sides. */
export function planTask(
  { plans, thresholds, now, progress = untold }: Pick<CheckInput, 'plans' | 'thresholds' | 'now' | 'progress'>,
  known: KnownOperations | null,
  base: PlanSide,
  head: PlanSide,
  sourceOf: (coordinate: string) => SourceLocation | null,
): TaskResult {
  if (plans === undefined) return skipped('plans', 'not asked for');
  if (known === null) return skipped('plans', 'no usage is given: there are no operations to plan');
  const { usage, affected, invalid } = known;
  const refused = new Set([...invalid, ...affected.filter(({ status }) => status === 'broken')].map(({ operation }) => operation.document));
  const valid = usage.filter(({ document }) => !refused.has(document)).map(({ uses, ...operation }) => ({ operation })); // what values they had is of no interest
  const counted = countedOperations(valid, usage, thresholds, now).map(({ operation }) => operation);
  const { findings, planned, operations } = planFindings(base, head, counted, {
    thresholds: plans,
    sourceOf,
    progress: (done, of) => progress('plans', done, of),
  });
  const reason = `${operations} ${operations === 1 ? 'operation is' : 'operations are'} valid on both sides; the change reaches ${planned} of them`;
  return taskResult('plans', findings, reason);
}
