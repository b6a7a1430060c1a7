// Watches what a thread spends on one operation. A bound that V8 is given for its heap would not do: where one step allocates more than V8 has in hand
// beyond it, the whole process ends.
import type { Worker } from 'node:worker_threads';

export interface ThreadBudget {
  /** Milliseconds of the thread's own time: on a busy machine it may stand still while clocks go on. */
  readonly budgetMs: number;
  /** By how much its heap may grow. */
  readonly maxMemoryMb: number;
}

/** How often is looked: most operations are planned before the first time. A thread allocates about 50 MB meanwhile. */
const everyMs = 50;
/** A thread that is given less than this part of a processor, or does not say what it spends, is not waited for. */
const leastShare = 0.2;
const bytesPerMb = 1_048_576;

/** Calls back once, when the thread has spent more than this from now on. Gives what takes that back. */
export function watchThread(worker: Worker, budget: ThreadBudget, onSpent: (what: 'time' | 'memory') => void): () => void {
  let isOver = false;
  const stop = (): void => {
    isOver = true;
    clearTimeout(timer);
    clearTimeout(last);
  };
  const end = (what: 'time' | 'memory'): void => {
    if (isOver) return;
    stop();
    onSpent(what);
  };
  const before = spentBy(worker);
  const look = async (): Promise<void> => {
    const [start, now] = await Promise.all([before, spentBy(worker)]);
    // Whoever uses a thread that has ended hears of it otherwise.
    if (start === null || now === null) return stop();
    if (now.heapMb - start.heapMb > budget.maxMemoryMb) end('memory');
    else if (now.ms - start.ms >= budget.budgetMs) end('time');
    else if (!isOver) timer = setTimeout(look, everyMs);
  };
  let timer = setTimeout(look, Math.min(everyMs, budget.budgetMs));
  const last = setTimeout(() => end('time'), budget.budgetMs / leastShare);
  return stop;
}

/** Since it began; null when it has ended. A thread that is busy answers in between. */
async function spentBy(worker: Worker): Promise<{ readonly ms: number; readonly heapMb: number } | null> {
  try {
    const [{ user, system }, heap] = await Promise.all([worker.cpuUsage(), worker.getHeapStatistics()]);
    return { ms: (user + system) / 1_000, heapMb: heap.used_heap_size / bytesPerMb };
  } catch {
    return null;
  }
}
