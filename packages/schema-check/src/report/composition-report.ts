// The report of `tributary compose`: errors, hints, and a supergraph that is not what the subgraphs compose to.
import { findingOf, taskResult } from '../check/task-results.ts';
import type { Composition, Finding as CompositionFinding } from '../compose-subgraphs.ts';
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

export interface CompositionResult {
  readonly errors: readonly CompositionFinding[];
  readonly hints: readonly CompositionFinding[];
  /** The file that it is in, or itself where there is none. */
  readonly supergraph: string | null;
  /** Whether the file was, or with --check is, another than the schemas compose to. */
  readonly isStale: boolean;
}

/** For programs: docs/schemas/composition.v1.json says what is in it. */
export const compositionJson = (result: CompositionResult): string => `${JSON.stringify({ version: 1, ...result }, null, 2)}\n`;
