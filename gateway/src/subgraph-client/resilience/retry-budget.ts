// Bounds what retries add to the load: a part of the calls, and a few more when there were none for long.

export interface RetryBudget {
  /** A call was made that is no retry. */
  earn(): void;
  /** Whether a retry may be made; if so, it is paid for. */
  spend(): boolean;
}

/** Retries that are saved up at most, and there from the beginning. */
const maxSaved = 10;

/** `ratio`: retries a call, 0 to 1. Of `n` calls in a row, `n * ratio + 10` are tried again at most. */
export function createRetryBudget(ratio: number): RetryBudget {
  let saved = maxSaved;
  return {
    earn() {
      saved = Math.min(maxSaved, saved + ratio);
    },
    spend() {
      if (saved < 1) return false;
      saved -= 1;
      return true;
    },
  };
}
