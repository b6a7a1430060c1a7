// Rules taken away one by one: the build or the matrix has to notice. Ten of all, drawn by a seed; mutations.ts tries every one.
import { seededRandom } from '@tributary/northwind';
import { subgraphNames } from '@tributary/test-kit';
import { expect, it } from 'vitest';
import { openLaboratory } from './mutants/laboratory.ts';
import { mutantsOf } from './mutants/list.ts';
import { partsOf } from './mutants/parts.ts';
import { mismatchText } from './run/matrix.ts';

const seed = process.env['PERMISSIONS_SEED'] ?? String(Date.now());
const random = seededRandom(`mutants ${seed}`);
const all = (await Promise.all(subgraphNames.map(async (name) => mutantsOf(name, await partsOf(name))))).flat();
const drawn = all
  .map((mutant) => ({ mutant, rank: random() }))
  .toSorted((a, b) => a.rank - b.rank)
  .slice(0, 10)
  .map(({ mutant }) => mutant);

it.each(subgraphNames)('a rule that is taken away in %s is noticed (PERMISSIONS_SEED repeats the draw)', async (name) => {
  const mutants = drawn.filter(({ subgraph }) => subgraph === name);
  if (mutants.length === 0) return;
  const laboratory = await openLaboratory(name);
  try {
    expect((await laboratory.control()).map(mismatchText)).toEqual([]);
    for (const mutant of mutants) {
      const verdict = await laboratory.judge(mutant);
      process.stdout.write(`seed ${seed}: ${name} without ${mutant.missing}: ${verdict.kind}\n`);
      expect(verdict, mutant.missing).not.toEqual({ kind: 'unnoticed' });
    }
  } finally {
    await laboratory.stop();
  }
});
