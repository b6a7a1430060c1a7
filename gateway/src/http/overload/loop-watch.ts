// How the event loop fares: how late it typically is, and how much of the time it has something to do.
import { type EventLoopUtilization, performance } from 'node:perf_hooks';

export interface LoopSample {
  /** The median of the last few looks. */
  readonly delayMs: number;
  /** 0 to 1. */
  readonly utilization: number;
  /** Since the sample before. */
  readonly elapsedMs: number;
}

const lookMs = 20;
const looksPerSample = 5;

/**
 * Looks every 20 ms how late it is, and tells after five looks. A pause alone (a large body, the collection of garbage) does not move the median; a
 * loop whose turns are all long does. An own timer and not `monitorEventLoopDelay`, whose histogram takes a reset and a read for the same, and counts the time
 * between looks as delay. Gives what ends it.
 */
export function watchLoop(onSample: (sample: LoopSample) => void): () => void {
  const delays: number[] = [];
  let utilization: EventLoopUtilization = performance.eventLoopUtilization();
  let sampledAt = performance.now();
  let lookedAt = sampledAt;
  const timer = setInterval(() => {
    const now = performance.now();
    delays.push(now - lookedAt - lookMs);
    lookedAt = now;
    if (delays.length < looksPerSample) return;
    const current = performance.eventLoopUtilization();
    const sample = {
      delayMs: medianOf(delays.splice(0)),
      utilization: performance.eventLoopUtilization(current, utilization).utilization,
      elapsedMs: now - sampledAt,
    };
    utilization = current;
    sampledAt = now;
    onSample(sample);
  }, lookMs);
  timer.unref();
  return () => clearInterval(timer);
}

const medianOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
