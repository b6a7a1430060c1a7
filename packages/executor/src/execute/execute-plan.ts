// Runs the requests of a plan, each as soon as those it waits for have ended.
import { type ExecutableRequest, isWanted, type Run } from './run.ts';
import { runRequest } from './run-request.ts';

/** Fills the run's tree. What goes wrong outside stands in its faults; it rejects only for a fault of ours. */
export function executePlan(run: Run): Promise<void> {
  const { requests } = run.plan;
  const [only] = requests;
  if (only === undefined) return Promise.resolve();
  if (requests.length === 1) return (isWanted(run, only) ? runRequest(run, only) : null) ?? Promise.resolve();
  return runAll(run, requests, () => undefined);
}

/** The same, told as each request ends. */
export function runAll(run: Run, requests: readonly ExecutableRequest[], onEnd: (request: ExecutableRequest) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const waiting = requests.map(({ waitsFor }) => waitsFor.length);
    let left = requests.length;
    const ended = (request: ExecutableRequest): void => {
      onEnd(request);
      for (const next of request.releases) {
        waiting[next] = (waiting[next] ?? 0) - 1;
        const released = requests[next];
        if (waiting[next] === 0 && released !== undefined) start(released);
      }
      left -= 1;
      if (left === 0) resolve();
    };
    const start = (request: ExecutableRequest): void => {
      try {
        const running = isWanted(run, request) ? runRequest(run, request) : null;
        if (running === null) ended(request);
        else running.then(() => ended(request)).catch(reject);
      } catch (error) {
        reject(error);
      }
    };
    for (const request of requests) if (request.waitsFor.length === 0) start(request);
  });
}
