// A report as a comment on a pull request, or the summary of a step.
import type { CheckReport, Finding, TaskStatus } from '../model.ts';
import { findingsText, operationText, placeText, plain, rankedFindings, subjectText, titleOf } from './words.ts';

/** GitHub takes no comment of more than 65,536 characters. */
const maxCharacters = 65_000;

export function markdownReport(report: CheckReport): string {
  const rows = report.tasks.map(
    (task) => `| ${task.task} | ${marks[task.status]} ${task.status} | ${cell(task.reason ?? findingsText(task))} |`,
  );
  const head = [
    `## ${titleOf(report)} ${report.passed ? 'passed' : 'failed'}`,
    `${safe(subjectText(report))}.`,
    ['| Task | Result | |', '| --- | --- | --- |', ...rows].join('\n'),
  ];
  const findings = rankedFindings(report).map(({ task, finding }) => section(finding, task));
  return `${withinLimit(head, findings).join('\n\n')}\n`;
}

function section({ level, code, coordinate, message, source, suggestion, affected }: Finding, task: string): string {
  const lines = [
    `### ${level}: ${code}${coordinate === null ? '' : ` ${safe(coordinate)}`} (${task})`,
    safe(message),
    ...(source === null ? [] : [`At ${safe(placeText(source))}.`]),
    ...(suggestion === null ? [] : [`Instead: ${safe(suggestion)}`]),
  ];
  const operations = affected.map((one) => `- ${safe(operationText(one))}: ${safe(one.reason)}`);
  return [...lines, ...(operations.length === 0 ? [] : [operations.join('\n')])].join('\n\n');
}

/** The worst findings come first: what does not fit is counted. */
function withinLimit(head: readonly string[], findings: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let length = head.join('\n\n').length;
  for (const finding of findings) {
    length += finding.length + 2;
    if (length > maxCharacters) return [...head, ...kept, `${findings.length - kept.length} more findings are in the other formats.`];
    kept.push(finding);
  }
  return [...head, ...kept];
}

const marks: Readonly<Record<TaskStatus, string>> = { PASSED: '✅', FAILED: '❌', WARNED: '⚠️', SKIPPED: '⏭️' };

/** Text that is only text: no markup, no HTML, and a client called "@team" calls nobody. */
const safe = (text: string): string =>
  plain(text)
    .replaceAll(/[\\`*_{}[\]<>#|~]/g, '\\$&')
    .replaceAll('@', '@\u200b');

const cell = (text: string): string => safe(text);
