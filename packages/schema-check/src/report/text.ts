// A report for people.
import type { CheckReport, Finding, TaskResult, TaskStatus } from '../model.ts';
import { counted, findingsText, operationText, placeText, plain, rankedFindings, subjectText } from './words.ts';

export interface TextOptions {
  /** For a terminal alone. */
  readonly colours: boolean;
}

/** Tasks first, then each finding with its place, what to do instead and every operation that it affects. */
export function textReport(report: CheckReport, { colours }: TextOptions): string {
  const paint = colours ? painted : (text: string) => text;
  const width = Math.max(0, ...report.tasks.map(({ task }) => task.length));
  const tasks = report.tasks.map((task) =>
    `  ${task.task.padEnd(width)}  ${paint(task.status.padEnd(7), task.status)}  ${told(task)}`.trimEnd(),
  );
  const findings = rankedFindings(report).map(({ task, finding }) => findingLines(finding, task, paint).join('\n'));
  const head = [`${verbs[report.command ?? 'check']} ${plain(subjectText(report))}.`, '', ...tasks].join('\n');
  return `${[head, ...findings, paint(verdict(report), report.passed ? 'PASSED' : 'FAILED')].join('\n\n')}\n`;
}

const verbs = { check: 'Checked', compose: 'Composed', contracts: 'Composed the contracts of', diff: 'Compared', lint: 'Linted' } as const;

type Paint = (text: string, colour: Colour) => string;

function findingLines({ level, code, coordinate, message, source, suggestion, affected }: Finding, task: string, paint: Paint): string[] {
  const title = [paint(level, level), code, coordinate, `(${task})`].filter((part) => part !== null).join(' ');
  return [
    title,
    `  ${plain(message)}`,
    ...(source === null ? [] : [`  at ${plain(placeText(source))}`]),
    ...(suggestion === null ? [] : [`  instead: ${plain(suggestion)}`]),
    ...affected.flatMap((one) => [`  - ${operationText(one)}`, `    ${plain(one.reason)}`]),
  ];
}

const told = (task: TaskResult): string => plain(task.reason ?? findingsText(task));

function verdict({ passed, tasks, command = 'check' }: CheckReport): string {
  const failed = tasks.filter(({ status }) => status === 'FAILED').map(({ task }) => task);
  const what = command === 'check' ? 'The check' : `tributary ${command}`;
  return passed ? `${what} passed.` : `${what} failed: ${failed.join(', ')} (${counted(failed.length, 'task')}).`;
}

type Colour = TaskStatus | Finding['level'];

const codes: Readonly<Record<Colour, number>> = {
  PASSED: 32,
  FAILED: 31,
  WARNED: 33,
  SKIPPED: 90,
  error: 31,
  warning: 33,
  note: 36,
};

const painted: Paint = (text, colour) => `\u001b[${codes[colour]}m${text}\u001b[0m`;
