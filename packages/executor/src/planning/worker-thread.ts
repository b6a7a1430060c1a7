// The planner's thread as seen from the main one: started, asked one thing at a time, ended.
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '@tributary/errors';
import type { PlannerRequest, SupergraphFacts } from '../planner.ts';
import type { PlannerStart } from './planner-work.ts';
import type { PlannerOutcome, WorkerMessage } from './planner-worker.ts';
import { type ThreadBudget, watchThread } from './watch-thread.ts';

export interface WorkerThread {
  readonly facts: SupergraphFacts;
  /**
   * One at a time. What takes more than the budget ends the thread.
   * @throws {PlanningKilled} then.
   * @throws {AppError} INTERNAL_SERVER_ERROR
   */
  ask(request: PlannerRequest, budget: ThreadBudget): Promise<PlannerOutcome>;
  isAlive(): boolean;
  /** Whether the process waits for it. */
  hold(isHeld: boolean): void;
  end(): Promise<void>;
}

export interface ThreadOptions {
  readonly start: PlannerStart;
  /** Another entry, for tests. */
  readonly entry?: URL | undefined;
}

/** The operation took more than it may have: the thread was ended for it. */
export class PlanningKilled extends AppError {
  readonly reason: 'time' | 'memory';
  constructor(reason: 'time' | 'memory', cause?: unknown) {
    super('PLANNING_BUDGET_EXCEEDED', undefined, { cause });
    this.reason = reason;
  }
}

/** For supergraphs of any size; operations are watched. */
const maxOldGenerationSizeMb = 4_096;

// The sources run as they are, and built they have another extension.
const defaultEntry = new URL(`./planner-worker${extname(import.meta.url)}`, import.meta.url);

interface Pending {
  readonly resolve: (message: WorkerMessage) => void;
  readonly reject: (error: unknown) => void;
}

/** @throws {Error} when the supergraph is refused; the message says why. */
export async function startWorkerThread({ start, entry = defaultEntry }: ThreadOptions): Promise<WorkerThread> {
  const worker = new Worker(entry, {
    workerData: start,
    resourceLimits: { maxOldGenerationSizeMb },
    execArgv: [], // those of the main thread may be about its own entry
  });
  let isAlive = true;
  let pending: Pending | null = null;
  const settle = (use: (waiting: Pending) => void): void => {
    const waiting = pending;
    pending = null;
    if (waiting !== null) use(waiting);
  };
  const fail = (error: unknown): void => {
    isAlive = false;
    settle(({ reject }) => reject(error));
  };
  worker.on('message', (message: WorkerMessage) => settle(({ resolve }) => resolve(message)));
  worker.on('error', (error: Error) => fail(errorOf(error)));
  worker.on('exit', (code) => fail(new AppError('INTERNAL_SERVER_ERROR', undefined, { cause: new Error(`The planner ended (${code}).`) })));
  const nextMessage = (): Promise<WorkerMessage> =>
    new Promise((resolve, reject) => {
      pending = { resolve, reject };
    });

  const first = await nextMessage().catch((cause: unknown) => {
    if (cause instanceof PlanningKilled) throw new Error(`The planner needs more than ${maxOldGenerationSizeMb} MB for it.`, { cause });
    throw cause;
  });
  if (first.kind !== 'loaded') {
    await worker.terminate();
    throw new Error(first.kind === 'refused' ? first.reason : 'The planner did not load.');
  }
  return {
    facts: first.facts,
    isAlive: () => isAlive,
    hold: (isHeld) => (isHeld ? worker.ref() : worker.unref()),
    async ask(request, budget) {
      const answer = nextMessage();
      const unwatch = watchThread(worker, budget, (reason) => {
        fail(new PlanningKilled(reason));
        void worker.terminate();
      });
      worker.postMessage(request);
      try {
        const message = await answer;
        if (message.kind === 'outcome') return message.outcome;
        const cause = new Error(message.kind === 'failed' ? message.reason : `The planner said "${message.kind}".`);
        throw new AppError('INTERNAL_SERVER_ERROR', undefined, { cause });
      } finally {
        unwatch();
      }
    },
    async end() {
      fail(new AppError('SERVICE_UNAVAILABLE'));
      await worker.terminate();
    },
  };
}

/** A heap that is full is the operation's doing, or the supergraph's; anything else is ours. */
function errorOf(error: Error & { readonly code?: string }): AppError {
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return new PlanningKilled('memory', error);
  return new AppError('INTERNAL_SERVER_ERROR', undefined, { cause: error });
}
