// How many operations may be in flight while the event loop is late, and afterwards.
import { describe, expect, it } from 'vitest';
import { leastPlaces, nextLimit } from './next-limit.ts';

const bounds = { max: 1_000, maxDelayMs: 15 };
const idle = { delayMs: 1, peak: 10 };

/** The limits that follow each other, when the loop is later the more is in flight: so many operations make it late by a millisecond. */
function settle(from: number, perMs: number, samples: number): number[] {
  const limits = [from];
  for (let sample = 0; sample < samples; sample++) {
    const limit = limits.at(-1) ?? 0;
    limits.push(nextLimit(limit, { delayMs: limit / perMs, peak: limit }, bounds));
  }
  return limits;
}

describe('the limit', () => {
  it('stays where it is set while the loop is in time', () => expect(nextLimit(1_000, idle, bounds)).toBe(1_000));

  it('falls to what the loop can serve in time within a second, and stays there', () => {
    const limits = settle(1_000, 10, 200);
    const settled = limits.slice(50);
    expect(Math.min(...settled)).toBeGreaterThan(120);
    expect(Math.max(...settled)).toBeLessThan(160);
  });

  it('never falls below what is always taken', () => expect(Math.min(...settle(1_000, 0.1, 200))).toBe(leastPlaces));

  it('does not fall because the loop is late with next to nothing in flight: then the reason is another', () =>
    expect(nextLimit(1_000, { delayMs: 500, peak: leastPlaces }, bounds)).toBe(1_000));

  it('follows what was in flight, not what might have been', () =>
    expect(nextLimit(1_000, { delayMs: 16, peak: 200 }, bounds)).toBeCloseTo((200 * 15) / 16));

  it('is whole again some seconds after the loop is in time', () => {
    let limit = leastPlaces;
    let samples = 0;
    for (; limit < bounds.max; samples++) limit = nextLimit(limit, idle, bounds);
    expect(samples * 0.02).toBeLessThan(3);
  });
});
