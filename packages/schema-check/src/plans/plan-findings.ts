// Known operations whose plans a change makes worse.
import { type DocumentNode, type GraphQLSchema, Kind, type OperationDefinitionNode, parse } from 'graphql';
import type { AffectedOperation, Finding, SourceLocation, UsageEntry } from '../model.ts';
import { type Judged, planJudge } from './judge-plans.ts';
import { type PlanDifference, type PlanThresholds, planDifferences } from './plan-differences.ts';
import { selectedPaths } from './selected-paths.ts';
import { touchedParts, touches } from './touched-parts.ts';

export interface PlanSide {
  readonly supergraph: string;
  readonly api: GraphQLSchema;
}

export interface PlanFindings {
  readonly findings: readonly Finding[];
  readonly operations: number;
  /** Those of them that were planned on both sides; the plans of the others are the same. */
  readonly planned: number;
}

export interface PlanOptions {
  readonly thresholds: PlanThresholds;
  sourceOf(coordinate: string): SourceLocation | null;
  /** Told after each plan; both sides count. */
  progress(done: number, of: number): void;
}

/** One of the operations that a document has. */
interface KnownOperation {
  readonly text: string;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly entries: readonly UsageEntry[];
}

/**
 * One finding for all operations that differ alike. What the planner refuses on the base is passed over.
 * @param usage valid on both sides.
 */
export function planFindings(base: PlanSide, head: PlanSide, usage: readonly UsageEntry[], options: PlanOptions): PlanFindings {
  const touched = touchedParts(base.supergraph, head.supergraph);
  const all = knownOperations(usage);
  const operations = all.filter(({ document }) => touches(base.api, document, touched));
  const of = 2 * operations.length;
  let done = 0;
  const judgedOn = ({ supergraph }: PlanSide): readonly Judged[] => {
    if (of === 0) return [];
    const judge = planJudge(supergraph);
    return operations.map(({ text, operation }) => {
      const judged = judge(text, operation);
      options.progress(++done, of);
      return judged;
    });
  };
  // One planner at a time: each holds the graph of all subgraphs.
  const before = judgedOn(base);
  const after = judgedOn(head);
  const differences = operations.flatMap((one, index) =>
    differencesOf(one, before[index], after[index], base.api, options.thresholds).map((difference) => ({ one, difference })),
  );
  const alike = Map.groupBy(differences, ({ difference }) => `${difference.code} ${difference.message}`);
  const findings = [...alike.values()].flatMap((group) => findingOf(group, options));
  return { findings, operations: all.length, planned: operations.length };
}

function knownOperations(usage: readonly UsageEntry[]): readonly KnownOperation[] {
  return [...Map.groupBy(usage, ({ document }) => document)].flatMap(([text, entries]) => {
    const document = parse(text, { noLocation: true });
    const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
    // Whoever sends a document of several and does not say which may mean any.
    const isMeant = ({ name }: UsageEntry, operation: OperationDefinitionNode): boolean =>
      operations.length === 1 || name === null || name === operation.name?.value;
    return operations.map((operation) => ({ text, document, operation, entries: entries.filter((entry) => isMeant(entry, operation)) }));
  });
}

function differencesOf(
  { document, operation }: KnownOperation,
  base: Judged | undefined,
  head: Judged | undefined,
  api: GraphQLSchema,
  thresholds: PlanThresholds,
): readonly PlanDifference[] {
  if (base?.kind !== 'planned' || head === undefined) return [];
  if (head.kind === 'refused')
    return [{ code: 'PLAN_REFUSED', message: `The planner refuses: ${head.reason}`, detail: 'it was planned', coordinate: null }];
  return planDifferences(base, head, selectedPaths(api, document, operation), thresholds);
}

type Difference = { readonly one: KnownOperation; readonly difference: PlanDifference };

function findingOf(group: readonly Difference[], { thresholds, sourceOf }: PlanOptions): readonly Finding[] {
  const [first] = group;
  if (first === undefined) return [];
  const { code, message, coordinate } = first.difference;
  const affected = group.flatMap(({ one, difference: { detail } }) =>
    one.entries.map((operation): AffectedOperation => ({ operation, status: 'potentially-affected', reason: detail, changes: [] })),
  );
  const source = coordinate === null ? null : sourceOf(coordinate);
  return [{ level: thresholds.fails ? 'error' : 'warning', code, message, coordinate, source, suggestion: suggestions[code], affected }];
}

const suggestions: Readonly<Record<PlanDifference['code'], string | null>> = {
  PLAN_FETCH_ADDED: 'Let a subgraph that is asked anyway give it (@shareable, @provides), or tell the clients that it is slower.',
  PLAN_STEP_ADDED: 'Let a subgraph that is asked before give what the last step waits for (@shareable, @provides).',
  PLAN_OWNER_CHANGED: null,
  PLAN_COST_ROSE: 'Raise the limits of these clients, or let their lists be shorter (@listSize).',
  PLAN_REFUSED: 'Let a subgraph that is asked anyway give the fields (@shareable), or take a key away that leads nowhere else.',
};
