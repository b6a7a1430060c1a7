// graph-approvals.yaml: changes that somebody answers for, reviewed like code.
import { LineCounter, parseDocument } from 'yaml';
import type { AffectedOperation, Change } from '../model.ts';

export interface Approval {
  /** The fingerprint of the change. */
  readonly change: string;
  /** The names of the operations that it may affect; `*` is every one. */
  readonly operations: readonly string[] | '*';
  readonly reason: string;
  readonly approver: string;
  /** The last day on which it holds (UTC), `YYYY-MM-DD`. */
  readonly expires: string;
  /** Where it stands in the file. */
  readonly line: number;
}

export interface Approvals {
  readonly approvals: readonly Approval[];
  /** What is wrong with the file, a sentence each. */
  readonly problems: readonly string[];
}

/** `file` is named in problems. Never throws. */
export function parseApprovals(text: string, file: string): Approvals {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [syntax] = document.errors;
  if (syntax !== undefined) return { approvals: [], problems: [`${file}: ${syntax.message.split('\n', 1)[0]}`] };
  const root: unknown = document.toJS();
  const entries = propertyOf(root, 'approvals');
  if (root === null) return { approvals: [], problems: [] };
  if (!Array.isArray(entries)) return { approvals: [], problems: [`${file}: "approvals" is not a list.`] };
  const read = entries.map((entry: unknown, index) => approvalOf(entry, lineOf(document.getIn(['approvals', index], true), lines)));
  return {
    approvals: read.filter((one) => typeof one === 'object'),
    problems: read.filter((one) => typeof one === 'string').map((problem) => `${file}:${problem}`),
  };
}

function approvalOf(entry: unknown, line: number): Approval | string {
  const texts = ['change', 'reason', 'approver', 'expires'].map((name) => [name, propertyOf(entry, name)] as const);
  const missing = texts.find(([, value]) => typeof value !== 'string' || value.trim() === '');
  if (missing !== undefined) return `${line}: an approval has no "${missing[0]}".`;
  const { change = '', reason = '', approver = '', expires = '' } = Object.fromEntries(texts.map(([name, value]) => [name, String(value)]));
  if (!isDay(expires)) return `${line}: "${expires}" is not a day like 2027-01-31.`;
  const operations = propertyOf(entry, 'operations');
  if (operations === '*') return { change, operations, reason, approver, expires, line };
  if (!Array.isArray(operations) || !operations.every((name) => typeof name === 'string')) {
    return `${line}: "operations" is neither a list of names nor "*".`;
  }
  return { change, operations, reason, approver, expires, line };
}

export type Approved =
  | { readonly kind: 'approved'; readonly approval: Approval }
  | { readonly kind: 'expired'; readonly approval: Approval }
  | { readonly kind: 'open' };

/** Whether somebody answers for a change and all that it affects on the day `today` (`YYYY-MM-DD`, UTC). */
export function approvalFor(
  change: Pick<Change, 'fingerprint'>,
  affected: readonly AffectedOperation[],
  approvals: readonly Approval[],
  today: string,
): Approved {
  const fitting = approvals.filter((approval) => approval.change === change.fingerprint && covers(approval, affected));
  const valid = fitting.find(({ expires }) => expires >= today);
  if (valid !== undefined) return { kind: 'approved', approval: valid };
  const [expired] = fitting;
  return expired === undefined ? { kind: 'open' } : { kind: 'expired', approval: expired };
}

const covers = ({ operations }: Approval, affected: readonly AffectedOperation[]): boolean =>
  operations === '*' || affected.every(({ operation }) => operation.name !== null && operations.includes(operation.name));

/** A day that exists: the 31st of February is read as a day of March. */
function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function lineOf(node: unknown, lines: LineCounter): number {
  const range = propertyOf(node, 'range');
  return Array.isArray(range) && typeof range[0] === 'number' ? lines.linePos(range[0]).line : 1;
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
