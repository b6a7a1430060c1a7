// The limiter: standings, refusals, and what it need not ask anyone for.
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from './memory-store.ts';
import type { Charge, RateLimit } from './rate-limit.ts';
import { RateLimitedError } from './rate-limited-error.ts';
import { createRateLimiter } from './rate-limiter.ts';

const few: RateLimit = { name: 'few', algorithm: 'token-bucket', quota: 2, windowSeconds: 10, capacity: 2 };
const many: RateLimit = { name: 'many', algorithm: 'token-bucket', quota: 100, windowSeconds: 10, capacity: 100 };
const charge = (limit: RateLimit, amount = 1, key = 'k'): Charge => ({ limit, key, amount });

function limiter() {
  let nowMs = 0;
  let asked = 0;
  const store = createMemoryStore({ now: () => nowMs });
  const counting = {
    take(charges: readonly Charge[]) {
      asked += 1;
      return store.take(charges);
    },
  };
  return {
    ...createRateLimiter({ store: counting, now: () => nowMs }),
    asked: () => asked,
    pass: (seconds: number) => {
      nowMs += seconds * 1_000;
    },
  };
}

async function refusal(taken: Promise<unknown>): Promise<RateLimitedError> {
  const error: unknown = await taken.catch((thrown: unknown) => thrown);
  if (!(error instanceof RateLimitedError)) throw new Error('It was not refused.');
  return error;
}

describe('what is allowed', () => {
  it('comes with how its caller stands', async () => {
    const { take } = limiter();
    expect(await take([charge(few), charge(many, 10)])).toEqual([
      { limit: few, remaining: 1, resetSeconds: 5 },
      { limit: many, remaining: 90, resetSeconds: 1 },
    ]);
  });

  it('asks nobody when nothing is charged', async () => {
    const { take, asked } = limiter();
    expect(await take([])).toEqual([]);
    expect(asked()).toBe(0);
  });
});

describe('what is refused', () => {
  it('says by which limits, and when there is room, rounded up', async () => {
    const { take, pass } = limiter();
    await take([charge(few, 2)]);
    pass(0.5);
    const { code, standings, extensions } = await refusal(take([charge(many), charge(few)]));
    expect({ code, standings }).toEqual({ code: 'RATE_LIMITED', standings: [{ limit: few, remaining: 0, resetSeconds: 10 }] });
    expect(extensions['retryAfterSeconds']).toBe(5);
  });

  it('does not say when, if there never is room', async () => {
    const { take } = limiter();
    const { message, extensions } = await refusal(take([charge(few, 3)]));
    expect([message, extensions['retryAfterSeconds']]).toEqual(['The request is more than its limit ever allows at once.', undefined]);
  });

  it('is refused again without asking, until there may be room', async () => {
    const { take, recentRefusal, asked, pass } = limiter();
    await take([charge(few, 2)]);
    await refusal(take([charge(few)]));
    pass(4.999);
    expect(recentRefusal([charge(few)])).toMatchObject({ standings: [{ limit: few, remaining: 0 }] });
    expect((await refusal(take([charge(many), charge(few)]))).extensions['retryAfterSeconds']).toBe(1);
    expect(asked()).toBe(2);
    expect(recentRefusal([charge(few, 1, 'someone else')])).toBeNull();
    pass(0.001);
    expect(recentRefusal([charge(few)])).toBeNull();
    expect(await take([charge(few)])).toMatchObject([{ remaining: 0 }]);
  });

  it('for being much refuses nobody who asks for less', async () => {
    const { take } = limiter();
    await take([charge(few)]);
    await refusal(take([charge(few, 2)]));
    expect(await take([charge(few)])).toMatchObject([{ remaining: 0 }]);
  });
});
