// The schemas to compose: those of a supergraph.yaml, or files, patterns and running services named one by one.
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, isAbsolute, join, relative, resolve } from 'node:path';
import { parseSupergraphConfig, type SchemaOrigin, type SubgraphSource, SupergraphConfigError } from '@tributary/schema-check';
import { CommandError } from '../command-error.ts';
import { serviceSdl } from './service-sdl.ts';

interface NamedOrigin {
  readonly name: string;
  readonly routingUrl: string;
  readonly schema: SchemaOrigin;
}

/** Files are relative to the configuration, as in Apollo's format. @throws {CommandError} */
export async function sourcesOfConfig(file: string): Promise<readonly SubgraphSource[]> {
  const { subgraphs } = configIn(file);
  const folder = dirname(file);
  return Promise.all(subgraphs.map((subgraph) => sourceOf(subgraph, (name) => (isAbsolute(name) ? name : join(folder, name)), file)));
}

/**
 * `arguments_` are files, patterns, `NAME=FILE` or `NAME=URL`. A file that is not named has the name of its folder when it is called schema.graphql,
 * else its own. @throws {CommandError}
 */
export async function sourcesOfArguments(
  arguments_: readonly string[],
  routingUrls: ReadonlyMap<string, string>,
): Promise<readonly SubgraphSource[]> {
  const origins = arguments_.flatMap((argument) => originsOf(argument, routingUrls));
  const twice = origins.find(({ name }, index) => origins.findIndex((other) => other.name === name) !== index);
  if (twice !== undefined) throw new CommandError(`Two schemas are called ${twice.name}. Name them: NAME=FILE.`, 2);
  for (const name of routingUrls.keys())
    if (!origins.some((origin) => origin.name === name)) throw new CommandError(`--routing-url: there is no subgraph ${name}.`, 2);
  return Promise.all(origins.map((origin) => sourceOf(origin, (file) => resolve(file), 'arguments')));
}

function originsOf(argument: string, routingUrls: ReadonlyMap<string, string>): readonly NamedOrigin[] {
  const [, given = null, rest = argument] = /^([A-Za-z_][\w-]*)=(.+)$/s.exec(argument) ?? [];
  if (/^https?:\/\//.test(rest)) {
    if (given === null) throw new CommandError(`Name the subgraph at ${rest}: NAME=${rest}`, 2);
    return [{ name: given, routingUrl: routingUrls.get(given) ?? rest, schema: { kind: 'service', url: rest } }];
  }
  const files = globSync(rest).filter((file) => extname(file) !== '');
  if (files.length === 0) throw new CommandError(`${rest}: there is no such file.`, 2);
  if (given !== null && files.length > 1) throw new CommandError(`${argument} names ${files.length} files: a subgraph has one.`, 2);
  return files.toSorted().map((file) => {
    const name = given ?? nameOf(file);
    return { name, routingUrl: routingUrls.get(name) ?? '', schema: { kind: 'file', file } };
  });
}

function nameOf(file: string): string {
  const own = basename(file, extname(file));
  return own === 'schema' ? basename(dirname(resolve(file))) : own;
}

async function sourceOf(
  { name, routingUrl, schema }: NamedOrigin,
  locate: (file: string) => string,
  place: string,
): Promise<SubgraphSource> {
  switch (schema.kind) {
    case 'file':
      return { name, url: routingUrl, file: relative(process.cwd(), locate(schema.file)), sdl: readText(locate(schema.file)) };
    case 'text':
      return { name, url: routingUrl, file: place, sdl: schema.sdl };
    case 'service':
      return { name, url: routingUrl, file: schema.url, sdl: await serviceSdl(name, schema.url) };
  }
}

function configIn(file: string) {
  try {
    return parseSupergraphConfig(readText(file), relative(process.cwd(), file));
  } catch (error) {
    if (error instanceof SupergraphConfigError) throw new CommandError(error.message, 2, { cause: error });
    throw error;
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CommandError(
      `${relative(process.cwd(), file)} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      2,
      {
        cause,
      },
    );
  }
}
