// diff: every change between two graphs.
import { parseArgs } from 'node:util';
import { diffGraphs, diffSchemas } from '@tributary/schema-check';
import { CommandError } from '../command-error.ts';
import { type ReadGraph, readGraph } from '../schemas/read-graph.ts';
import { changesAsText } from '../schemas/write-changes.ts';

export async function run(args: readonly string[]): Promise<number> {
  const { base, head, format } = optionsOf(args);
  const changes = changesBetween(await readGraph(base), await readGraph(head));
  process.stdout.write(format === 'json' ? `${JSON.stringify({ version: 1, base, head, changes }, null, 2)}\n` : changesAsText(changes));
  return changes.some(({ severity }) => severity === 'breaking') ? 1 : 0;
}

/** With the subgraphs of both, also what only they see. */
const changesBetween = (base: ReadGraph, head: ReadGraph) =>
  base.kind === 'graph' && head.kind === 'graph' ? diffGraphs(base, head) : diffSchemas(base.api, head.api);

function optionsOf(args: readonly string[]): { readonly base: string; readonly head: string; readonly format: string } {
  const { values, positionals } = parsed(args);
  const [base, head, ...others] = positionals;
  const { format = 'text' } = values;
  if (base === undefined || head === undefined || others.length > 0) throw new CommandError('Name two files: before and after.', 2);
  if (format !== 'text' && format !== 'json') throw new CommandError('--format is text or json.', 2);
  return { base, head, format };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { format: { type: 'string' } }, allowPositionals: true });
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : String(error), 2);
  }
}
