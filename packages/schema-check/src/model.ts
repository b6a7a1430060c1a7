// What the parts of a schema check tell each other: changes, known operations, findings, the report.
import type { UsageEntry } from '@tributary/usage';

export type { UsageEntry };
export type Severity = 'breaking' | 'dangerous' | 'safe';
export interface SourceLocation {
  readonly subgraph: string | null;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
export interface Change {
  readonly code: string;
  readonly coordinate: string;
  readonly severity: Severity;
  readonly subgraph: string | null;
  readonly source: SourceLocation | null;
  readonly composedOnly: boolean;
  readonly message: string;
  readonly suggestion: string | null;
  readonly fingerprint: string;
}
export interface AffectedOperation {
  readonly operation: UsageEntry;
  readonly status: 'broken' | 'potentially-affected';
  readonly reason: string;
  readonly changes: readonly string[];
}
export type TaskStatus = 'PASSED' | 'FAILED' | 'WARNED' | 'SKIPPED';
export interface Finding {
  readonly level: 'error' | 'warning' | 'note';
  readonly code: string;
  readonly message: string;
  readonly coordinate: string | null;
  readonly source: SourceLocation | null;
  readonly suggestion: string | null;
  readonly affected: readonly AffectedOperation[];
}
export interface TaskResult {
  readonly task: string;
  readonly status: TaskStatus;
  readonly reason: string | null;
  readonly findings: readonly Finding[];
}
export interface CheckReport {
  readonly version: 1;
  /** Whose report it is; absent: that of `check`. */
  readonly command?: 'check' | 'compose' | 'contracts' | 'diff' | 'lint';
  readonly base: string;
  readonly head: string;
  readonly tasks: readonly TaskResult[];
  readonly changes: readonly Change[];
  readonly passed: boolean;
}
