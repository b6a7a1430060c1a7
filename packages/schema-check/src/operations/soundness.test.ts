// An operation that is told to be unaffected is: for generated schemas, changes and operations.
import { expect, test } from 'vitest';
import { tryPair } from '../../test/soundness/try-pair.ts';

test('no operation is passed over either for what its recorded values did not use, and fewer are told to be affected', {
  timeout: 60_000,
}, () => {
  const seeds = Array.from({ length: 100 }, (_, seed) => seed);
  const recorded = seeds.map((seed) => tryPair(seed, 3, 'recorded'));
  expect(recorded.flatMap(({ missed }) => missed)).toEqual([]);
  const affected = (results: typeof recorded) => results.reduce((sum, result) => sum + result.affected, 0);
  expect(affected(recorded)).toBeLessThan(affected(seeds.map((seed) => tryPair(seed, 3))));
});

test('no operation that a change is felt by is passed over, and many are told to be unaffected', { timeout: 60_000 }, () => {
  const results = Array.from({ length: 200 }, (_, seed) => tryPair(seed, 3));
  expect(results.flatMap(({ missed }) => missed)).toEqual([]);
  const operations = results.reduce((sum, result) => sum + result.operations, 0);
  const affected = results.reduce((sum, result) => sum + result.affected, 0);
  expect(operations).toBeGreaterThan(400);
  // Neither is everything told to be affected, nor nothing.
  expect(affected / operations).toBeGreaterThan(0.1);
  expect(affected / operations).toBeLessThan(0.7);
});
