// A finding as text for people: what it is, where it is, and the line that it is about.
import type { Finding, SubgraphSource } from './compose-subgraphs.ts';

export interface FindingStyle {
  /** How `error` or `hint` stands before it. */
  label(text: string): string;
  /** How what is not the point stands. */
  dim(text: string): string;
}

export const plainStyle: FindingStyle = { label: (text) => text, dim: (text) => text };

const maxLineLength = 160;

/** `file:line:column` is written so that terminals and editors make a link of it. Sources that are not given have no excerpt. */
export function formatFinding(
  { code, message, places }: Finding,
  level: 'error' | 'hint',
  sources: readonly Pick<SubgraphSource, 'name' | 'sdl'>[] = [],
  style: FindingStyle = plainStyle,
): string {
  const textOf = new Map(sources.map(({ name, sdl }) => [name, sdl]));
  const blocks = places.map(({ subgraph, file, line, column }) => {
    const place = `  ${style.dim('at')} ${file}:${line}:${column} ${style.dim(`[${subgraph}]`)}`;
    return [place, ...excerptOf(textOf.get(subgraph), line, column, style)].join('\n');
  });
  return [`${style.label(level)} ${code} ${message}`, ...blocks].join('\n');
}

function excerptOf(sdl: string | undefined, line: number, column: number, { dim }: FindingStyle): readonly string[] {
  const text = sdl?.split('\n')[line - 1];
  if (text === undefined || text.trim() === '' || text.length > maxLineLength) return [];
  const gutter = ' '.repeat(String(line).length);
  return [`    ${dim(`${line} |`)} ${text.trimEnd()}`, `    ${dim(`${gutter} |`)} ${' '.repeat(column - 1)}^`];
}
