// The severity of changes for those who are really there.
import { changeCodes, isChangeCode } from '../change-codes.ts';
import type { AffectedOperation, Change, Severity, UsageEntry } from '../model.ts';

/** Which operations count. What is known without being measured (`lastSeen` null: manifests, files) always does, unless its client is excluded. */
export interface UsageThresholds {
  /** Executions that an operation needs, all its clients together. */
  readonly minCount: number;
  /** The same as a share of all executions, 0 to 1. */
  readonly minShare: number;
  /** Operations last seen before are passed over; null: none. */
  readonly windowDays: number | null;
  readonly excludedClients: readonly string[];
}

export const everyOperation: UsageThresholds = { minCount: 0, minShare: 0, windowDays: null, excludedClients: [] };

/** The affected operations, or any others, that count. @param usage all that is known, of which the shares are taken. */
export function countedOperations<One extends Pick<AffectedOperation, 'operation'>>(
  affected: readonly One[],
  usage: readonly UsageEntry[],
  { minCount, minShare, windowDays, excludedClients }: UsageThresholds,
  now: Date,
): readonly One[] {
  const earliest = windowDays === null ? Number.NEGATIVE_INFINITY : now.getTime() - windowDays * 86_400_000;
  const isSeen = ({ client, lastSeen }: UsageEntry): boolean =>
    (client === null || !excludedClients.includes(client)) && (lastSeen === null || Date.parse(lastSeen) >= earliest);
  const seen = usage.filter(isSeen);
  const executions = new Map<string, number>();
  for (const { document, count } of seen) executions.set(document, (executions.get(document) ?? 0) + count);
  const needed = Math.max(minCount, minShare * seen.reduce((sum, { count }) => sum + count, 0));
  return affected.filter(
    ({ operation }) => isSeen(operation) && (operation.lastSeen === null || (executions.get(operation.document) ?? 0) >= needed),
  );
}

/**
 * Changes with the severity that they have for the counted operations, in the same order. A breaking change that affects none is safe. A dangerous
 * one is safe too where none feels it, and breaking where it alone breaks one. What operations cannot show (a renamed subgraph) stays as it is.
 */
export function severityWithUsage(changes: readonly Change[], counted: readonly AffectedOperation[]): readonly Change[] {
  const breaking = new Set(changes.filter(({ severity }) => severity === 'breaking').map(({ fingerprint }) => fingerprint));
  const felt = new Set(counted.flatMap(({ changes: causes }) => causes));
  const broken = counted.filter(({ status }) => status === 'broken').map(({ changes: causes }) => causes);
  const blamed = new Set(broken.filter((causes) => !causes.some((cause) => breaking.has(cause))).flat());
  return changes.map((change) => {
    const severity = severityOf(change, felt, blamed);
    return { ...change, severity, suggestion: severity === 'safe' ? null : change.suggestion };
  });
}

function severityOf({ code, severity, fingerprint }: Change, felt: ReadonlySet<string>, blamed: ReadonlySet<string>): Severity {
  if (severity === 'safe' || !isChangeCode(code) || changeCodes[code].felt.length === 0) return severity;
  if (blamed.has(fingerprint)) return 'breaking';
  return felt.has(fingerprint) ? severity : 'safe';
}
