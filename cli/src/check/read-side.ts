// The two sides of a check, from wherever they are: a folder, a supergraph.yaml, a composed supergraph, an artifact, a git ref.
import { statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type CheckSide, parseSupergraphConfig, type SubgraphSource } from '@tributary/schema-check';
import { CommandError } from '../command-error.ts';
import { contractsOf } from '../composition/read-contracts.ts';
import { assertShallow } from './bad-input.ts';
import { type Folder, workingFolder } from './folder.ts';
import { gitBase } from './git.ts';
import { sideOfText } from './side-of-text.ts';

const configName = 'supergraph.yaml';

/** A side, and where its other files are: its databases are beside its schemas. */
export type ReadSide = CheckSide & { readonly folder?: Folder };

/** A path, or else a git ref; the history is that of `folder`. @throws {CommandError} 2 for what cannot be read, 3 for what git does not have. */
export function readBase(base: string, folder: string): ReadSide {
  if (/\.(ya?ml|graphql|gql|json)$/.test(base) || /^[./]/.test(base)) return readHead(base);
  const isConfig = /\.ya?ml$/.test(folder);
  const inside = isFolder(folder) ? folder : dirname(folder);
  const commit = gitBase(base, inside);
  const { label } = commit;
  return sideOf({ config: isConfig ? basename(folder) : configName, label, folder: { path: inside, ...commit }, where: ` of ${label}` });
}

/** @throws {CommandError} 2 */
export function readHead(path: string): ReadSide {
  const isConfig = /\.ya?ml$/.test(path);
  if (isConfig || isFolder(path)) {
    const folder = isConfig ? dirname(path) : path;
    return sideOf({ config: isConfig ? basename(path) : configName, label: path, folder: workingFolder(folder), where: ` in ${folder}` });
  }
  const text = workingFolder('').read(path);
  if (text === null) throw new CommandError(`${path} is neither a folder nor a file that can be read.`, 2);
  return sideOfText(text, path);
}

/** The same side without one of its subgraphs. @throws {CommandError} 2, when it has none of that name. */
export function without(side: ReadSide, name: string): ReadSide {
  if (side.kind === 'supergraph') throw new CommandError('--delete needs subgraphs, not a composed supergraph.', 2);
  const sources = side.sources.filter((source) => source.name !== name);
  if (sources.length === side.sources.length) {
    throw new CommandError(`There is no subgraph ${name}: there are ${side.sources.map((source) => source.name).join(', ')}.`, 2);
  }
  return { ...side, sources, label: `${side.label} without ${name}` };
}

interface Place {
  readonly config: string;
  readonly label: string;
  readonly folder: Folder;
  /** For messages: ` in folder`. */
  readonly where: string;
}

function sideOf({ config, label, folder, where }: Place): ReadSide {
  const text = folder.read(config);
  if (text === null) throw new CommandError(`There is no ${config}${where}.`, 2);
  const sources = subgraphsIn(text, config, where).map(({ name, routingUrl, schema }): SubgraphSource => {
    if (schema.kind === 'service')
      throw new CommandError(
        `${config}: the schema of ${name} is with a running service. A check compares files: write it to one first.`,
        2,
      );
    const sdl = schema.kind === 'text' ? schema.sdl : folder.read(schema.file);
    if (sdl === null)
      throw new CommandError(`${config}: the schema of ${name}, ${schema.kind === 'file' ? schema.file : ''}, cannot be read${where}.`, 2);
    const file = schema.kind === 'text' ? join(folder.path, config) : join(folder.path, schema.file);
    assertShallow(sdl, file);
    return { name, url: routingUrl, file, sdl };
  });
  return { kind: 'subgraphs', label, sources, contracts: contractsOf(config, folder.path, folder.read), folder };
}

function subgraphsIn(text: string, config: string, where: string) {
  try {
    return parseSupergraphConfig(text).subgraphs;
  } catch (error) {
    throw new CommandError(`${config}${where}: ${error instanceof Error ? error.message : String(error)}`, 2, { cause: error });
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
