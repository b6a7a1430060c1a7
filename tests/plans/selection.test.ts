// Only operations that a change reaches are planned again: the plans of the others are the same, on generated changes. run.ts is the long form.
import { expect, it } from 'vitest';
import { tryChange } from './try-change.ts';

/** Changes that compose, and reach some operations but not others. */
const seeds = [10, 15, 17, 25, 28, 32, 34, 44];

it('what is not planned again would have been planned alike', { timeout: 60_000 }, () => {
  const results = seeds.map((seed) => tryChange(seed, 10)).filter((result) => result !== null);
  const count = (part: 'operations' | 'planned' | 'different') => results.reduce((sum, result) => sum + result[part], 0);
  expect(results.flatMap(({ missed }) => missed)).toEqual([]);
  // Not because all are planned again, nor because none differs.
  expect(count('planned')).toBeLessThan(count('operations') / 2);
  expect(count('different')).toBeGreaterThan(3);
});
