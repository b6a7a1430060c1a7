// How late the event loop is: a timer tells when it was due, and the median of the last few times is what is typical.

export interface LoopDelay {
  stop(): void;
}

const sampleMs = 20;
const remembered = 5;

/**
 * Calls `onSample` some 50 times a second with the median delay. A pause alone (a large body, the collection of garbage) does not move the median;
 * a loop whose turns are all long does, within three of them. An own timer and not `monitorEventLoopDelay`: that one gives a histogram since its
 * reset, from which nothing can be told of the last few turns.
 */
export function watchLoopDelay(onSample: (delayMs: number) => void): LoopDelay {
  const delays: number[] = Array.from({ length: remembered }, () => 0);
  let next = 0;
  let due = performance.now() + sampleMs;
  const timer = setInterval(() => {
    const now = performance.now();
    delays[next] = now - due;
    next = (next + 1) % remembered;
    due = now + sampleMs;
    onSample(medianOf(delays));
  }, sampleMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

const medianOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
