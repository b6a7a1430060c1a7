// Starts planners: in a thread of their own, so that planning never holds up requests, or in this one.
import type { Planner } from '../planner.ts';
import { createPlannerQueue } from './planner-queue.ts';
import { createPlannerThreads } from './planner-threads.ts';
import type { PlannerStart } from './planner-work.ts';
import { createRefusedOperations } from './refused-operations.ts';
import { createThreadedPlanner, type KilledPlanning } from './threaded-planner.ts';
import { startWorkerThread, type WorkerThread } from './worker-thread.ts';

/** What planning may take; for a planner in a thread of its own. */
export interface PlannerLimits {
  /** How long the thread may work on one operation, in its own time; then it is killed. */
  readonly budgetMs?: number;
  /** By how much the heap of the thread may grow meanwhile; then it is killed as well. */
  readonly maxMemoryMb?: number;
  /** How many may wait; more are refused. */
  readonly maxQueued?: number;
  /** How long one may wait. */
  readonly maxWaitMs?: number;
  /** How long an operation is refused for which the thread was killed; each further time twice as long, up to an hour. */
  readonly refusalMs?: number;
  /** How long the thread and its spare stay without work; the next operation starts a thread again. */
  readonly idleMs?: number;
  /** How long after its first operation a thread gets a spare. */
  readonly spareAfterMs?: number;
  /** Asked before an operation waits for the planner; what it throws is the answer. */
  readonly admit?: (client: string) => void;
  /** Told when a thread is killed. */
  readonly onKilled?: (killed: KilledPlanning) => void;
}

export interface PlannerOptions extends PlannerStart, PlannerLimits {
  readonly planIn?: 'worker' | 'thread';
  /** Told when a thread is there and when it is given up. */
  readonly onThread?: (event: 'started' | 'ended') => void;
  /** Another entry of the thread, for tests. */
  readonly entry?: URL;
  /** Milliseconds since some moment, by which refusals end. */
  readonly now?: () => number;
}

const ignore = (): void => undefined;
const defaults = {
  budgetMs: 1_000,
  maxMemoryMb: 256,
  maxQueued: 1_000,
  maxWaitMs: 10_000,
  refusalMs: 60_000,
  idleMs: 60_000,
  spareAfterMs: 1_000,
  admit: ignore,
  onKilled: ignore,
  onThread: ignore,
  now: () => performance.now(),
};

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
    validate: async (request) => work.validate(request),
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

async function startInWorker(options: PlannerOptions): Promise<Planner> {
  const limits = { ...defaults, ...options };
  const start = (): Promise<WorkerThread> => startWorkerThread({ start: startOf(options), entry: options.entry });
  const first = await start();
  return createThreadedPlanner({
    ...limits,
    facts: first.facts,
    threads: createPlannerThreads(first, { ...limits, start }),
    queue: createPlannerQueue(limits),
    refused: createRefusedOperations(limits),
  });
}
