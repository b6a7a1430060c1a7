// The long form of the test of which operations are planned again: `node tests/plans/run.ts [CHANGES] [FIRST SEED]`.
import { tryChange } from './try-change.ts';

const [changes = 500, first = 0] = process.argv.slice(2).map(Number);
let tried = 0;
let [operations, planned, different, missed] = [0, 0, 0, 0];
for (let seed = first; seed < first + changes; seed++) {
  const result = tryChange(seed, 8);
  if (result === null) continue;
  tried += 1;
  operations += result.operations;
  planned += result.planned;
  different += result.different;
  missed += result.missed.length;
  for (const report of result.missed) process.stdout.write(`${report}\n\n`);
}
process.stdout.write(
  `${tried} changes that compose, ${operations} operations, ${planned} planned again, ${different} differ, ${missed} missed.\n`,
);
process.exitCode = missed === 0 ? 0 : 1;
