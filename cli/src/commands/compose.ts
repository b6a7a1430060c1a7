// compose: subgraphs from supergraph.yaml, files or running services -> supergraph, or errors with their places.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { styleText } from 'node:util';
import {
  type CompositionResult,
  composeSubgraphs,
  compositionJson,
  compositionReport,
  type FindingStyle,
  formatFinding,
  type ReportFormat,
  type SubgraphSource,
} from '@tributary/schema-check';
import { formatOf, parsedArgs } from '../check/check-options.ts';
import { printReport } from '../check/print-report.ts';
import { artifactOf } from '../check/side-of-text.ts';
import { CommandError } from '../command-error.ts';
import { sourcesOfArguments, sourcesOfConfig } from '../composition/subgraph-sources.ts';
import { root } from '../project.ts';

export async function run(args: readonly string[]): Promise<number> {
  const options = optionsOf(args);
  const { named, routingUrls, config, out, check, artifact, format } = options;
  const sources = await (named.length > 0 ? sourcesOfArguments(named, routingUrls) : sourcesOfConfig(config));
  const composition = composeSubgraphs(sources);
  const supergraph = composition.kind === 'composed' ? composition.supergraph : null;
  const isStale = supergraph !== null && out !== null && (existsSync(out) ? readFileSync(out, 'utf8') : null) !== supergraph;
  const errors = composition.kind === 'failed' ? composition.errors : [];
  const hints = composition.kind === 'composed' ? composition.hints : [];
  if (supergraph !== null && out !== null && isStale && !check) writeFileSync(out, supergraph);
  if (artifact !== null && composition.kind === 'composed') writeFileSync(artifact, artifactOf(sources));
  if (format === 'json')
    process.stdout.write(compositionJson({ errors, hints, supergraph: out === null ? supergraph : relative(process.cwd(), out), isStale }));
  else if (format !== 'text') {
    const head = named.length > 0 ? named.join(', ') : relative(process.cwd(), config);
    return printReport(
      compositionReport(head, composition, check && isStale && out !== null ? relative(process.cwd(), out) : null),
      format,
    );
  } else writeText(sources, { errors, hints, supergraph, isStale }, options);
  return errors.length > 0 || (check && isStale) ? 1 : 0;
}

/** Colours only on a terminal: `styleText` looks at the stream, and at NO_COLOR. */
const style: FindingStyle = {
  label: (text) => styleText(text === 'error' ? ['red', 'bold'] : ['yellow', 'bold'], text, { stream: process.stderr }),
  dim: (text) => styleText('dim', text, { stream: process.stderr }),
};

/** The supergraph goes to the output when no file is for it, and then it alone. */
function writeText(
  sources: readonly SubgraphSource[],
  { errors, hints, supergraph, isStale }: CompositionResult,
  { out, check }: Options,
): void {
  for (const [level, findings] of [['error', errors] as const, ['hint', hints] as const])
    for (const finding of findings) process.stderr.write(`${formatFinding(finding, level, sources, style)}\n\n`);
  if (supergraph === null) {
    const count = errors.length === 1 ? 'one error' : `${errors.length} errors`;
    process.stderr.write(`The ${sources.length} subgraphs do not compose: ${count}.\n`);
  } else if (out === null) process.stdout.write(supergraph);
  else if (!isStale) process.stdout.write(`${relative(process.cwd(), out)} is what the subgraphs compose to.\n`);
  else if (check) process.stderr.write(`${relative(process.cwd(), out)} is stale. Run \`npx pnpm compose\` and commit it.\n`);
  else process.stdout.write(`Wrote ${relative(process.cwd(), out)}.\n`);
}

interface Options {
  readonly named: readonly string[];
  readonly routingUrls: ReadonlyMap<string, string>;
  readonly config: string;
  /** Null: the output. */
  readonly out: string | null;
  readonly check: boolean;
  /** Null: none. */
  readonly artifact: string | null;
  readonly format: ReportFormat;
}

function optionsOf(args: readonly string[]): Options {
  const { values, positionals: named } = parsed(args);
  const { format = 'text', config, out, check = false } = values;
  if (config !== undefined && named.length > 0) throw new CommandError('Name subgraphs, or a configuration: not both.', 2);
  const file = out ?? (named.length > 0 || config !== undefined ? null : join(root, 'supergraph.graphql'));
  if (check && file === null) throw new CommandError('--check compares with a file: say which with --out.', 2);
  const isOutput = file === null || file === '-';
  const routingUrls = new Map((values['routing-url'] ?? []).map(routingUrlOf));
  return {
    named,
    routingUrls,
    config: resolve(config ?? join(root, 'supergraph.yaml')),
    out: isOutput ? null : resolve(file),
    check,
    artifact: values.artifact ?? null,
    format: formatOf(format),
  };
}

function routingUrlOf(text: string): readonly [string, string] {
  const [, name, url] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || url === undefined) throw new CommandError(`--routing-url is NAME=URL, not "${text}".`, 2);
  return [name, url];
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    config: text,
    out: text,
    artifact: text,
    format: text,
    'routing-url': { ...text, multiple: true },
    check: { type: 'boolean' },
  } as const;
  return parsedArgs(args, options);
}
