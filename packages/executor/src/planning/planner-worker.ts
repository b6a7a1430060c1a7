// Entry of the planner's thread: loads the supergraph that it is started with, then validates and plans what it is asked.
import { parentPort, workerData } from 'node:worker_threads';
import type { PlannerRequest, PlanOutcome, SupergraphFacts, ValidationOutcome } from '../planner.ts';
import { createPlannerWork, type PlannerStart, type PlannerWork } from './planner-work.ts';

/** Of each step its own. */
export type PlannerOutcome = ValidationOutcome | PlanOutcome;

/** What the thread says: first how loading went, then one answer to each request. */
export type WorkerMessage =
  | { readonly kind: 'loaded'; readonly facts: SupergraphFacts }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'outcome'; readonly outcome: PlannerOutcome }
  | { readonly kind: 'failed'; readonly reason: string };

if (parentPort === null) throw new Error('This is the entry of a worker thread.');
const port = parentPort;
const say = (message: WorkerMessage): void => port.postMessage(message);
const reasonOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/** Null when the supergraph is refused. */
function load(): PlannerWork | null {
  try {
    const work = createPlannerWork(workerData as PlannerStart); // from `planner-thread.ts`
    say({ kind: 'loaded', facts: work.facts });
    return work;
  } catch (error) {
    say({ kind: 'refused', reason: error instanceof Error ? error.message : String(error) });
    return null;
  }
}

const work = load();
if (work !== null) {
  port.on('message', (request: PlannerRequest) => {
    try {
      say({ kind: 'outcome', outcome: request.step === 'validate' ? work.validate(request) : work.plan(request) });
    } catch (error) {
      say({ kind: 'failed', reason: reasonOf(error) });
    }
  });
}
