// A report as JUnit's XML: a suite per task, a case per finding, and one for a task that has found nothing.
// The dialect of Jenkins' xunit plugin (junit-10.xsd), which GitLab and others read.
import type { CheckReport, Finding, TaskResult } from '../model.ts';
import { operationText, placeText } from './words.ts';

export function junitReport({ tasks, command = 'check' }: CheckReport): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="tributary ${command}">\n${tasks.map(suiteOf).join('\n')}\n</testsuites>\n`;
}

function suiteOf({ task, status, reason, findings }: TaskResult): string {
  const errors = findings.filter(({ level }) => level === 'error');
  const others = findings.filter(({ level }) => level !== 'error');
  // A task fails with a failure in it, whatever made it fail.
  const own = status === 'FAILED' && errors.length === 0 ? `<failure message=${quoted(reason ?? 'failed')}/>` : '';
  const skipped = status === 'SKIPPED' ? `<skipped message=${quoted(reason ?? 'skipped')}/>` : '';
  const output = others.length === 0 ? '' : `<system-out>${escaped(others.map(lineOf).join('\n'))}</system-out>`;
  const cases = [
    `    <testcase classname=${quoted(`tributary.${task}`)} name=${quoted(task)}>${own}${skipped}${output}</testcase>`,
    ...errors.map((finding) => caseOf(finding, task)),
  ];
  const counts = `tests="${cases.length}" failures="${errors.length + (own === '' ? 0 : 1)}" errors="0" skipped="${skipped === '' ? 0 : 1}"`;
  return `  <testsuite name=${quoted(task)} ${counts}>\n${cases.join('\n')}\n  </testsuite>`;
}

function caseOf(finding: Finding, task: string): string {
  const { code, coordinate, message, suggestion, affected } = finding;
  const details = [lineOf(finding), ...(suggestion === null ? [] : [`Instead: ${suggestion}`])];
  const operations = affected.map((one) => `${operationText(one)}: ${one.reason}`);
  const failure = `<failure message=${quoted(message)} type=${quoted(code)}>${escaped([...details, ...operations].join('\n'))}</failure>`;
  return `    <testcase classname=${quoted(`tributary.${task}`)} name=${quoted(`${code} ${coordinate ?? ''}`.trim())}>${failure}</testcase>`;
}

const lineOf = ({ level, code, message, source }: Finding): string =>
  `${source === null ? '' : `${placeText(source)} `}${level} ${code} ${message}`;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** XML 1.0 has no way to write most control characters, nor half a surrogate pair. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/gu, '\uFFFD')
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);

const quoted = (text: string): string => `"${escaped(text).replaceAll('\n', '&#10;')}"`;
