// The report of `tributary compose`: errors, hints, and a supergraph that is not what the subgraphs compose to.
import { findingOf, taskResult } from '../check/task-results.ts';
import type { Composition } from '../compose-subgraphs.ts';
import type { CheckReport, Finding } from '../model.ts';
import { nothing } from './words.ts';

/** `stale` is the file that is, null where none is. Hints are notes. */
export function compositionReport(head: string, composition: Composition, stale: string | null): CheckReport {
  const findings =
    composition.kind === 'failed'
      ? composition.errors.map((error) => findingOf(error, 'error'))
      : composition.hints.map((hint) => findingOf(hint, 'note'));
  const task = taskResult('composition', [...findings, ...(stale === null ? [] : [staleFinding(stale)])]);
  return { version: 1, command: 'compose', base: nothing, head, tasks: [task], changes: [], passed: task.status !== 'FAILED' };
}

/** A file that is made of the schemas and committed. */
export const staleFinding = (file: string): Finding => ({
  level: 'error',
  code: 'SUPERGRAPH_STALE',
  message: `${file} is not what the subgraphs compose to.`,
  coordinate: null,
  source: { subgraph: null, file, line: 1, column: 1 },
  suggestion: 'Run the command without --check and commit the file.',
  affected: [],
});
