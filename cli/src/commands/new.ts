// new subgraph: scaffolds a subgraph like its siblings; nothing is written before it is known to compose.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { scopes } from '@tributary/auth-kit';
import { migrationSql } from '@tributary/database-kit';
import { composeSubgraphs, formatFinding, parseSupergraphConfig, type SubgraphSource } from '@tributary/schema-check';
import { CommandError } from '../command-error.ts';
import { sourcesOfConfig } from '../composition/subgraph-sources.ts';
import { format, installPackages, runOwnCommand } from '../platform/project-tools.ts';
import { root } from '../project.ts';
import { entityNames, entityOfSubgraph, problemOfEntity, problemOfSubgraph, problemTogether } from '../scaffold/names.ts';
import { type NewSubgraph, planSubgraph, type SubgraphPlan } from '../scaffold/plan-subgraph.ts';
import { takenEntity, takenSubgraph } from '../scaffold/taken.ts';
import { readTemplates } from '../scaffold/templates.ts';
import { writeFiles } from '../scaffold/write-files.ts';

export async function run(args: readonly string[]): Promise<number> {
  const { subgraph, dryRun, install, json } = optionsOf(args);
  const sources = await sourcesOfConfig(join(root, 'supergraph.yaml'));
  assertFree(subgraph, sources);
  const plan = await complete(subgraph, sources);
  if (!dryRun) writeFiles(root, plan, () => format([`subgraphs/${subgraph.name}`, `prisma/${subgraph.name}`]));
  const { left, failure } = dryRun || !install ? { left: commandsAfter, failure: null } : finish(json);
  if (json) writeJson(subgraph, plan, left);
  else writeText(subgraph, plan, dryRun, left);
  if (failure === null) return 0;
  process.stderr.write(`\n${failure.message}\n\nThe files are written: do what is left by hand.\n`);
  return failure.exitCode;
}

/** The plan with what the whole graph decides: the first migration and the supergraph. @throws {CommandError} 1, where it does not compose */
async function complete(subgraph: NewSubgraph, sources: readonly SubgraphSource[]): Promise<SubgraphPlan> {
  const { name } = subgraph;
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  const compose = existsSync(join(root, 'docker-compose.yml')) ? read('docker-compose.yml') : null;
  const sibling = sources.map((source) => `subgraphs/${source.name}/package.json`).find((path) => existsSync(join(root, path)));
  const siblingPackage = sibling === undefined ? null : read(sibling);
  const plan = planSubgraph(subgraph, readTemplates(), { supergraph: read('supergraph.yaml'), compose, siblingPackage });
  const file = `subgraphs/${name}/schema.graphql`;
  const all = [...sources, { name, url: plan.routingUrl, file, sdl: plan.created.get(file) ?? '' }];
  assertListed(plan, name);
  const composition = composeSubgraphs(all);
  if (composition.kind === 'failed') {
    const errors = composition.errors.map((error) => formatFinding(error, 'error', all));
    throw new CommandError(`Nothing was written: the graph does not compose with ${name}.\n${errors.join('\n')}`, 1);
  }
  const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const migration = `prisma/${name}/migrations/${stamp}_init/migration.sql`;
  return {
    ...plan,
    created: new Map([...plan.created, [migration, await firstMigration(name, plan)]]),
    edited: new Map([...plan.edited, ['supergraph.graphql', composition.supergraph]]),
  };
}

/** Names are sorted as people do: Prisma has no word for a collation. */
async function firstMigration(name: string, { created }: SubgraphPlan): Promise<string> {
  const path = `prisma/${name}/schema.prisma`;
  const sql = await migrationSql(null, { path, text: created.get(path) ?? '' });
  return sql
    .replace('-- CreateSchema\nCREATE SCHEMA IF NOT EXISTS "public";\n\n', '')
    .replaceAll('"name" TEXT NOT NULL', '"name" TEXT COLLATE "und-x-icu" NOT NULL');
}

/** A supergraph.yaml that goes on after its subgraphs has no place at its end for one more. */
function assertListed({ edited }: SubgraphPlan, name: string): void {
  const { subgraphs } = parseSupergraphConfig(edited.get('supergraph.yaml') ?? '');
  if (!subgraphs.some((subgraph) => subgraph.name === name))
    throw new CommandError('supergraph.yaml does not end with its subgraphs: put `subgraphs:` last in it.', 2);
}

function assertFree({ name, entities }: NewSubgraph, sources: readonly SubgraphSource[]): void {
  const problems = [takenSubgraph(name, sources), ...entities.map((type) => takenEntity(type, sources))];
  assertNone(problems);
}

function assertNone(problems: readonly (string | null)[]): void {
  const found = problems.filter((problem) => problem !== null);
  if (found.length > 0) throw new CommandError(found.join('\n'), 2);
}

const commandsAfter = ['npx pnpm install', 'npx pnpm generate', 'npx pnpm tributary docs'] as const;

/** What needs the new files as they are. Gives the commands that are left where one fails: the files stay. */
function finish(quiet: boolean): { readonly left: readonly string[]; readonly failure: CommandError | null } {
  const works = [installPackages, () => runOwnCommand('generate'), () => runOwnCommand('docs')];
  for (const [index, work] of works.entries()) {
    if (!quiet) process.stdout.write(`${commandsAfter[index]} ...\n`);
    try {
      work();
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      return { left: commandsAfter.slice(index), failure: error };
    }
  }
  return { left: [], failure: null };
}

function writeJson({ name, entities, scope }: NewSubgraph, { port, created, edited }: SubgraphPlan, next: readonly string[]): void {
  const result = { version: 1, name, entities, scope, port, created: [...created.keys()], edited: [...edited.keys()], next };
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
}

function writeText(subgraph: NewSubgraph, { port, created, edited }: SubgraphPlan, dryRun: boolean, left: readonly string[]): void {
  const { name, entities } = subgraph;
  const [first = ''] = entities;
  const { many } = entityNames(first);
  const lines = [
    '',
    `${dryRun ? 'Would write' : 'Wrote'} the subgraph ${name} (${entities.join(', ')}), port ${port}:`,
    ...[...created.keys()].sort().map((path) => `  + ${path}`),
    ...[...edited.keys()].map((path) => `  ~ ${path}`),
    ...(left.length === 0 ? ['  ~ pnpm-lock.yaml', '  ~ docs/settings.md', '  ~ docs/permissions.md'] : []),
    '',
    'Next:',
    ...[...left, 'npx pnpm check', 'npx pnpm test subgraphs'].map((command) => `  ${command}`),
    `  npx pnpm start       then ask: { ${many}(first: 3) { nodes { id name } } }`,
    '',
    `Who may do what is in subgraphs/${name}: schema.graphql and src/permissions.ts. Anyone may read; adding asks for ${subgraph.scope}.`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

interface Options {
  readonly subgraph: NewSubgraph;
  readonly dryRun: boolean;
  readonly install: boolean;
  readonly json: boolean;
}

/** @throws {CommandError} 2, with every problem of the names */
function optionsOf(args: readonly string[]): Options {
  const { values, positionals } = parsed(args);
  const [what, name, ...rest] = positionals;
  if (what !== 'subgraph' || name === undefined || rest.length > 0)
    throw new CommandError('Usage: new subgraph NAME [--entity Type]...; new --help says more.', 2);
  if (values.format !== 'text' && values.format !== 'json') throw new CommandError('--format is text or json.', 2);
  const scope = scopes.find((known) => known === values.scope);
  if (scope === undefined) throw new CommandError(`There is no scope "${values.scope}". There are: ${scopes.join(', ')}.`, 2);
  assertNone([problemOfSubgraph(name)]);
  const entities = values.entity ?? [entityOfSubgraph(name)];
  assertNone(entities.map(problemOfEntity));
  const twice = entities.find((type, index) => entities.indexOf(type) !== index);
  assertNone([twice === undefined ? problemTogether(entities) : `The entity ${twice} is named twice.`]);
  const subgraph = { name, entities, scope };
  return { subgraph, dryRun: values['dry-run'], install: !values['no-install'], json: values.format === 'json' };
}

function parsed(args: readonly string[]) {
  try {
    const flag = { type: 'boolean', default: false } as const;
    const options = {
      entity: { type: 'string', multiple: true },
      scope: { type: 'string', default: 'catalog:write' },
      format: { type: 'string', default: 'text' },
      'dry-run': flag,
      'no-install': flag,
    } as const;
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : String(error), 2);
  }
}
