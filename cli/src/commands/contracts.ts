// contracts: each contract of the graph -> its supergraph and what its clients see, or errors with their places.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import {
  type CheckReport,
  type Contract,
  composeContract,
  composeSubgraphs,
  compositionReport,
  contractsFile,
  locateIn,
  nothing,
  type ReportFormat,
  type SubgraphSource,
  skipped,
  staleFinding,
  taskResult,
  unknownTagFindings,
} from '@tributary/schema-check';
import { printSchema } from 'graphql';
import { formatOf, parsedArgs } from '../check/check-options.ts';
import { printReport } from '../check/print-report.ts';
import { CommandError } from '../command-error.ts';
import { contractsOf } from '../composition/read-contracts.ts';
import { sourcesOfConfig } from '../composition/subgraph-sources.ts';

export async function run(args: readonly string[]): Promise<number> {
  const options = optionsOf(args);
  const sources = await sourcesOfConfig(options.config);
  return printReport(reportOf(sources, contractsIn(options), options), options.format);
}

function reportOf(sources: readonly SubgraphSource[], contracts: readonly Contract[], options: Options): CheckReport {
  const composition = composeSubgraphs(sources);
  const head = pathOf(options.config);
  const whole = compositionReport(head, composition, null);
  const tasks =
    composition.kind === 'failed'
      ? contracts.map(({ name }) => skipped(name, 'the subgraphs do not compose'))
      : contracts.map((contract) => taskOf(composition.supergraph, contract, sources, options));
  const all = [...whole.tasks, ...tasks];
  return {
    version: 1,
    command: 'contracts',
    base: nothing,
    head,
    tasks: all,
    changes: [],
    passed: all.every(({ status }) => status !== 'FAILED'),
  };
}

function taskOf(supergraph: string, contract: Contract, sources: readonly SubgraphSource[], { out, check }: Options) {
  const result = composeContract(supergraph, contract, locateIn(sources));
  const warnings = unknownTagFindings(contract, result);
  if (result.kind === 'failed') return taskResult(contract.name, [...result.errors, ...warnings]);
  const files = [
    { file: join(out, `${contract.name}.supergraph.graphql`), text: result.supergraph },
    { file: join(out, `${contract.name}.api.graphql`), text: `${printSchema(result.api)}\n` },
  ];
  const stale = files.filter(({ file, text }) => !existsSync(file) || readFileSync(file, 'utf8') !== text);
  if (check) return taskResult(contract.name, [...stale.map(({ file }) => staleFinding(pathOf(file))), ...warnings]);
  for (const { file, text } of stale) write(file, text);
  const told = stale.length === 0 ? `${pathOf(out)} has it` : `wrote ${stale.map(({ file }) => pathOf(file)).join(', ')}`;
  return taskResult(contract.name, warnings, told);
}

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (cause) {
    throw new CommandError(`${pathOf(file)} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, 3, { cause });
  }
}

/** Those that are named, or all. @throws {CommandError} 2, when there is none */
function contractsIn({ config, names }: Options): readonly Contract[] {
  const folder = dirname(config);
  const contracts = contractsOf(basename(config), pathOf(folder), (file) => {
    const path = join(folder, file);
    return existsSync(path) ? readFileSync(path, 'utf8') : null;
  });
  if (contracts.length === 0) throw new CommandError(`There are no contracts in ${pathOf(config)}, nor a ${contractsFile} beside it.`, 2);
  const missing = names.find((name) => !contracts.some((contract) => contract.name === name));
  if (missing === undefined) return contracts.filter(({ name }) => names.length === 0 || names.includes(name));
  throw new CommandError(`There is no contract ${missing}: there are ${contracts.map(({ name }) => name).join(', ')}.`, 2);
}

const pathOf = (file: string): string => relative(process.cwd(), file);

interface Options {
  /** Empty: every contract. */
  readonly names: readonly string[];
  readonly config: string;
  /** The folder of what is written. */
  readonly out: string;
  readonly check: boolean;
  readonly format: ReportFormat;
}

function optionsOf(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const { values, positionals } = parsedArgs(args, { config: text, out: text, format: text, check: { type: 'boolean' } });
  const config = resolve(values.config ?? 'supergraph.yaml');
  return {
    names: positionals,
    config,
    out: resolve(values.out ?? join(dirname(config), 'graph-contracts')),
    check: values.check ?? false,
    format: formatOf(values.format ?? 'text'),
  };
}
