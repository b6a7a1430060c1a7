// The two sides of a check, from wherever they are: a folder, a supergraph.yaml, a composed supergraph, a git ref.
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { apiSchemaOf, type CheckSide, parseSupergraphConfig, type SubgraphSource } from '@tributary/schema-check';
import { CommandError } from '../command-error.ts';
import { contractsOf } from '../composition/read-contracts.ts';
import { assertShallow } from './bad-input.ts';
import { gitBase } from './git.ts';

const configName = 'supergraph.yaml';

/** A path, or else a git ref; the history is that of `folder`. @throws {CommandError} 2 for what cannot be read, 3 for what git does not have. */
export function readBase(base: string, folder: string): CheckSide {
  if (/\.(ya?ml|graphql|gql)$/.test(base) || /^[./]/.test(base)) return readHead(base);
  const isConfig = /\.ya?ml$/.test(folder);
  const inside = isFolder(folder) ? folder : dirname(folder);
  const { read, label } = gitBase(base, inside);
  return sideOf({ config: isConfig ? basename(folder) : configName, label, folder: inside, read, where: ` of ${label}` });
}

/** @throws {CommandError} 2 */
export function readHead(path: string): CheckSide {
  const isConfig = /\.ya?ml$/.test(path);
  if (isConfig || isFolder(path)) {
    const folder = isConfig ? dirname(path) : path;
    return sideOf({ config: isConfig ? basename(path) : configName, label: path, folder, read: readIn(folder), where: ` in ${folder}` });
  }
  const supergraph = readText(path);
  if (supergraph === null) throw new CommandError(`${path} is neither a folder nor a file that can be read.`, 2);
  assertSupergraph(supergraph, path);
  return { kind: 'supergraph', label: path, supergraph };
}

/** The same side without one of its subgraphs. @throws {CommandError} 2, when it has none of that name. */
export function without(side: CheckSide, name: string): CheckSide {
  if (side.kind === 'supergraph') throw new CommandError('--delete needs subgraphs, not a composed supergraph.', 2);
  const sources = side.sources.filter((source) => source.name !== name);
  if (sources.length === side.sources.length) {
    throw new CommandError(`There is no subgraph ${name}: there are ${side.sources.map((source) => source.name).join(', ')}.`, 2);
  }
  return { ...side, sources, label: `${side.label} without ${name}` };
}

function assertSupergraph(text: string, file: string): void {
  assertShallow(text, file);
  try {
    apiSchemaOf(text);
  } catch (cause) {
    throw new CommandError(`${file} is no supergraph: ${cause instanceof Error ? cause.message : String(cause)}`, 2, { cause });
  }
}

interface Place {
  readonly config: string;
  readonly label: string;
  /** Files are told by their paths from where the command runs, as CI systems want them. */
  readonly folder: string;
  readonly read: (path: string) => string | null;
  /** For messages: ` in folder`. */
  readonly where: string;
}

function sideOf({ config, label, folder, read, where }: Place): CheckSide {
  const text = read(config);
  if (text === null) throw new CommandError(`There is no ${config}${where}.`, 2);
  const sources = subgraphsIn(text, config, where).map(({ name, routingUrl, schema }): SubgraphSource => {
    if (schema.kind === 'service')
      throw new CommandError(
        `${config}: the schema of ${name} is with a running service. A check compares files: write it to one first.`,
        2,
      );
    const sdl = schema.kind === 'text' ? schema.sdl : read(schema.file);
    if (sdl === null)
      throw new CommandError(`${config}: the schema of ${name}, ${schema.kind === 'file' ? schema.file : ''}, cannot be read${where}.`, 2);
    const file = schema.kind === 'text' ? join(folder, config) : join(folder, schema.file);
    assertShallow(sdl, file);
    return { name, url: routingUrl, file, sdl };
  });
  return { kind: 'subgraphs', label, sources, contracts: contractsOf(config, folder, read) };
}

function subgraphsIn(text: string, config: string, where: string) {
  try {
    return parseSupergraphConfig(text).subgraphs;
  } catch (error) {
    throw new CommandError(`${config}${where}: ${error instanceof Error ? error.message : String(error)}`, 2, { cause: error });
  }
}

const readIn = (folder: string) => (path: string) => readText(join(folder, path));

/** Null when it cannot be read. */
function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
