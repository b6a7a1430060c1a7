// How many operations may be in flight, from how the event loop fares with them: fewer while it is overloaded, little by little more when it is not.

export interface LoopState {
  /** How late the loop is, typically. */
  readonly delayMs: number;
  /** The part of the time in which it had something to do, 0 to 1. */
  readonly utilization: number;
  /** How long operations take, as those in flight and those that ended tell it. */
  readonly operationMs: number;
  /** The most operations in flight since the last decision. */
  readonly peak: number;
  /** For how long it has been overloaded now. */
  readonly lastingMs: number;
}

export interface LimitBounds {
  readonly max: number;
  readonly maxDelayMs: number;
}

/** So few are never too many: if the loop is late with them, one of them or another process is the reason. */
export const leastPlaces = 64;

/** A burst is no overload: what is over by then is served, if late. Whoever refuses already waits no longer. */
export const patienceMs = 1_000;

const mostCut = 0.7;
const slightCut = 0.95;
const growth = 1.1;
const busy = 0.95;
const longOperationMs = 100;

/**
 * The limit for the next moment. It follows what was in flight, and falls the faster the later the loop is; so it settles instead of swinging.
 * A loop is in time, and has too much to do all the same, when it never rests and operations wait for each other elsewhere: in the line for a
 * subgraph. Where they wait while it rests, it is the subgraph that is slow, and to refuse others would not help.
 */
export function nextLimit(limit: number, state: LoopState, bounds: LimitBounds): number {
  const { delayMs, operationMs, peak, lastingMs } = state;
  const { max, maxDelayMs } = bounds;
  const [isLate, isBusy] = [isLateLoop(state, bounds), isBusyLoop(state)];
  if (!isLate && !isBusy) return Math.min(max, limit * growth + 1);
  if (peak <= leastPlaces || (limit === max && lastingMs < patienceMs)) return limit;
  const cut = Math.min(isLate ? maxDelayMs / delayMs : 1, isBusy ? longOperationMs / operationMs : 1, slightCut);
  return Math.max(leastPlaces, Math.min(limit, peak) * Math.max(mostCut, cut));
}

type Moment = Omit<LoopState, 'lastingMs'>;

export const isOverloaded = (moment: Moment, bounds: LimitBounds): boolean => isLateLoop(moment, bounds) || isBusyLoop(moment);

const isLateLoop = ({ delayMs }: Moment, { maxDelayMs }: LimitBounds): boolean => delayMs > maxDelayMs;
const isBusyLoop = ({ utilization, operationMs }: Moment): boolean => utilization > busy && operationMs > longOperationMs;
