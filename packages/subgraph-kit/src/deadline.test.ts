// The time of a request, as its header tells it.
import { expect, it } from 'vitest';
import { leftMs, withDeadline } from './deadline.ts';

const leftBy = (header: string | string[] | undefined) => withDeadline(header, async () => leftMs());

it('is what the header says, to whatever the request does', async () => {
  const left = await withDeadline('2000', async () => {
    await Promise.resolve();
    return leftMs();
  });
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThanOrEqual(2_000);
});

it('is never more than half a minute, and that where nothing sensible is said', async () => {
  for (const header of [undefined, '', 'NaN', '-1', '1e3', '0x10', '31000', '99999999999', ['5', '6']]) {
    const left = await leftBy(header);
    expect([header, left > 2_000, left <= 30_000]).toEqual([header, true, true]);
  }
  expect(leftMs()).toBe(30_000);
});

it('is never nothing', async () => expect(await leftBy('0')).toBe(1));
