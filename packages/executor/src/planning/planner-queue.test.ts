// Who waits for the planner, in which order and for how long.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPlannerQueue } from './planner-queue.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function createQueue(maxQueued: number) {
  const queue = createPlannerQueue({ maxQueued, maxWaitMs: 100 });
  const rejected: string[] = [];
  return {
    queue,
    rejected,
    add: (client: string, text: string, step: 'validate' | 'plan' = 'plan') =>
      queue.add({
        client,
        request: { step, text, operationName: null },
        resolve: () => undefined,
        reject: (error) => rejected.push(`${text} ${(error as Error).message}`), // an AppError,
      }),
    takeAll: () => Array.from({ length: queue.size }, () => queue.take()?.request.text),
  };
}

const message = 'The service is not available now; try again shortly.';

describe('the queue', () => {
  it('serves clients in turn, each in its own order', () => {
    const { queue, add, takeAll } = createQueue(10);
    for (const text of ['a1', 'a2', 'a3', 'a4']) add('a', text);
    expect(queue.take()?.request.text).toBe('a1');
    add('b', 'b1');
    add('c', 'c1');
    add('b', 'b2');
    expect(takeAll()).toEqual(['b1', 'c1', 'a2', 'b2', 'a3', 'a4']);
    expect(queue.take()).toBeUndefined();
  });

  it('goes on with the plan of what was validated last, when that is asked for at once: one operation is a turn', () => {
    const { queue, add, takeAll } = createQueue(10);
    for (const text of ['a1', 'a2', 'a3']) add('a', text);
    expect(queue.take()?.request.text).toBe('a1');
    add('b', 'valid b1', 'validate');
    expect(queue.take()?.request.text).toBe('valid b1');
    add('b', 'valid b2', 'validate');
    add('b', 'b1');
    expect(takeAll()).toEqual(['b1', 'a2', 'valid b2', 'a3']);
  });

  it('that is full refuses the youngest of the client that has the most', () => {
    const { add, rejected, takeAll } = createQueue(3);
    for (const text of ['a1', 'a2', 'a3', 'a4']) add('a', text);
    add('b', 'b1');
    expect(rejected).toEqual([`a4 ${message}`, `a3 ${message}`]);
    expect(takeAll()).toEqual(['a1', 'b1', 'a2']);
  });

  it('refuses who has waited too long, and nobody who was served', () => {
    const { queue, add, rejected, takeAll } = createQueue(3);
    add('a', 'a1');
    add('a', 'a2');
    vi.advanceTimersByTime(60);
    add('a', 'a3');
    queue.take();
    vi.advanceTimersByTime(60);
    expect(rejected).toEqual([`a2 ${message}`]);
    expect(takeAll()).toEqual(['a3']);
    vi.advanceTimersByTime(1_000);
    expect(rejected).toHaveLength(1);
  });
});
