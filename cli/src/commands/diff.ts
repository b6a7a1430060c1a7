// diff: every change between two graphs.
import { diffGraphs, diffReport, diffSchemas, type ReportFormat } from '@tributary/schema-check';
import { formatOf, parsedArgs } from '../check/check-options.ts';
import { printReport } from '../check/print-report.ts';
import { CommandError } from '../command-error.ts';
import { type ReadGraph, readGraph } from '../schemas/read-graph.ts';
import { changesAsText } from '../schemas/write-changes.ts';

export async function run(args: readonly string[]): Promise<number> {
  const { base, head, format } = optionsOf(args);
  const changes = changesBetween(await readGraph(base), await readGraph(head));
  const report = diffReport(base, head, changes);
  if (format !== 'text') return printReport(report, format);
  process.stdout.write(changesAsText(changes));
  return report.passed ? 0 : 1;
}

/** With the subgraphs of both, also what only they see. */
const changesBetween = (base: ReadGraph, head: ReadGraph) =>
  base.kind === 'graph' && head.kind === 'graph' ? diffGraphs(base, head) : diffSchemas(base.api, head.api);

function optionsOf(args: readonly string[]): { readonly base: string; readonly head: string; readonly format: ReportFormat } {
  const { values, positionals } = parsedArgs(args, { format: { type: 'string' } });
  const [base, head, ...others] = positionals;
  if (base === undefined || head === undefined || others.length > 0) throw new CommandError('Name two files: before and after.', 2);
  return { base, head, format: formatOf(values.format ?? 'text') };
}
