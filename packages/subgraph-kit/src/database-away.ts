// Whether something failed because the database is away or too slow, so that it may work a moment later.

/** Prisma's names of it, and those of its adapter. */
const codes: ReadonlySet<unknown> = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037']);
const kinds: ReadonlySet<unknown> = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']);
/** SQLSTATE: connection exception, insufficient resources, operator intervention (a statement's time is over, a server ends). */
const state = /^(08|53|57)/;
/** Of node-postgres, which has no codes. */
const message =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/;

interface DatabaseFault {
  readonly code?: unknown;
  readonly meta?: { readonly driverAdapterError?: { readonly cause?: { readonly kind?: unknown; readonly originalCode?: unknown } } };
}

export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, meta } = error as DatabaseFault; // whatever it is: each is looked at below
  const { kind, originalCode } = meta?.driverAdapterError?.cause ?? {};
  return codes.has(code) || kinds.has(kind) || state.test(String(originalCode)) || message.test(error.message);
}
