// The server of node:http: how long clients may take, how many connections they may have, and what is said to those whose messages are none.
import { createServer, type RequestListener, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { AppError, type ErrorCode } from '@tributary/errors';
import type { ClientLimits } from './client-limits.ts';
import type { Connections } from './connections.ts';

export const maxHeaders = 100;
/** How often node looks whose time is over; by default twice a minute. */
const longestCheckMs = 1_000;

export interface ListeningOptions {
  readonly connections: Connections;
  readonly limits: ClientLimits;
  /** Counts it for the address that sent it; true when that was over a limit before. */
  readonly countMalformed: (address: string | null) => boolean;
}

/** Does not listen yet. */
export function listeningServer(answer: RequestListener, { connections, limits, countMalformed }: ListeningOptions): Server {
  const headersTimeout = Math.min(limits.headersTimeoutMs, limits.receiveTimeoutMs);
  const server = createServer(
    {
      headersTimeout,
      requestTimeout: limits.receiveTimeoutMs,
      keepAliveTimeout: limits.keepAliveTimeoutMs,
      connectionsCheckingInterval: Math.min(longestCheckMs, Math.ceil(headersTimeout / 4)),
    },
    answer,
  );
  // Who asks before sending a body gets the answer of readPost, not yes whatever its headers say.
  server.on('checkContinue', answer);
  server.on('connection', connections.accept);
  server.on('drop', connections.dropped);
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const current = requestUnderWay(socket);
    const reason = refusals.get(error.code ?? '') ?? malformed;
    // A request that has begun is counted where it is read.
    const isOver = current === null && countMalformed(connections.addressOf(socket));
    connections.cut(socket, reason[1]);
    refuseMessage(socket, isOver ? overLimit : reason, current?.headersSent === true);
  });
  server.maxConnections = limits.connections;
  // Node silently leaves out what is above: one more than is allowed shows that there are too many.
  server.maxHeadersCount = maxHeaders + 1;
  return server;
}

/** Answers what node could not read, or not in time, and cuts the connection: nobody knows where its next message begins. */
function refuseMessage(socket: Duplex, [status, code]: Refusal, hasBegunToAnswer: boolean): void {
  // What was begun for an earlier request of the connection would be torn apart.
  if (socket.writable && !hasBegunToAnswer) socket.write(messageOf(status, code));
  socket.destroy();
}

type Refusal = readonly [status: number, code: ErrorCode];

const malformed: Refusal = [400, 'BAD_REQUEST'];
const overLimit: Refusal = [429, 'RATE_LIMITED'];
const refusals: ReadonlyMap<string, Refusal> = new Map([
  ['HPE_HEADER_OVERFLOW', [431, 'BAD_REQUEST']],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', [413, 'PAYLOAD_TOO_LARGE']],
  ['ERR_HTTP_REQUEST_TIMEOUT', [408, 'REQUEST_TIMEOUT']],
]);

function messageOf(status: number, code: ErrorCode): string {
  const message = status === 431 ? 'The headers of the request are too large.' : new AppError(code).message;
  const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

/** The response to the request that the connection is at; null between requests. Node's own handler looks at the same, undocumented field. */
function requestUnderWay(socket: Duplex): { readonly headersSent?: boolean } | null {
  return (socket as { _httpMessage?: { headersSent?: boolean } | null })._httpMessage ?? null; // of node:http
}
