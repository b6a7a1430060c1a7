// What all formats of a report say in the same words.
import type { AffectedOperation, CheckReport, Finding, SourceLocation, TaskResult } from '../model.ts';

/** `file:line:column [subgraph]`. */
export const placeText = ({ file, line, column, subgraph }: SourceLocation): string =>
  `${file}:${line}:${column}${subgraph === null ? '' : ` [${subgraph}]`}`;

/** An operation and who sends it: name, client, version, count, last seen; what is not known is left out. */
export function operationText({ operation, status }: AffectedOperation): string {
  const { name, client, version, count, lastSeen, origin } = operation;
  const sender = client === null ? 'client unknown' : `client ${[client, version].filter((part) => part !== null).join(' ')}`;
  const times = `${count.toLocaleString('en-US')} ${count === 1 ? 'time' : 'times'}`;
  const seen = lastSeen === null ? [] : [`last seen ${lastSeen}`];
  return plain(`${statusWords[status]}: ${name ?? 'unnamed operation'}, ${[sender, times, ...seen].join(', ')} (${origin})`);
}

const statusWords = { broken: 'broken', 'potentially-affected': 'potentially affected' } as const;

/** `3 changes: 1 breaking, 2 safe`. */
export function changesText(changes: CheckReport['changes']): string {
  const counts = (['breaking', 'dangerous', 'safe'] as const).flatMap((severity) => {
    const count = changes.filter((change) => change.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}`];
  });
  return counts.length === 0 ? 'no changes' : `${counted(changes.length, 'change')}: ${counts.join(', ')}`;
}

/** The same of a report, whose sides may not have been compared. */
export const comparisonText = ({ tasks, changes }: CheckReport): string =>
  tasks.some(({ task, status }) => task === 'diff' && status === 'SKIPPED') ? 'nothing was compared' : changesText(changes);

const titles = { check: 'Schema check', compose: 'Composition', contracts: 'Contracts', diff: 'Comparison', lint: 'Lint' } as const;

/** What was done. */
export const titleOf = ({ command = 'check' }: CheckReport): string => titles[command];

/** What was done with what, and what came of it. */
export function subjectText(report: CheckReport): string {
  const { command = 'check', base, head } = report;
  if (command === 'check' || command === 'diff') return `${head} against ${base}: ${comparisonText(report)}`;
  return base === nothing ? head : `${head} against ${base}`;
}

/** The base of commands that compare nothing. */
export const nothing = 'nothing';

/** `1 error, 2 warnings`; empty when a task has found nothing. */
export function findingsText({ findings }: TaskResult): string {
  const counts = (['error', 'warning', 'note'] as const).flatMap((level) => {
    const count = findings.filter((finding) => finding.level === level).length;
    return count === 0 ? [] : [counted(count, level)];
  });
  return counts.join(', ');
}

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Every finding with its task, the worst first, otherwise in the order of the tasks. */
export function rankedFindings({ tasks }: CheckReport): readonly { readonly task: string; readonly finding: Finding }[] {
  const findings = tasks.flatMap(({ task, findings: found }) => found.map((finding) => ({ task, finding })));
  return findings.toSorted((one, other) => ranks[one.finding.level] - ranks[other.finding.level]);
}

const ranks = { error: 0, warning: 1, note: 2 } as const;

/** Without control characters: names of clients are written by strangers, and a terminal obeys what it is sent. */
export const plain = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ');
