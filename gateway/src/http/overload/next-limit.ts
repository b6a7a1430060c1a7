// How many operations may be in flight, from how late the event loop is: fewer while it is slow, little by little more when it is not.

export interface LoopState {
  /** How late the loop is, typically. */
  readonly delayMs: number;
  /** The most operations in flight since the last decision. */
  readonly peak: number;
}

export interface LimitBounds {
  readonly max: number;
  readonly maxDelayMs: number;
}

/** So few are never too many: if the loop is late with them, one of them or another process is the reason. */
export const leastPlaces = 64;

const mostCut = 0.8;
const growth = 1.02;

/** The limit for the next moment. It follows what was in flight, and is the lower the later the loop is; so it settles instead of swinging. */
export function nextLimit(limit: number, { delayMs, peak }: LoopState, { max, maxDelayMs }: LimitBounds): number {
  if (delayMs <= maxDelayMs) return Math.min(max, limit * growth + 1);
  if (peak <= leastPlaces) return limit;
  return Math.max(leastPlaces, Math.min(limit, peak) * Math.max(mostCut, maxDelayMs / delayMs));
}
