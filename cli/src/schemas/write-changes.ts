// Changes and codes as text.
import type { Change, Explanation, Severity } from '@tributary/schema-check';

const severities: readonly Severity[] = ['breaking', 'dangerous', 'safe'];

/** The worst first; a summary at the end. */
export function changesAsText(changes: readonly Change[]): string {
  if (changes.length === 0) return 'There are no changes.\n';
  const sorted = severities.flatMap((severity) => changes.filter((change) => change.severity === severity));
  const counts = severities.map((severity) => `${changes.filter((change) => change.severity === severity).length} ${severity}`);
  return `${sorted.map(changeAsText).join('\n')}\n${counts.join(', ')}\n`;
}

function changeAsText({ severity, code, coordinate, subgraph, source, composedOnly, message, suggestion }: Change): string {
  const owner = subgraph === null ? '' : ` [${subgraph}]`;
  const place = source === null ? owner : ` ${source.file}:${source.line}:${source.column}${owner}`;
  const composed = composedOnly ? ['  No subgraph says so; composition makes it so.'] : [];
  const instead = suggestion === null ? [] : [`  Instead: ${suggestion}`];
  return [`${severity.padEnd(9)} ${code} ${coordinate}${place}`, `  ${message}`, ...composed, ...instead, ''].join('\n');
}

export function codeAsText(name: string, { severity, exception, meaning, before, after, wayOut }: Explanation): string {
  const judged = exception === null ? severity : `${severity}; ${exception}`;
  const was = before === null ? [] : ['', 'Before', indented(before)];
  const example = after === null ? [] : [...(before === null ? ['', 'Example'] : ['After']), indented(after)];
  return `${[`${name}: ${judged}`, '', meaning, ...was, ...example, ...(wayOut === null ? [] : ['', `Instead: ${wayOut}`])].join('\n')}\n`;
}

export function codesAsText(codes: Readonly<Record<string, Explanation>>): string {
  const width = Math.max(...Object.keys(codes).map((name) => name.length));
  const rows = Object.entries(codes).map(
    ([name, { severity, meaning }]) => `${name.padEnd(width)}  ${severity.padEnd(9)}  ${firstSentence(meaning)}`,
  );
  return `${rows.join('\n')}\n`;
}

const firstSentence = (text: string): string => /^.*?[.:;](?=\s|$)/s.exec(text)?.[0].replace(/[:;]$/, '.') ?? text;

const indented = (text: string): string =>
  text
    .trim()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
