// Who waits for the planner: client by client in turn, so that what one client asks for holds up another by one operation at most.
import { AppError } from '@tributary/errors';
import type { PlannerRequest } from '../planner.ts';
import type { PlannerOutcome } from './planner-worker.ts';

export interface PlannerJob {
  readonly request: PlannerRequest;
  /** Who asks for it. */
  readonly client: string;
  readonly resolve: (outcome: PlannerOutcome) => void;
  readonly reject: (error: unknown) => void;
}

export interface PlannerQueue {
  /** Where there is no room, the youngest of the client with the most is rejected: SERVICE_UNAVAILABLE. Who waits too long is as well. */
  add(job: PlannerJob): void;
  /** Takes the next one: a turn is an operation, validated and, when that is asked for before the next is taken, planned. */
  take(): PlannerJob | undefined;
  readonly size: number;
}

export interface PlannerQueueOptions {
  readonly maxQueued: number;
  readonly maxWaitMs: number;
}

interface Waiting {
  readonly job: PlannerJob;
  readonly timer: NodeJS.Timeout;
}

/** Whoever is told this may well ask again: what was in the way is over soon, one way or another. */
const busy = (): AppError => new AppError('SERVICE_UNAVAILABLE', undefined, { extensions: { retryAfterSeconds: 1 } });

export function createPlannerQueue({ maxQueued, maxWaitMs }: PlannerQueueOptions): PlannerQueue {
  // A Map keeps the order of insertion: whoever had a turn goes to its end. No client has an empty list.
  const clients = new Map<string, readonly Waiting[]>();
  /** Who had the last turn. */
  let served = '';
  /** Whether that was for validation: the turn goes on with the plan, if it is asked for at once. */
  let isMidTurn = false;
  let size = 0;
  const remove = ({ job, timer }: Waiting): void => {
    clearTimeout(timer);
    size -= 1;
    const left = (clients.get(job.client) ?? []).filter((waiting) => waiting.job !== job);
    if (left.length > 0) clients.set(job.client, left);
    else clients.delete(job.client);
  };
  const refuse = (waiting: Waiting): void => {
    remove(waiting);
    waiting.job.reject(busy());
  };
  const nextTurn = (): Waiting | undefined => {
    // Only now: who came while the last one was planned goes before whoever asked for that.
    const more = clients.get(served);
    if (more !== undefined && clients.delete(served)) clients.set(served, more);
    const [next] = clients.values();
    return next?.[0];
  };
  return {
    add(job) {
      const waiting: Waiting = { job, timer: setTimeout(() => refuse(waiting), maxWaitMs) };
      clients.set(job.client, [...(clients.get(job.client) ?? []), waiting]);
      size += 1;
      if (size <= maxQueued) return;
      const longest = [...clients.values()].reduce((most, other) => (other.length > most.length ? other : most));
      refuse(longest.at(-1) ?? waiting);
    },
    take() {
      const rest = isMidTurn ? clients.get(served)?.find(({ job }) => job.request.step === 'plan') : undefined;
      const waiting = rest ?? nextTurn();
      if (waiting === undefined) return undefined;
      served = waiting.job.client;
      isMidTurn = waiting.job.request.step === 'validate';
      remove(waiting);
      return waiting.job;
    },
    get size() {
      return size;
    },
  };
}
