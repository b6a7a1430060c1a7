// A side of a check that is one text: a composed supergraph, or the subgraphs as JSON (an artifact of `tributary compose --artifact`).
import { apiSchemaOf, type CheckSide, type SubgraphSource } from '@tributary/schema-check';
import { CommandError } from '../command-error.ts';
import { assertShallow } from './bad-input.ts';

/** What `tributary compose --artifact` writes. */
export const artifactOf = (sources: readonly SubgraphSource[]): string =>
  `${JSON.stringify({ version: 1, subgraphs: sources.map(({ name, url, file, sdl }) => ({ name, url, file, sdl })) }, null, 2)}\n`;

/** `label` is the path or address of the text. @throws {CommandError} 2, when it is neither. */
export function sideOfText(text: string, label: string): CheckSide {
  // No schema begins with a brace, and no JSON object otherwise.
  if (/^\s*\{/.test(text)) return { kind: 'subgraphs', label, sources: subgraphsIn(text, label) };
  if (/^\s*</.test(text)) throw new CommandError(`${label} is a page of HTML, and no supergraph.`, 2);
  assertShallow(text, label);
  try {
    apiSchemaOf(text);
  } catch (cause) {
    throw new CommandError(`${label} is no supergraph: ${cause instanceof Error ? cause.message : String(cause)}`, 2, { cause });
  }
  return { kind: 'supergraph', label, supergraph: text };
}

function subgraphsIn(text: string, label: string): readonly SubgraphSource[] {
  const subgraphs = propertyOf(jsonIn(text, label), 'subgraphs');
  if (!Array.isArray(subgraphs) || subgraphs.length === 0) throw new CommandError(`${label} has no list "subgraphs".`, 2);
  const sources = subgraphs.map((one: unknown, index) => sourceOf(one, `${label}: subgraph ${index + 1}`));
  const twice = sources.find(({ name }, index) => sources.findIndex((other) => other.name === name) !== index);
  if (twice !== undefined) throw new CommandError(`${label} has two subgraphs ${twice.name}.`, 2);
  return sources;
}

function sourceOf(subgraph: unknown, place: string): SubgraphSource {
  const [name, sdl, url, file] = ['name', 'sdl', 'url', 'file'].map((key) => propertyOf(subgraph, key));
  if (typeof name !== 'string' || name === '') throw new CommandError(`${place} has no "name".`, 2);
  if (typeof sdl !== 'string') throw new CommandError(`${place}, ${name}, has no "sdl".`, 2);
  assertShallow(sdl, `${place}, ${name},`);
  return { name, sdl, url: typeof url === 'string' ? url : '', file: typeof file === 'string' ? file : `${name}.graphql` };
}

function jsonIn(text: string, label: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CommandError(`${label} is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`, 2, { cause });
  }
}

const propertyOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
