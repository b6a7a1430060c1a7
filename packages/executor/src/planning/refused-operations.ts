// The operations that had the planner killed: refused for a while without another try, and for longer each time.

export interface RefusedOperations {
  isRefused(operation: string): boolean;
  /** It had the planner killed: it is refused from now on, for twice as long as the last time. */
  refuse(operation: string): void;
}

export interface RefusedOperationsOptions {
  /** How long the first time lasts. */
  readonly refusalMs: number;
  /** Milliseconds since some moment; never goes back. */
  readonly now: () => number;
}

const longestMs = 3_600_000;
/** What was refused longest ago is forgotten first; each entry was paid for with a kill. */
const maxOperations = 1_000;

/** Operations are known by a hash. How often one was refused is remembered after its refusal has ended. */
export function createRefusedOperations({ refusalMs, now }: RefusedOperationsOptions): RefusedOperations {
  const refused = new Map<string, { readonly until: number; readonly lastsMs: number }>();
  return {
    isRefused: (operation) => (refused.get(operation)?.until ?? 0) > now(),
    refuse(operation) {
      const before = refused.get(operation);
      const lastsMs = before === undefined ? refusalMs : Math.min(before.lastsMs * 2, Math.max(longestMs, refusalMs));
      // A Map keeps the order of insertion.
      refused.delete(operation);
      refused.set(operation, { until: now() + lastsMs, lastsMs });
      const [oldest] = refused.keys();
      if (refused.size > maxOperations && oldest !== undefined) refused.delete(oldest);
    },
  };
}
