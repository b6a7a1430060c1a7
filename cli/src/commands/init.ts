// init: a platform of a team's own, in an empty folder.
import { existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CommandError } from '../command-error.ts';
import { type Example, examples, platformVersion, writePlatform } from '../init/write-platform.ts';

export async function run(args: readonly string[]): Promise<number> {
  const { dir, example, packagesDir } = optionsOf(args);
  assertEmpty(dir);
  const packages = packagesDir === null ? new Map<string, string>() : packagesIn(packagesDir, platformVersion());
  writePlatform({ dir, example, packages });
  process.stdout.write(nextSteps(dir, example));
  return 0;
}

interface Options {
  readonly dir: string;
  readonly example: Example;
  readonly packagesDir: string | null;
}

/** @throws {CommandError} */
function optionsOf(args: readonly string[]): Options {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { example: { type: 'string', default: 'northwind' }, packages: { type: 'string' } },
      allowPositionals: true,
    });
    const example = examples.find((name) => name === values.example);
    if (example === undefined) throw new Error(`--example is one of ${examples.join(', ')}, not "${values.example}".`);
    if (positionals.length > 1) throw new Error(`One folder at a time, not ${positionals.length}.`);
    return { dir: resolve(positionals[0] ?? '.'), example, packagesDir: values.packages === undefined ? null : resolve(values.packages) };
  } catch (cause) {
    throw new CommandError(`${cause instanceof Error ? cause.message : String(cause)} init --help says more.`, 2, { cause });
  }
}

/** @throws {CommandError} where something would be overwritten, or mixed with what is not ours. */
function assertEmpty(dir: string): void {
  const found = existsSync(dir) ? entriesOf(dir).filter((name) => name !== '.git') : [];
  if (found.length === 0) return;
  const named = found.slice(0, 3).join(', ');
  throw new CommandError(`${dir} is not empty (${named}${found.length > 3 ? ', ...' : ''}): init writes into an empty folder only.`, 2);
}

/** The tarballs of `npx pnpm pack:all`, by the names of their packages. @throws {CommandError} */
function packagesIn(dir: string, version: string): ReadonlyMap<string, string> {
  const ending = `-${version}.tgz`;
  const names = entriesOf(dir).filter((file) => file.startsWith('tributary-') && file.endsWith(ending));
  if (!names.includes(`tributary-cli${ending}`))
    throw new CommandError(`${dir} has no tributary-cli${ending}: npx pnpm pack:all makes it.`, 2);
  return new Map(names.map((file) => [`@tributary/${file.slice('tributary-'.length, -ending.length)}`, join(dir, file)]));
}

function entriesOf(dir: string): readonly string[] {
  try {
    return readdirSync(dir);
  } catch (cause) {
    throw new CommandError(`${dir} cannot be read as a folder.`, 2, { cause });
  }
}

function nextSteps(dir: string, example: Example): string {
  const folder = relative(process.cwd(), dir);
  const runs = example === 'northwind' ? 'five subgraphs and the gateway' : 'accounts and the gateway';
  return [
    `Made a platform ${example === 'northwind' ? 'with the example domain Northwind' : 'without an example domain'} in ${dir}.`,
    '',
    'Next:',
    ...(folder === '' ? [] : [`  cd ${folder}`]),
    `  npx pnpm start      installs, and runs ${runs}: http://localhost:4000/ide`,
    '  npx pnpm test       each subgraph on a real PostgreSQL, and the whole system',
    '  npx pnpm compose    writes supergraph.graphql; commit it with everything else',
    '',
    'README.md has a first query.',
    '',
  ].join('\n');
}
