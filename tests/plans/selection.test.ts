// Only operations that a change reaches are planned again: the plans of the others are the same, on generated changes. run.ts is the long form.
import { expect, it } from 'vitest';
import { tryChange } from './try-change.ts';

it('what is not planned again would have been planned alike', () => {
  const results = Array.from({ length: 30 }, (_, seed) => tryChange(seed, 4)).filter((result) => result !== null);
  const count = (part: 'operations' | 'planned' | 'different') => results.reduce((sum, result) => sum + result[part], 0);
  expect(results.flatMap(({ missed }) => missed)).toEqual([]);
  // Not because all are planned again, nor because none differs.
  expect(count('planned')).toBeLessThan(count('operations') / 2);
  expect(count('different')).toBeGreaterThan(0);
});
