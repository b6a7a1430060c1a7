// node tests/permissions/mutations.ts: takes every rule away in turn, prints who noticed, and writes RESULTS.md.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, startTemplateDatabases, subgraphNames } from '@tributary/test-kit';
import { openLaboratory, type Verdict } from './mutants/laboratory.ts';
import { mutantsOf } from './mutants/list.ts';
import { mismatchText } from './run/matrix.ts';

const write = (line: string) => void process.stdout.write(`${line}\n`);
const textOf = (verdict: Verdict): string => {
  if (verdict.kind === 'unnoticed') return 'NOBODY';
  return verdict.kind === 'build'
    ? `the build; called public: ${verdict.opened ?? 'no cell differs, another rule guards the same'}`
    : verdict.first;
};

const stopDatabases = await startTemplateDatabases();
const rows: { readonly subgraph: string; readonly missing: string; readonly verdict: Verdict }[] = [];
const startedAt = performance.now();
for (const subgraph of subgraphNames) {
  const laboratory = await openLaboratory(subgraph);
  const mismatches = await laboratory.control();
  if (mismatches.length > 0) throw new Error(`${subgraph} as it is: ${mismatches.map(mismatchText).join('; ')}`);
  for (const mutant of mutantsOf(subgraph, laboratory.parts)) {
    const verdict = await laboratory.judge(mutant);
    rows.push({ subgraph, missing: mutant.missing, verdict });
    write(`${subgraph}: ${mutant.missing}: ${textOf(verdict)}`);
  }
  await laboratory.stop();
}
await stopDatabases();

const count = (kind: Verdict['kind']) => rows.filter(({ verdict }) => verdict.kind === kind).length;
const alsoByMatrix = rows.filter(({ verdict }) => verdict.kind === 'build' && verdict.opened !== null).length;
const summary = `${rows.length} rules taken away, one at a time: ${count('build')} noticed by the build (${alsoByMatrix} of them by the matrix too, once an entry calls them public), ${count('matrix')} by the matrix, ${count('unnoticed')} by nobody.`;
const table = rows.map(({ subgraph, missing, verdict }) => `| ${subgraph} | \`${missing}\` | ${textOf(verdict)} |`);
const head = [
  '# Every rule taken away',
  '',
  'Made by `node tests/permissions/mutations.ts`. The first cell that differs is told.',
  '',
  summary,
];
const text = [...head, '', '| Subgraph | Without | Noticed by |', '|---|---|---|', ...table, ''].join('\n');
writeFileSync(join(root, 'tests/permissions/RESULTS.md'), text);
write(`\n${summary} ${Math.round((performance.now() - startedAt) / 1000)} s`);
process.exitCode = count('unnoticed') > 0 ? 1 : 0;
