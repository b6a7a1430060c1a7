// Places, and the line for them.
import { describe, expect, it } from 'vitest';
import { createConcurrencyLimit } from './concurrency-limit.ts';
import { createFakeClock } from './testing/fake-clock.ts';

const overloaded = { code: 'SUBGRAPH_OVERLOADED' };

function createLimit(maxConcurrent: number, maxQueued: number) {
  const clock = createFakeClock();
  return { clock, limit: createConcurrencyLimit({ maxConcurrent, maxQueued, clock }), inMs: (ms: number) => clock.now() + ms };
}

describe('a limit of concurrent calls', () => {
  it('gives as many places as it has, and a place that is given back again', () => {
    const { limit } = createLimit(2, 0);
    expect([limit.tryEnter(), limit.tryEnter(), limit.tryEnter()]).toEqual([true, true, false]);
    limit.leave(1);
    expect([limit.tryEnter(), limit.tryEnter()]).toEqual([true, false]);
  });

  it('lets those who wait in as they came, and nobody past them', async () => {
    const { limit, clock, inMs } = createLimit(1, 10);
    const entered: number[] = [];
    limit.tryEnter();
    for (const number of [1, 2, 3]) void limit.enter(inMs(1_000)).then(() => entered.push(number));
    limit.leave(1);
    expect(limit.tryEnter()).toBe(false);
    await clock.pass(0);
    expect(entered).toEqual([1]);
    limit.leave(1);
    limit.leave(1);
    await clock.pass(0);
    expect(entered).toEqual([1, 2, 3]);
    expect([limit.tryEnter(), clock.due()]).toEqual([false, 0]);
  });

  it('refuses at once when the line is full', async () => {
    const { limit, clock, inMs } = createLimit(1, 2);
    limit.tryEnter();
    const waiting = [limit.enter(inMs(1_000)), limit.enter(inMs(1_000))];
    await expect(limit.enter(inMs(1_000))).rejects.toMatchObject(overloaded);
    expect(clock.due()).toBe(2);
    for (const _one of waiting) limit.leave(1);
    await Promise.all(waiting);
  });

  it('refuses who still waits at the deadline, and forgets them', async () => {
    const { limit, clock, inMs } = createLimit(1, 2);
    limit.tryEnter();
    const [early, late] = [limit.enter(inMs(100)), limit.enter(inMs(200))];
    const refused = expect(early).rejects.toMatchObject(overloaded);
    await clock.pass(150);
    await refused;
    limit.leave(1);
    await late;
  });

  it('refuses at once whom the line would not serve in time', async () => {
    const { limit, inMs } = createLimit(2, 100);
    // Calls take 100 ms: two at a time, so that the line moves by one every 50 ms.
    for (let calls = 0; calls < 200; calls++) {
      limit.tryEnter();
      limit.leave(100);
    }
    limit.tryEnter();
    limit.tryEnter();
    const first = limit.enter(inMs(90));
    await expect(limit.enter(inMs(90))).rejects.toMatchObject(overloaded);
    const second = limit.enter(inMs(110));
    limit.leave(100);
    limit.leave(100);
    await Promise.all([first, second]);
  });

  it('is drained when nobody holds a place or waits for one', async () => {
    const { limit, clock, inMs } = createLimit(1, 1);
    await limit.drained();
    limit.tryEnter();
    const waiting = limit.enter(inMs(1_000));
    let isDrained = false;
    const drained = limit.drained().then(() => {
      isDrained = true;
    });
    limit.leave(1);
    await waiting;
    await clock.pass(0);
    expect(isDrained).toBe(false);
    limit.leave(1);
    await drained;
  });
});
