// Runs a few tasks at a time; the others wait in turn, and too many are refused.
import { AppError } from '@tributary/errors';

export interface QueueBounds {
  readonly atATime: number;
  readonly maxWaiting: number;
}

/** Gives what runs a task when it is its turn. @throws {AppError} SERVICE_OVERLOADED, at once, when too many wait already. */
export function createBoundedQueue({ atATime, maxWaiting }: QueueBounds): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running < atATime) running += 1;
    else if (waiting.length < maxWaiting) await new Promise<void>((resolve) => waiting.push(resolve));
    else throw new AppError('SERVICE_OVERLOADED');
    try {
      return await task();
    } finally {
      // The place goes straight to the next: nobody who comes now can slip in between.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
