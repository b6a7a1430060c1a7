// Starts planners: in a thread of their own, so that planning never holds up requests, or in this one.
import { AppError } from '@tributary/errors';
import type { Planner, PlanOutcome, PlanRequest } from '../planner.ts';
import type { PlannerStart } from './planner-work.ts';
import { startWorkerThread, type WorkerThread } from './worker-thread.ts';

export interface PlannerLimits {
  /** How long one operation may take. */
  readonly budgetMs?: number;
  /** How long the thread stays without work; the next operation starts it again. */
  readonly idleMs?: number;
  /** How many may wait; more are refused. */
  readonly maxQueued?: number;
  readonly maxHeapMb?: number;
  /** Told when a thread is there and when it is given up. */
  readonly onThread?: (event: 'started' | 'ended') => void;
  /** Another entry of the thread, for tests. */
  readonly entry?: URL;
}

export interface PlannerOptions extends PlannerStart, PlannerLimits {
  readonly planIn?: 'worker' | 'thread';
}

const defaults = { budgetMs: 10_000, idleMs: 60_000, maxQueued: 1_000, maxHeapMb: 2_048 };

/**
 * A planner for one supergraph. For another text start another and close this one when nobody needs it.
 * @throws {Error} when the supergraph is refused; the message says why.
 */
export async function startPlanner({ planIn = 'worker', ...options }: PlannerOptions): Promise<Planner> {
  return planIn === 'worker' ? startInWorker(options) : startHere(options);
}

async function startHere(options: PlannerOptions): Promise<Planner> {
  // Only then: a process whose planner is in a thread does without the planner's code.
  const { createPlannerWork } = await import('./planner-work.ts');
  const work = createPlannerWork(startOf(options));
  return {
    facts: work.facts,
    plan: async (request) => work.plan(request),
    close: async () => undefined,
  };
}

const startOf = ({ supergraphSdl, mode, separate, incrementalDelivery }: PlannerOptions): PlannerStart => ({
  supergraphSdl,
  mode,
  ...(separate && { separate }),
  ...(incrementalDelivery !== undefined && { incrementalDelivery }),
});

interface Job {
  readonly request: PlanRequest;
  readonly resolve: (outcome: PlanOutcome) => void;
  readonly reject: (error: unknown) => void;
}

async function startInWorker(options: PlannerOptions): Promise<Planner> {
  const { budgetMs, idleMs, maxQueued, maxHeapMb } = { ...defaults, ...options };
  const start = startOf(options);
  const startThread = async (): Promise<WorkerThread> => {
    const started = await startWorkerThread({ start, maxHeapMb, entry: options.entry });
    options.onThread?.('started');
    return started;
  };
  let thread: WorkerThread | null = await startThread();
  const { facts } = thread;
  const queue: Job[] = [];
  let working: Promise<void> | null = null;
  let isClosed = false;
  let idleTimer: NodeJS.Timeout | undefined;

  const drop = async (): Promise<void> => {
    const ended = thread;
    thread = null;
    if (ended === null) return;
    await ended.end();
    options.onThread?.('ended');
  };
  const rest = (): void => {
    working = null;
    thread?.hold(false);
    idleTimer = setTimeout(() => void drop(), idleMs).unref();
  };
  const work = async (): Promise<void> => {
    clearTimeout(idleTimer);
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      try {
        if (thread?.isAlive() === false) await drop();
        thread ??= await startThread();
        // While someone waits for an answer the process must not end.
        thread.hold(true);
        job.resolve(await thread.plan(job.request, budgetMs));
      } catch (error) {
        job.reject(error instanceof AppError ? error : new AppError('SERVICE_UNAVAILABLE', undefined, { cause: error }));
      }
    }
    rest();
  };
  rest();
  return {
    facts,
    plan(request) {
      if (isClosed || queue.length >= maxQueued) return Promise.reject(new AppError('SERVICE_UNAVAILABLE'));
      return new Promise((resolve, reject) => {
        queue.push({ request, resolve, reject });
        working ??= work();
      });
    },
    async close() {
      isClosed = true;
      // Whoever waits began while this was the supergraph, and gets the plan.
      await working;
      clearTimeout(idleTimer);
      await drop();
    },
  };
}
