// An operation that is told to be unaffected is: for generated schemas, changes and operations.
import { expect, test } from 'vitest';
import { tryPair } from '../../test/soundness/try-pair.ts';

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
