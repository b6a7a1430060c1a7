// How many operations may be in flight while the event loop is overloaded, and afterwards.
import { describe, expect, it } from 'vitest';
import { leastPlaces, nextLimit, patienceMs } from './next-limit.ts';

const bounds = { max: 1_000, maxDelayMs: 15 };
const idle = { delayMs: 1, utilization: 0.3, operationMs: 10, peak: 10, lastingMs: patienceMs };

/** The limits that follow each other, each taken up as a whole. */
function settle(from: number, decisions: number, stateOf: (inFlight: number) => Partial<typeof idle>): number[] {
  const limits = [from];
  while (limits.length < decisions) {
    const limit = limits.at(-1) ?? 0;
    limits.push(nextLimit(limit, { ...idle, peak: limit, ...stateOf(limit) }, bounds));
  }
  return limits;
}

const rangeOf = (limits: readonly number[]) => [Math.min(...limits), Math.max(...limits)] as const;

describe('the limit', () => {
  it('stays where it is set while the loop has time', () => expect(nextLimit(1_000, idle, bounds)).toBe(1_000));

  it('falls to what the loop can serve in time within a second, and stays there', () => {
    const [least, most] = rangeOf(settle(1_000, 100, (inFlight) => ({ delayMs: inFlight / 30 })).slice(10));
    expect([least > 330, most < 540]).toEqual([true, true]);
  });

  it('falls as well where a busy loop is in time because operations wait elsewhere', () => {
    const [least, most] = rangeOf(settle(1_000, 100, (inFlight) => ({ utilization: 1, operationMs: inFlight / 5 })).slice(20));
    expect([least > 380, most < 580]).toEqual([true, true]);
  });

  it('does not fall where they wait and the loop rests: then a subgraph is slow', () =>
    expect(nextLimit(1_000, { ...idle, utilization: 0.9, operationMs: 5_000, peak: 1_000 }, bounds)).toBe(1_000));

  it('does not fall because a busy loop serves quickly', () =>
    expect(nextLimit(1_000, { ...idle, utilization: 1, operationMs: 50, peak: 500 }, bounds)).toBe(1_000));

  it('never falls below what is always taken', () =>
    expect(rangeOf(settle(1_000, 100, (inFlight) => ({ delayMs: inFlight * 10 })))[0]).toBe(leastPlaces));

  it('does not fall because the loop is late with next to nothing in flight: then the reason is another', () =>
    expect(nextLimit(1_000, { ...idle, delayMs: 500, peak: leastPlaces }, bounds)).toBe(1_000));

  it('follows what was in flight, not what might have been', () =>
    expect(nextLimit(1_000, { ...idle, delayMs: 20, peak: 400 }, bounds)).toBeCloseTo((400 * 15) / 20));

  it('does not fall for a burst, but falls on once it has fallen', () => {
    const late = { ...idle, delayMs: 30, peak: 1_000, lastingMs: patienceMs - 1 };
    expect([nextLimit(1_000, late, bounds), nextLimit(900, late, bounds)]).toEqual([1_000, 630]);
  });

  it('is whole again some seconds after the loop has time', () => {
    const decisionsASecond = 10;
    expect(settle(leastPlaces, 4 * decisionsASecond, () => idle).at(-1)).toBe(bounds.max);
  });
});
