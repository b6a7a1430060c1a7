// How the calls of the last seconds ended, in a ring of counters.

export interface OutcomeWindow {
  /** Counts a call that ended at this time, in milliseconds. */
  count(isFailure: boolean, at: number): void;
  /** Of the window as it was when a call was counted last. */
  calls(): number;
  failures(): number;
  clear(): void;
}

const slots = 10;

/** The window moves on in tenths: what is older than `windowMs` no longer counts, and up to a tenth of it earlier. */
export function createOutcomeWindow(windowMs: number): OutcomeWindow {
  const slotMs = windowMs / slots;
  const callsOf = new Uint32Array(slots);
  const failuresOf = new Uint32Array(slots);
  let calls = 0;
  let failures = 0;
  /** Number of the slot in time, and where it stands in the ring. */
  let current = 0;
  let index = 0;

  const moveTo = (slot: number): void => {
    for (let steps = Math.min(slot - current, slots); steps > 0; steps--) {
      index = (index + 1) % slots;
      calls -= callsOf[index] ?? 0;
      failures -= failuresOf[index] ?? 0;
      callsOf[index] = 0;
      failuresOf[index] = 0;
    }
    current = slot;
  };
  return {
    count(isFailure, at) {
      const slot = Math.floor(at / slotMs);
      if (slot > current) moveTo(slot);
      calls += 1;
      callsOf[index] = (callsOf[index] ?? 0) + 1;
      if (!isFailure) return;
      failures += 1;
      failuresOf[index] = (failuresOf[index] ?? 0) + 1;
    },
    calls: () => calls,
    failures: () => failures,
    clear() {
      callsOf.fill(0);
      failuresOf.fill(0);
      calls = 0;
      failures = 0;
    },
  };
}
