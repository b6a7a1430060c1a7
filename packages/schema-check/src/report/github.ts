// A report as GitHub Actions' annotations: one workflow command per finding.
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
import type { CheckReport, Finding } from '../model.ts';
import { operationText, rankedFindings, subjectText, titleOf } from './words.ts';

/** For the standard output of a step; the summary of the step is the markdown report. */
export function githubReport(report: CheckReport): string {
  const annotations = rankedFindings(report).map(({ task, finding }) => annotation(finding, task));
  const verdict = `${titleOf(report)} ${report.passed ? 'passed' : 'failed'}: ${subjectText(report)}.`;
  return `${[...annotations, escaped(verdict)].join('\n')}\n`;
}

function annotation({ level, code, coordinate, message, source, suggestion, affected }: Finding, task: string): string {
  const title = [code, coordinate].filter((part) => part !== null).join(' ');
  const place = source === null ? {} : { file: source.file, line: `${source.line}`, col: `${source.column}` };
  const properties = Object.entries({ ...place, title: `${title} (${task})` }).map(([name, value]) => `${name}=${escapedProperty(value)}`);
  const lines = [
    message,
    ...(suggestion === null ? [] : [`Instead: ${suggestion}`]),
    ...affected.map((one) => `${operationText(one)}: ${one.reason}`),
  ];
  return `::${commands[level]} ${properties.join(',')}::${escaped(lines.join('\n'))}`;
}

const commands = { error: 'error', warning: 'warning', note: 'notice' } as const;

/** A line break would begin a command of whoever wrote the text. */
const escaped = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapedProperty = (text: string): string => escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
