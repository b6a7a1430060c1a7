// Which failures of an attempt may go away by themselves, and when to try again.

/** Answers of whoever stands before a subgraph, or of one that takes no requests at the moment. */
const unavailable: ReadonlySet<number> = new Set([502, 503, 504]);

export const isUnavailable = (status: number): boolean => unavailable.has(status);

const connectionCodes: ReadonlySet<unknown> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
]);

/** Whether the connection failed, not the answer: the codes are those of Node and undici, which errors in reading an answer do not carry. */
export const isConnectionError = (cause: unknown): boolean => cause instanceof Error && 'code' in cause && connectionCodes.has(cause.code);

export const isTimeout = (cause: unknown): boolean => cause instanceof Error && cause.name === 'TimeoutError';

/** Exponential with full jitter: anything between nothing and `baseMs` for the first retry (`tried` 0), twice that for the next. */
export const backoffMs = (tried: number, baseMs: number, random: () => number): number => random() * baseMs * 2 ** tried;

/** What `Retry-After` asks for (RFC 9110, 10.2.3): seconds or a date; 0 when it says neither. `now` is milliseconds since the epoch. */
export function retryAfterMs(value: string | undefined, now: number): number {
  if (value === undefined) return 0;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? 0 : Math.max(0, date - now);
}
