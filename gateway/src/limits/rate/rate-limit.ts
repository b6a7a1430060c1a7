// What a limit is, and what a place that counts does: the words of this folder.

export interface RateLimit {
  /** Unique among all limits; clients see it in `RateLimit-Policy`. */
  readonly name: string;
  readonly algorithm: 'token-bucket' | 'sliding-window';
  /** So much in the window. */
  readonly quota: number;
  readonly windowSeconds: number;
  /** So much at once; less than the quota in a token bucket alone. */
  readonly capacity: number;
}

/** What one request is to be counted with in one counter. */
export interface Charge {
  readonly limit: RateLimit;
  /** Whose counter of that limit. */
  readonly key: string;
  /** At least 1. */
  readonly amount: number;
}

/** How a counter stands: after the charge, or as it was when the charge was refused. */
export interface Count {
  /** Until the charge fits, in microseconds: 0, it does; `never`, it is more than fits at once. */
  readonly waitUs: number;
  readonly remaining: number;
  /** Until all is there again, in microseconds. */
  readonly resetUs: number;
}

export const never = -1;

export interface RateStore {
  /**
   * Counts all charges or, when one of them does not fit, none. Gives one count a charge, in their order.
   * May reject when it counts elsewhere: then nothing is known.
   */
  take(charges: readonly Charge[]): readonly Count[] | Promise<readonly Count[]>;
}

/** Whether charges with these counts were counted. */
export const isAllowed = (counts: readonly Count[]): boolean => counts.every(({ waitUs }) => waitUs === 0);

/** Names a counter wherever it is kept: what a window means is part of it, so that a changed setting never reads what another has written. */
export const counterOf = ({ limit, key }: Charge): string => `${limit.name}:${limit.algorithm}:${limit.windowSeconds}:${key}`;
