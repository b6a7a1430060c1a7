// The report of `tributary diff`: every change is a finding, judged without knowledge of operations.
import { taskResult } from '../check/task-results.ts';
import type { Change, CheckReport, Finding } from '../model.ts';
import { changesText } from './words.ts';

/** Passes unless a change is breaking. */
export function diffReport(base: string, head: string, changes: readonly Change[]): CheckReport {
  const task = taskResult('diff', changes.map(findingOf), changesText(changes));
  return { version: 1, command: 'diff', base, head, tasks: [task], changes, passed: task.status !== 'FAILED' };
}

const levels = { breaking: 'error', dangerous: 'warning', safe: 'note' } as const;

const findingOf = ({ severity, code, message, coordinate, source, suggestion }: Change): Finding => ({
  level: levels[severity],
  code,
  message,
  coordinate,
  source,
  suggestion,
  affected: [],
});
