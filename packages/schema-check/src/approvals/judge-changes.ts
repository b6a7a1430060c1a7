// Changes to findings: what breaks somebody, what somebody answers for, and what is well as far as is known.
import type { AffectedOperation, Change, Finding, Severity } from '../model.ts';
import { severityWithUsage } from '../operations/severity-with-usage.ts';
import { type Approval, type Approved, approvalFor } from './approvals.ts';

export interface Judgement {
  readonly changes: readonly Change[];
  /** Null: nothing is known of operations, and every breaking change counts. */
  readonly affected: readonly AffectedOperation[] | null;
  readonly approvals: readonly Approval[];
  /** `graph-approvals.yaml`, for findings about it. */
  readonly approvalsFile: string;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
}

/**
 * One finding per change that is not safe, one per broken operation that no change explains, one per approval that has run out and that nothing
 * needs. A change that needs one that has run out is APPROVAL_EXPIRED, an error.
 */
export function judgeChanges(judgement: Judgement): readonly Finding[] {
  const { changes, affected, approvals, approvalsFile, today } = judgement;
  const byChange = Map.groupBy(
    (affected ?? []).flatMap((one) => one.changes.map((fingerprint) => ({ fingerprint, one }))),
    ({ fingerprint }) => fingerprint,
  );
  const judged = affected === null ? changes : severityWithUsage(changes, affected);
  const needed = new Set<Approval>();
  const findings = changes.flatMap((change, index) => {
    const severity = judged[index]?.severity ?? change.severity;
    if (change.severity === 'safe' && severity === 'safe') return [];
    const hit = (byChange.get(change.fingerprint) ?? []).map(({ one }) => one);
    const approved = approvalFor(change, hit, approvals, today);
    if (approved.kind === 'expired' && severity !== 'safe') needed.add(approved.approval);
    return [findingOf(change, severity, hit, approved)];
  });
  const known = new Set(changes.map(({ fingerprint }) => fingerprint));
  const unexplained = (affected ?? []).filter((one) => one.status === 'broken' && !one.changes.some((change) => known.has(change)));
  const stale = approvals.filter((approval) => approval.expires < today && !needed.has(approval));
  return [...findings, ...unexplained.map(brokenFinding), ...stale.map((approval) => staleFinding(approval, approvalsFile))];
}

function findingOf(change: Change, severity: Severity, affected: readonly AffectedOperation[], approved: Approved): Finding {
  const { code, coordinate, source, suggestion, fingerprint } = change;
  const base = { code, coordinate, source, suggestion, affected };
  if (approved.kind === 'approved') {
    const { approver, expires, reason } = approved.approval;
    return { ...base, level: 'note', message: `${change.message} Approved by ${approver} until ${expires}: ${reason}` };
  }
  if (approved.kind === 'expired' && severity !== 'safe') {
    const { approver, expires } = approved.approval;
    const message = `${change.message} The approval by ${approver} ended on ${expires}. Fingerprint ${fingerprint}.`;
    return { ...base, code: 'APPROVAL_EXPIRED', level: 'error', message };
  }
  const use = severity === 'safe' ? ' No known operation uses it.' : '';
  return { ...base, level: levels[severity], message: `${change.message}${use} Fingerprint ${fingerprint}.` };
}

const levels = { breaking: 'error', dangerous: 'warning', safe: 'note' } as const;

const brokenFinding = (affected: AffectedOperation): Finding => ({
  level: 'error',
  code: 'OPERATION_BROKEN',
  message: `${affected.operation.name ?? 'An unnamed operation'} is not valid any more: ${affected.reason}`,
  coordinate: null,
  source: null,
  suggestion: null,
  affected: [affected],
});

const staleFinding = ({ change, approver, expires, line }: Approval, file: string): Finding => ({
  level: 'warning',
  code: 'APPROVAL_STALE',
  message: `The approval of ${change} by ${approver} ended on ${expires}, and nothing needs it any more.`,
  coordinate: null,
  source: { subgraph: null, file, line, column: 1 },
  suggestion: 'Remove it.',
  affected: [],
});
