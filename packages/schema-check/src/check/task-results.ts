// The result of a task, from what it has found.
import type { Finding as CompositionFinding } from '../compose-subgraphs.ts';
import type { Finding, TaskResult } from '../model.ts';

/** Fails with an error, warns with a warning. */
export function taskResult(task: string, findings: readonly Finding[], reason: string | null = null): TaskResult {
  const has = (level: Finding['level']) => findings.some((finding) => finding.level === level);
  return { task, status: has('error') ? 'FAILED' : has('warning') ? 'WARNED' : 'PASSED', reason, findings };
}

export const skipped = (task: string, reason: string): TaskResult => ({ task, status: 'SKIPPED', reason, findings: [] });

/** An error or hint of composition. */
export function findingOf({ code, message, places }: CompositionFinding, level: Finding['level']): Finding {
  const [first = null] = places;
  return { level, code, message, coordinate: null, source: first, suggestion: null, affected: [] };
}
