// The moments at which requests are due.
export interface Arrivals {
  /** From now on so many a second, at even distances; 0: none. */
  rate(perSecond: number): void;
}

/** Calls `send` for each arrival with the moment at which it was due, on `now`'s clock; several at once when it is late. */
export function startArrivals(now: () => number, send: (dueAt: number) => void): Arrivals {
  let nextAt = 0;
  let distance = 0;
  let timer: NodeJS.Timeout | null = null;
  const round = (): void => {
    for (const at = now(); nextAt <= at; nextAt += distance) send(nextAt);
    timer = setTimeout(round, Math.max(0, nextAt - now()));
  };
  return {
    rate(perSecond) {
      if (timer !== null) clearTimeout(timer);
      if (perSecond === 0) return;
      distance = 1_000 / perSecond;
      nextAt = now();
      round();
    },
  };
}
