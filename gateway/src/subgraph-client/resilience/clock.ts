// Time as the parts of this folder see it.

export interface Clock {
  /** Milliseconds since some moment; never goes back. */
  now(): number;
  /** Calls back once, after these milliseconds; gives what takes it back. */
  schedule(delayMs: number, callback: () => void): () => void;
}

/** That of the process: `performance.now()`, and its timers. */
export const systemClock: Clock = {
  now: () => performance.now(),
  schedule(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
