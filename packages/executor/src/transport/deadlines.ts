// Deadlines of requests, many with the same duration.

export interface Deadlines {
  /** Calls back after the time, unless it is cleared before; up to a fiftieth of the duration late. */
  add(durationMs: number, onExpired: () => void): () => void;
}

interface Entry {
  readonly at: number;
  readonly onExpired: () => void;
}

interface List {
  readonly entries: Set<Entry>;
  timer: NodeJS.Timeout | null;
}

/** In lists by duration, each looked through by one timer: a timer for every request costs more than the request's whole way through this client. */
export function createDeadlines(): Deadlines {
  const lists = new Map<number, List>();
  const sweep = (durationMs: number, list: List): void => {
    const now = performance.now();
    for (const entry of list.entries) {
      if (entry.at > now) break; // in the order of insertion, and so of time
      list.entries.delete(entry);
      entry.onExpired();
    }
    list.timer = list.entries.size === 0 ? null : setTimeout(sweep, stepOf(durationMs), durationMs, list);
  };
  return {
    add(durationMs, onExpired) {
      let list = lists.get(durationMs);
      if (list === undefined) {
        list = { entries: new Set(), timer: null };
        // Durations are few: settings, and what is left of a request's own deadline in whole milliseconds.
        if (lists.size < 1_000) lists.set(durationMs, list);
      }
      const { entries } = list;
      const entry = { at: performance.now() + durationMs, onExpired };
      entries.add(entry);
      list.timer ??= setTimeout(sweep, stepOf(durationMs), durationMs, list);
      return () => void entries.delete(entry);
    },
  };
}

const stepOf = (durationMs: number): number => Math.max(1, Math.min(durationMs / 50, 200));
