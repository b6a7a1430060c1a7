// Refresh tokens are renewed once, whoever brings them.
import { expect, it } from 'vitest';
import { createRenewals } from './renewals.ts';

function recorded(outcome: (token: string) => Promise<string | null> = async (token) => `after ${token}`) {
  const asked: string[] = [];
  const clock = { now: 0 };
  const renew = createRenewals(
    (token) => {
      asked.push(token);
      return outcome(token);
    },
    () => clock.now,
  );
  return { asked, clock, renew };
}

it('who comes while it is under way gets the same', async () => {
  const { asked, renew } = recorded();
  expect(await Promise.all([renew('a'), renew('a'), renew('b')])).toEqual(['after a', 'after a', 'after b']);
  expect(asked).toEqual(['a', 'b']);
});

it('who comes within a minute gets the same, also that it is over', async () => {
  const { asked, clock, renew } = recorded(async () => null);
  await renew('a');
  clock.now = 59_999;
  expect(await renew('a')).toBeNull();
  expect(asked).toEqual(['a']);
  clock.now = 60_000;
  await renew('a');
  expect(asked).toEqual(['a', 'a']);
});

it('what fails is tried anew', async () => {
  let isDown = true;
  const { asked, renew } = recorded(async (token) => (isDown ? Promise.reject(new Error('down')) : token));
  await expect(renew('a')).rejects.toThrow('down');
  isDown = false;
  expect(await renew('a')).toBe('a');
  expect(asked).toEqual(['a', 'a']);
});

it('no more than ten thousand are remembered: the oldest go', async () => {
  const { asked, renew } = recorded();
  for (let token = 0; token <= 10_001; token += 1) void renew(String(token));
  await renew('10001');
  expect(asked.length).toBe(10_002);
  await renew('0');
  expect(asked.length).toBe(10_003);
});
