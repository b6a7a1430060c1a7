// The common counters and those of the process: who is asked when, seen from a common place that a test switches off.
import { describe, expect, it } from 'vitest';
import { createFallbackStore } from './fallback-store.ts';
import { createMemoryStore } from './memory-store.ts';
import type { Charge, Count } from './rate-limit.ts';

const charge: Charge = {
  limit: { name: 'a', algorithm: 'token-bucket', quota: 10, windowSeconds: 60, capacity: 10 },
  key: 'k',
  amount: 1,
};

function setUp() {
  let nowMs = 0;
  let isAway = false;
  let asked = 0;
  const log: string[] = [];
  const common = createMemoryStore({ now: () => nowMs });
  const store = createFallbackStore({
    common: {
      async take(charges) {
        asked += 1;
        if (isAway) throw new Error('away');
        return common.take(charges);
      },
    },
    own: createMemoryStore({ now: () => nowMs, share: 5 }),
    now: () => nowMs,
    onChange: ({ kind }) => log.push(kind),
  });
  return {
    log,
    asked: () => asked,
    setAway: (away: boolean) => {
      isAway = away;
    },
    pass: (ms: number) => {
      nowMs += ms;
    },
    take: async (): Promise<Count | undefined> => (await store.take([charge]))[0],
  };
}

describe('while the common counters do not answer', () => {
  it('the part of this gateway is enforced, and nobody waits for them for a second', async () => {
    const { log, asked, setAway, take } = setUp();
    expect(await take()).toMatchObject({ waitUs: 0, remaining: 9 });
    setAway(true);
    expect(await take()).toMatchObject({ waitUs: 0, remaining: 1 });
    expect(await take()).toMatchObject({ waitUs: 0, remaining: 0 });
    expect((await take())?.waitUs).toBeGreaterThan(0);
    expect([asked(), log]).toEqual([2, ['own']]);
  });

  it('one request a second tries them, and the others do not wait for what it finds', async () => {
    const { log, asked, setAway, pass, take } = setUp();
    setAway(true);
    await take();
    pass(1_000);
    await Promise.all([take(), take(), take()]);
    expect([asked(), log]).toEqual([2, ['own']]);
  });

  it('they are taken up again by whoever finds that they answer', async () => {
    const { log, setAway, pass, take } = setUp();
    await take();
    setAway(true);
    await take();
    setAway(false);
    pass(1_000);
    expect(await take()).toMatchObject({ remaining: 8 });
    expect(await take()).toMatchObject({ remaining: 7 });
    expect(log).toEqual(['own', 'common']);
  });
});
