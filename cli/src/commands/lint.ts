// lint: what the style of the schemas is missing.
import { type CheckReport, lintSubgraphs, nothing, taskResult } from '@tributary/schema-check';
import { reading } from '../check/bad-input.ts';
import { formatOf, parsedArgs } from '../check/check-options.ts';
import { printReport } from '../check/print-report.ts';
import { readHead } from '../check/read-side.ts';
import { baseOf } from '../check/registry-base.ts';
import { CommandError } from '../command-error.ts';
import { registryHeaders } from '../config.ts';

export async function run(args: readonly string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const { values, positionals } = parsedArgs(args, { base: text, format: text });
  const [folder = '.', ...others] = positionals;
  if (others.length > 0) throw new CommandError('Name one folder or supergraph.yaml.', 2);
  const format = formatOf(values.format ?? 'text');
  const head = readHead(folder);
  const base = values.base === undefined ? null : await baseOf(values.base, folder, registryHeaders());
  const findings = reading(() => lintSubgraphs(sourcesOf(head), base === null ? null : sourcesOf(base)));
  const passed = findings.length === 0;
  // Within a check they warn; whoever asks for them alone wants to know by the exit code.
  const task = { ...taskResult('lint', findings), status: passed ? 'PASSED' : 'FAILED' } as const;
  const labels = { version: 1, command: 'lint', base: base?.label ?? nothing, head: head.label } as const;
  return printReport({ ...labels, tasks: [task], changes: [], passed } satisfies CheckReport, format);
}

function sourcesOf(side: ReturnType<typeof readHead>) {
  if (side.kind === 'subgraphs') return side.sources;
  throw new CommandError(`${side.label}: lint needs the subgraphs, not what they compose to.`, 2);
}
