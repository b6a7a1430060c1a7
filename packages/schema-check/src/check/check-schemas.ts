// A check, task by task: two graphs in, a report out.
import type { GraphQLSchema } from 'graphql';
import { apiSchemaOf } from '../api-schema.ts';
import type { Approval } from '../approvals/approvals.ts';
import { judgeChanges } from '../approvals/judge-changes.ts';
import { type Finding as CompositionFinding, composeSubgraphs, type SubgraphSource } from '../compose-subgraphs.ts';
import type { Contract } from '../contracts/contract-config.ts';
import { contractsTask, type Judge } from '../contracts/contracts-task.ts';
import type { DatabasePair } from '../database/database.ts';
import { databaseTask } from '../database/database-task.ts';
import { diffGraphs } from '../diff/diff-graphs.ts';
import { diffSchemas } from '../diff/diff-schemas.ts';
import { lintSubgraphs } from '../lint/lint-subgraphs.ts';
import type { Change, CheckReport, Finding, TaskResult, UsageEntry } from '../model.ts';
import { type InvalidOperation, type JudgedOperations, judgedOperations } from '../operations/affected-operations.ts';
import { countedOperations, type UsageThresholds } from '../operations/severity-with-usage.ts';
import type { PlanThresholds } from '../plans/plan-differences.ts';
import { changesText } from '../report/words.ts';
import { authorizationFindings, type Roles } from '../surface/authorization-surface.ts';
import { nullBlastFindings } from '../surface/null-blast.ts';
import { planTask } from './plan-task.ts';
import { doing, type Progress, untold } from './progress.ts';
import { sourceIndexOf } from './source-index.ts';
import { findingOf, skipped, taskResult } from './task-results.ts';

export type CheckSide =
  | {
      readonly kind: 'subgraphs';
      readonly label: string;
      readonly sources: readonly SubgraphSource[];
      /** Absent: none are known, and those of the other side are taken. */
      readonly contracts?: readonly Contract[];
    }
  | { readonly kind: 'supergraph'; readonly label: string; readonly supergraph: string };

export interface CheckInput {
  readonly base: CheckSide;
  readonly head: CheckSide;
  /** Null: nothing is known of operations, and each breaking change counts. */
  readonly usage: readonly UsageEntry[] | null;
  /** Executions that snapshots say they have missed; none unless it is given. */
  readonly missed?: number;
  /** Which of them count. */
  readonly thresholds: UsageThresholds;
  readonly approvals: readonly Approval[];
  readonly approvalsFile: string;
  readonly roles: Roles;
  readonly databases?: readonly DatabasePair[];
  /** Absent: operations are not planned. */
  readonly plans?: PlanThresholds;
  /** Told what begins, and how far it is. */
  readonly progress?: Progress;
  /** For approvals and the window of usage. */
  readonly now: Date;
}

/** Those that the usage tells, and what becomes of them; `affected` only where they count. */
export interface KnownOperations extends JudgedOperations {
  readonly usage: readonly UsageEntry[];
}

/** One side of a check that composes. */
interface ComposedGraph {
  /** Null where only the supergraph is known. */
  readonly sources: readonly SubgraphSource[] | null;
  readonly contracts: readonly Contract[] | null;
  readonly supergraph: string;
  readonly api: GraphQLSchema;
}

type Composed =
  | { readonly kind: 'composed'; readonly graph: ComposedGraph; readonly hints: readonly CompositionFinding[] }
  | { readonly kind: 'failed'; readonly errors: readonly CompositionFinding[] };

/** Passes unless a task fails. A base that does not compose is nothing to compare with: then only composition is judged. */
export function checkSchemas(input: CheckInput): CheckReport {
  const { progress = untold } = input;
  const base = doing('composition of the base', progress, () => composed(input.base));
  const head = doing('composition of the head', progress, () => composed(input.head));
  const labels = { version: 1, base: input.base.label, head: input.head.label } as const;
  if (base.kind === 'failed' || head.kind === 'failed') {
    const reason = head.kind === 'failed' ? 'the head does not compose' : 'the base does not compose';
    const others = ['diff', 'operations', 'contracts', 'lint', 'authorization', 'null blast', 'plans', 'database'].map((task) =>
      skipped(task, reason),
    );
    return { ...labels, tasks: [compositionTask(base, head), ...others], changes: [], passed: head.kind === 'composed' };
  }
  const changes = doing('diff', progress, () => changesBetween(base.graph, head.graph));
  const known = doing('operations', progress, () => knownOperationsOf(input, base.graph, head.graph, changes));
  const contracts = doing('contracts', progress, () => contractsTask(base.graph, head.graph, changes, judgeOf(input)));
  // What is approved of a contract alone is no change of the whole.
  const approvals = input.approvals.filter(({ change }) => !contracts.fingerprints.has(change));
  const sourceOf = sourceIndexOf(head.graph.sources ?? []);
  const sides = [base.graph.supergraph, head.graph.supergraph] as const;
  const tasks = [
    compositionTask(base, head),
    ...changeTasks({ ...input, approvals }, changes, known),
    contracts.task,
    doing('lint', progress, () => lintTask(base.graph, head.graph)),
    doing('authorization', progress, () => taskResult('authorization', authorizationFindings(...sides, input.roles, sourceOf))),
    doing('null blast', progress, () => taskResult('null blast', nullBlastFindings(...sides, sourceOf))),
    doing('plans', progress, () => planTask(input, known, base.graph, head.graph, sourceOf)),
    doing('database', progress, () =>
      databaseTask({ ...input, databases: input.databases ?? [], today: dayOf(input.now) }, base.graph.sources, head.graph.sources),
    ),
  ];
  return { ...labels, tasks, changes, passed: tasks.every(({ status }) => status !== 'FAILED') };
}

/** Known operations judge the changes of a contract as those of the whole; any that is valid there may come from there. */
const judgeOf =
  (input: CheckInput): Judge =>
  (base, head, changes) => {
    const affected = knownOperationsOf(input, { api: base }, { api: head }, changes)?.affected ?? null;
    const approvals = input.approvals.filter(({ change }) => changes.some(({ fingerprint }) => fingerprint === change));
    return judgeChanges({ ...input, approvals, changes, affected, today: dayOf(input.now) });
  };

/** Where only a supergraph is known, what clients see is compared alone. */
function changesBetween(base: ComposedGraph, head: ComposedGraph): readonly Change[] {
  if (base.sources === null || head.sources === null) return diffSchemas(base.api, head.api);
  return diffGraphs({ subgraphs: base.sources, api: base.api }, { subgraphs: head.sources, api: head.api });
}

type WithApi = Pick<ComposedGraph, 'api'>;

/** Null where nothing is known. */
function knownOperationsOf(
  { usage, thresholds, now }: CheckInput,
  base: WithApi,
  head: WithApi,
  changes: readonly Change[],
): KnownOperations | null {
  if (usage === null) return null;
  const { affected, invalid } = judgedOperations(base.api, head.api, changes, usage);
  return { usage, affected: countedOperations(affected, usage, thresholds, now), invalid };
}

function composed(side: CheckSide): Composed {
  if (side.kind === 'supergraph') {
    const { supergraph } = side;
    return { kind: 'composed', graph: { sources: null, contracts: null, supergraph, api: apiSchemaOf(supergraph) }, hints: [] };
  }
  const composition = composeSubgraphs(side.sources);
  if (composition.kind === 'failed') return composition;
  const { supergraph, hints } = composition;
  return {
    kind: 'composed',
    graph: { sources: side.sources, contracts: side.contracts ?? null, supergraph, api: apiSchemaOf(supergraph, true) },
    hints,
  };
}

const dayOf = (now: Date): string => now.toISOString().slice(0, 10);

/** Hints that the base has too are no news. */
function compositionTask(base: Composed, head: Composed): TaskResult {
  if (head.kind === 'failed')
    return taskResult(
      'composition',
      head.errors.map((error) => findingOf(error, 'error')),
    );
  if (base.kind === 'failed') return taskResult('composition', [baseBroken(base.errors)]);
  const known = new Set(base.hints.map(({ code, message }) => `${code} ${message}`));
  const hints = base.graph.sources === null ? [] : head.hints.filter(({ code, message }) => !known.has(`${code} ${message}`));
  return taskResult(
    'composition',
    hints.map((hint) => findingOf(hint, 'note')),
  );
}

const baseBroken = ([error]: readonly CompositionFinding[]): Finding => ({
  level: 'warning',
  code: 'BASE_DOES_NOT_COMPOSE',
  message: `The base does not compose, so nothing is compared. ${error?.message ?? ''}`.trim(),
  coordinate: null,
  source: null,
  suggestion: null,
  affected: [],
});

/** Known operations are the judges of a change where there are any; otherwise the change is judged alone. */
function changeTasks(input: CheckInput, changes: readonly Change[], known: KnownOperations | null): readonly TaskResult[] {
  const affected = known?.affected ?? null;
  const findings = judgeChanges({ ...input, changes, affected, today: dayOf(input.now) });
  const told = changesText(changes);
  if (known === null || affected === null)
    return [taskResult('diff', findings, told), skipped('operations', 'no usage is given: each breaking change counts')];
  const broken = affected.filter(({ status }) => status === 'broken').length;
  const reason = `${known.usage.length} known: ${broken} broken, ${affected.length - broken} potentially affected`;
  const incomplete = input.missed ? [incompleteFinding(input.missed)] : [];
  return [
    taskResult('diff', [], told),
    taskResult('operations', [...findings, ...known.invalid.map(invalidFinding), ...incomplete], reason),
  ];
}

/** It says nothing of the change; whoever gave it should know that it is not watched. */
const invalidFinding = ({ operation, reason }: InvalidOperation): Finding => ({
  level: 'warning',
  code: 'OPERATION_INVALID',
  message: `${operation.name ?? 'An unnamed operation'} of ${operation.origin} is not valid on the base already, and is passed over: ${reason}`,
  coordinate: null,
  source: null,
  suggestion: null,
  affected: [],
});

const incompleteFinding = (missed: number): Finding => ({
  level: 'warning',
  code: 'USAGE_INCOMPLETE',
  message: `The snapshots miss ${missed} executions, of operations that nobody may know of.`,
  coordinate: null,
  source: null,
  suggestion: 'Let the gateway keep more operations (USAGE_MAX_OPERATIONS).',
  affected: [],
});

function lintTask(base: ComposedGraph, head: ComposedGraph): TaskResult {
  if (base.sources === null || head.sources === null) return skipped('lint', 'it needs the subgraphs of both sides');
  return taskResult('lint', lintSubgraphs(head.sources, base.sources));
}
