// How long an operation is refused that had the planner killed.
import { expect, it } from 'vitest';
import { createRefusedOperations } from './refused-operations.ts';

function createRefused(refusalMs: number) {
  let now = 0;
  const refused = createRefusedOperations({ refusalMs, now: () => now });
  /** How long it is refused from now on, in steps of a second. */
  const lasting = (operation: string): number => {
    const since = now;
    while (refused.isRefused(operation)) now += 1_000;
    return now - since;
  };
  return { ...refused, lasting };
}

it('an operation is refused for a while, each time for twice as long, for an hour at most', () => {
  const { isRefused, refuse, lasting } = createRefused(60_000);
  expect(isRefused('a')).toBe(false);
  const minutes = Array.from({ length: 8 }, () => {
    refuse('a');
    return lasting('a') / 60_000;
  });
  expect(minutes).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  expect(isRefused('b')).toBe(false);
});

it('of many operations the one that was refused longest ago is forgotten', () => {
  const { isRefused, refuse } = createRefused(60_000);
  for (let index = 0; index < 1_000; index += 1) refuse(`o${index}`);
  refuse('o0');
  refuse('new');
  expect(['o0', 'o1', 'o2', 'new'].map(isRefused)).toEqual([true, false, true, true]);
});
