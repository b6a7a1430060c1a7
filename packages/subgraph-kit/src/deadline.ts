// How long a request may still take: told by whoever asks (`x-deadline-ms`), told on to siblings, shorter each time.
import { AsyncLocalStorage } from 'node:async_hooks';

export const deadlineHeader = 'x-deadline-ms';

/** Nobody waits for longer, whatever a caller says. */
const longestMs = 30_000;

const deadlines = new AsyncLocalStorage<number>();

/**
 * Runs work that is to end within what a header says. It can only shorten: what is no number of milliseconds counts as absent, since
 * the header is not signed.
 */
export function withDeadline<Result>(header: string | readonly string[] | undefined, work: () => Promise<Result>): Promise<Result> {
  const told = typeof header === 'string' && /^\d{1,9}$/.test(header) ? Number(header) : longestMs;
  return deadlines.run(performance.now() + Math.min(told, longestMs), work);
}

/** Milliseconds that the request in hand has left, at least 1; outside of requests as many as a request may have. */
export function leftMs(): number {
  const deadline = deadlines.getStore();
  return deadline === undefined ? longestMs : Math.max(1, Math.floor(deadline - performance.now()));
}
