// Loads for benchmarks, bounded in time.
import { setTimeout as wait } from 'node:timers/promises';

/** Milliseconds, one per request. */
export type Latencies = number[];

/** Sends at a fixed rate, whether answers come or not; a latency counts from when the request was due. */
export async function openLoop(send: () => Promise<void>, perSecond: number, seconds: number): Promise<Latencies> {
  const startedAt = performance.now();
  const pending: Promise<number>[] = [];
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const dueAt = startedAt + (index * 1_000) / perSecond;
    const early = dueAt - performance.now();
    if (early > 0) await wait(early);
    pending.push(send().then(() => performance.now() - dueAt));
  }
  return Promise.all(pending);
}

/** Keeps a number of requests under way for a time. */
export async function closedLoop(
  send: () => Promise<void>,
  atATime: number,
  seconds: number,
): Promise<{ requests: number; elapsedSeconds: number }> {
  const startedAt = performance.now();
  const deadline = startedAt + seconds * 1_000;
  let requests = 0;
  const worker = async () => {
    while (performance.now() < deadline) {
      await send();
      requests += 1;
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return { requests, elapsedSeconds: (performance.now() - startedAt) / 1_000 };
}

/** The value that the given share of the others does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
