// The way of an operation to the planner's thread and back: admitted, in its turn, validated or planned, or killed.
import { createHash } from 'node:crypto';
import { setImmediate as immediate, setTimeout as pause } from 'node:timers/promises';
import { AppError } from '@tributary/errors';
import type { Planner, PlannerRequest, PlanOutcome, SupergraphFacts, ValidationOutcome } from '../planner.ts';
import type { PlannerJob, PlannerQueue } from './planner-queue.ts';
import type { PlannerThreads } from './planner-threads.ts';
import type { PlannerOutcome } from './planner-worker.ts';
import type { RefusedOperations } from './refused-operations.ts';
import type { ThreadBudget } from './watch-thread.ts';
import { PlanningKilled } from './worker-thread.ts';

/** An operation for which the thread was killed. */
export interface KilledPlanning {
  /** SHA-256 of the text, hexadecimal. */
  readonly documentHash: string;
  readonly operationName: string | null;
  /** Who asked for it first. */
  readonly client: string;
  readonly reason: 'time' | 'memory';
}

export interface ThreadedPlannerOptions extends ThreadBudget {
  readonly facts: SupergraphFacts;
  readonly threads: PlannerThreads;
  readonly queue: PlannerQueue;
  readonly refused: RefusedOperations;
  readonly idleMs: number;
  readonly admit: (client: string) => void;
  readonly onKilled: (killed: KilledPlanning) => void;
}

/** What lies between validation and the wish for a plan takes no longer, as a rule. */
const judgedWithinMs = 250;

export function createThreadedPlanner(options: ThreadedPlannerOptions): Planner {
  const { facts, threads, queue, refused, idleMs, admit, onKilled } = options;
  let working: Promise<void> | null = null;
  let isClosed = false;
  let idleTimer: NodeJS.Timeout | undefined;
  let workedUntil = Number.NEGATIVE_INFINITY;

  const rest = (): void => {
    working = null;
    threads.hold(false);
    idleTimer = setTimeout(() => void threads.drop(), idleMs).unref();
  };
  const killed = ({ request, client }: PlannerJob, { reason }: PlanningKilled): void => {
    refused.refuse(keyOf(request));
    onKilled({ documentHash: hashOf(request.text), operationName: request.operationName, client, reason });
  };
  const work = async (): Promise<void> => {
    clearTimeout(idleTimer);
    while (queue.size > 0) {
      // The thread first: whoever waits for its start waits in the queue, whose time is bounded.
      const thread = await threads.working().catch(asError);
      const job = queue.take();
      if (job === undefined) break;
      if (thread instanceof Error) {
        job.reject(unavailable(thread));
        continue;
      }
      // While someone waits for an answer the process must not end.
      threads.hold(true);
      try {
        job.resolve(await thread.ask(job.request, options));
        // Whoever is judged at once has the plan in the same turn.
        if (job.request.step === 'validate') await immediate();
      } catch (error) {
        if (error instanceof PlanningKilled) killed(job, error);
        job.reject(error instanceof AppError ? error : unavailable(error));
      }
    }
    workedUntil = performance.now();
    rest();
  };
  const ask = async (request: PlannerRequest, client = ''): Promise<PlannerOutcome> => {
    if (refused.isRefused(keyOf(request))) throw new AppError('PLANNING_BUDGET_EXCEEDED');
    admit(client);
    return new Promise((resolve, reject) => {
      queue.add({ request, client, resolve, reject });
      working ??= work();
    });
  };
  rest();
  return {
    facts,
    async validate(request, client) {
      if (isClosed) throw new AppError('SERVICE_UNAVAILABLE');
      return (await ask({ step: 'validate', ...request }, client)) as ValidationOutcome; // each step has an outcome of its own
    },
    // Also when it is closed: whoever comes late has a thread started again.
    plan: async (request, client) => (await ask({ step: 'plan', ...request }, client)) as PlanOutcome, // the same
    async close() {
      isClosed = true;
      // Whoever waits began while this was the supergraph, and gets the plan; so does who is judged between the steps.
      do {
        await working;
        await pause(Math.max(0, workedUntil + judgedWithinMs - performance.now()));
      } while (working !== null);
      clearTimeout(idleTimer);
      await threads.drop();
    },
  };
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Of fixed length, whatever a client calls its operation. */
function keyOf(request: PlannerRequest): string {
  const { step, text, operationName } = request;
  return hashOf(JSON.stringify([step, operationName, text, step === 'plan' ? request.unmet : undefined]));
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

const unavailable = (cause: unknown): AppError => new AppError('SERVICE_UNAVAILABLE', undefined, { cause });
