// The long form of the soundness test: `node packages/schema-check/test/soundness/run.ts [PAIRS] [FIRST SEED]`.
import { tryPair } from './try-pair.ts';

const [pairs = 5000, first = 0] = process.argv.slice(2).map(Number);
const codes = new Map<string, number>();
let operations = 0;
let affected = 0;
let missed = 0;
for (let seed = first; seed < first + pairs; seed++) {
  const result = tryPair(seed, 8);
  operations += result.operations;
  affected += result.affected;
  missed += result.missed.length;
  for (const { code } of result.changes) codes.set(code, (codes.get(code) ?? 0) + 1);
  for (const report of result.missed) process.stdout.write(`${report}\n\n`);
}
const seen = [...codes].toSorted().map(([code, count]) => `  ${code} ${count}`);
process.stdout.write(`${pairs} pairs, ${operations} operations, ${affected} told to be affected, ${missed} missed.\n${seen.join('\n')}\n`);
process.exitCode = missed === 0 ? 0 : 1;
