// The threads of a planner: one that works, and while it does a spare that takes its place when it has to be killed.
import type { WorkerThread } from './worker-thread.ts';

export interface PlannerThreads {
  /** The one that works: when it has died the spare, when there is none a new one. @throws {Error} when it cannot be started. */
  working(): Promise<WorkerThread>;
  /** Whether the process waits for it. */
  hold(isHeld: boolean): void;
  /** Ends all of them; the next operation starts one again. */
  drop(): Promise<void>;
}

export interface PlannerThreadsOptions {
  readonly start: () => Promise<WorkerThread>;
  /** How long after an operation was first planned the spare is begun; after a death it is at once. */
  readonly spareAfterMs: number;
  /** Told when a thread is there and when it is given up. */
  readonly onThread: (event: 'started' | 'ended') => void;
}

/** The first one is there. */
export function createPlannerThreads(first: WorkerThread, { start, spareAfterMs, onThread }: PlannerThreadsOptions): PlannerThreads {
  let current: WorkerThread | null = first;
  let spare: Promise<WorkerThread> | null = null;
  let timer: NodeJS.Timeout | undefined;
  const ending = new Set<Promise<void>>();

  const end = (thread: WorkerThread): void => {
    onThread('ended');
    const ended = thread.end().finally(() => ending.delete(ended));
    ending.add(ended);
  };
  const startOne = async (): Promise<WorkerThread> => {
    const thread = await start();
    onThread('started');
    return thread;
  };
  const beginSpare = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (spare !== null) return;
    const begun = startOne();
    spare = begun;
    begun.then(
      (thread) => thread.hold(false),
      // The next death begins another.
      () => {
        if (spare === begun) spare = null;
      },
    );
  };
  const replace = async (): Promise<WorkerThread> => {
    const taken = spare ?? startOne();
    spare = null;
    const thread = await taken;
    if (thread.isAlive()) return thread;
    // The spare, too, may have died.
    end(thread);
    return replace();
  };
  onThread('started');
  return {
    async working() {
      if (current?.isAlive() !== true) {
        const hasDied = current !== null;
        if (current !== null) end(current);
        current = null;
        current = await replace();
        if (hasDied) beginSpare();
      }
      if (spare === null) timer ??= setTimeout(beginSpare, spareAfterMs).unref();
      return current;
    },
    hold: (isHeld) => current?.hold(isHeld),
    async drop() {
      clearTimeout(timer);
      timer = undefined;
      const begun = spare;
      if (current !== null) end(current);
      current = null;
      spare = null;
      // A thread that loads cannot be ended; one that could not be started need not be.
      await begun?.then(end, () => undefined);
      await Promise.all(ending);
    },
  };
}
