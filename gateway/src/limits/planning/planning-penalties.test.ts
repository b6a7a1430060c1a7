// When nothing more is planned for a client, and for how long.
import { AppError } from '@tributary/errors';
import { describe, expect, it } from 'vitest';
import { createPlanningPenalties } from './planning-penalties.ts';

const minute = 60_000;

function createPenalties() {
  let now = 0;
  const penalties = createPlanningPenalties({ maxKills: 3, refusalMs: minute, now: () => now });
  return {
    pass(ms: number) {
      now += ms;
    },
    /** Counts kills of a client, and gives the seconds for which it is refused after each. */
    kill: (client: string, times: number): readonly unknown[] =>
      Array.from({ length: times }, () => {
        penalties.count(client);
        return refused(client);
      }),
    refused,
  };

  function refused(client: string): unknown {
    try {
      penalties.assertAllowed(client);
      return null;
    } catch (error) {
      if (error instanceof AppError && error.code === 'RATE_LIMITED') return error.extensions['retryAfterSeconds'];
      throw error;
    }
  }
}

describe('a client', () => {
  it('is refused with the third kill, for twice as long with each further one, for an hour at most; others are not', () => {
    const { kill, refused } = createPenalties();
    expect(kill('a', 11)).toEqual([null, null, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600]);
    expect(refused('b')).toBeNull();
  });

  it('is told how long, and admitted when that is over', () => {
    const { kill, pass, refused } = createPenalties();
    kill('a', 3);
    pass(minute - 1_500);
    expect(refused('a')).toBe(2);
    pass(1_500);
    expect(refused('a')).toBeNull();
    expect(kill('a', 1)).toEqual([120]);
  });

  it('begins anew ten minutes after its last kill and what came of it', () => {
    const { kill, pass } = createPenalties();
    kill('a', 2);
    pass(10 * minute);
    expect(kill('a', 3)).toEqual([null, null, 60]);
    pass(11 * minute);
    expect(kill('a', 1)).toEqual([null]);
  });

  it('of 10,000 others is forgotten when it was counted longest ago', () => {
    const { kill, refused } = createPenalties();
    kill('a', 3);
    kill('b', 3);
    for (let index = 0; index < 9_999; index += 1) kill(`c${index}`, 1);
    expect([refused('a'), refused('b')]).toEqual([null, 60]);
  });
});
