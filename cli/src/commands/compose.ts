// compose: supergraph.graphql from supergraph.yaml.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeProject } from '../platform/supergraph.ts';
import { root } from '../project.ts';

export async function run(args: readonly string[]): Promise<number> {
  const file = join(root, 'supergraph.graphql');
  const composition = await composeProject();
  if (composition.kind === 'failed') {
    process.stderr.write(`The subgraphs do not compose:\n${composition.errors.join('\n')}\n`);
    return 1;
  }
  for (const hint of composition.hints) process.stdout.write(`hint: ${hint}\n`);
  const committed = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (committed === composition.supergraph) {
    process.stdout.write('supergraph.graphql is what the subgraphs compose to.\n');
    return 0;
  }
  if (args.includes('--check')) {
    process.stderr.write('supergraph.graphql is stale. Run `npx pnpm compose` and commit it.\n');
    return 1;
  }
  writeFileSync(file, composition.supergraph);
  process.stdout.write('Wrote supergraph.graphql.\n');
  return 0;
}
