// A few at a time; the others wait their turn here, where it costs nothing, and not in the database's pool.

export type TakeTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Lets at most `limit` run at once, the others in the order in which they came. */
export function createTurns(limit: number): TakeTurn {
  let free = limit;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
