// One connection of the lean client: one request at a time, its answer read without streams.
import { connect, type Socket } from 'node:net';
import { createResponseParser, type ParsedResponse, type ResponseParser } from './response-parser.ts';
import { timeoutError } from './timeout-error.ts';

export interface ConnectionOptions {
  readonly host: string;
  readonly port: number;
  readonly maxResponseBytes: number;
}

/** What is told of the request that a connection carries. */
export interface Exchange {
  onResponse(response: ParsedResponse): void;
  /** The connection is gone, and the answer with it. A `code` says that nothing of it had come. */
  onError(cause: Error): void;
}

export interface NetConnection {
  /** Sends a request; one at a time. `latin1` when no character of it needs more than a byte. */
  send(message: string | Buffer, exchange: Exchange): void;
  isOpen(): boolean;
  /** Milliseconds since the start of the process until when it can be used again. */
  readonly usableUntil: number;
  destroy(): void;
}

const readBytes = 64 * 1024;
const connectTimeoutMs = 1_000;
/** How long servers keep an idle connection, unless they say otherwise: half of what most do. */
const defaultIdleMs = 4_000;

/** `onIdle`: it can take a request (after an answer, not when it opens). `onClose`: it never will again. */
export function openConnection(
  { host, port, maxResponseBytes }: ConnectionOptions,
  onIdle: (connection: NetConnection) => void,
  onClose: (connection: NetConnection) => void,
): NetConnection {
  let exchange: Exchange | null = null;
  let parser: ResponseParser | null = null;
  let hasBegun = false;
  let closed = false;
  let usableUntil = Number.POSITIVE_INFINITY;

  const end = (cause: Error): void => {
    if (closed) return;
    closed = true;
    socket.destroy();
    const interrupted = exchange;
    exchange = null;
    onClose(connection);
    interrupted?.onError(hasBegun ? new Error('The answer broke off.', { cause }) : cause);
  };
  const finish = (response: ParsedResponse): void => {
    const answered = exchange;
    exchange = null;
    parser = null;
    if (response.keepsAlive) usableUntil = performance.now() + idleMsOf(response.headers['keep-alive']);
    // The body may stand in the buffer that the next piece is read into: it is taken first.
    answered?.onResponse(response);
    if (response.keepsAlive) onIdle(connection);
    else end(new Error('The connection is not kept.'));
  };
  const onPiece = (count: number, buffer: Uint8Array): boolean => {
    if (closed) return false;
    hasBegun = true;
    if (parser === null) end(new Error('An answer came that nobody asked for.'));
    else {
      try {
        const response = parser.take((buffer as Buffer).subarray(0, count)); // the one given below
        if (response !== null) finish(response);
      } catch (cause) {
        end(cause instanceof Error ? cause : new Error(String(cause)));
      }
    }
    return true;
  };
  const socket: Socket = connect({
    host,
    port,
    noDelay: true,
    keepAlive: true,
    onread: { buffer: Buffer.allocUnsafeSlow(readBytes), callback: onPiece },
  });
  socket.setTimeout(connectTimeoutMs, () => end(timeoutError('The connection did not open in time.')));
  socket.once('connect', () => socket.setTimeout(0));
  socket.on('error', end);
  socket.on('end', () => {
    try {
      if (parser !== null && hasBegun) finish(parser.close());
    } catch (cause) {
      end(cause instanceof Error ? cause : new Error(String(cause)));
    }
    end(closedError());
  });
  socket.on('close', () => end(closedError()));
  // Whoever waits for an answer keeps the process alive by waiting; an idle connection does not.
  const connection: NetConnection = {
    send(message, next) {
      exchange = next;
      hasBegun = false;
      parser = createResponseParser(maxResponseBytes);
      if (typeof message === 'string') socket.write(message, 'latin1');
      else socket.write(message);
    },
    isOpen: () => !closed,
    get usableUntil() {
      return usableUntil;
    },
    destroy: () => end(new Error('The client was closed.')),
  };
  return connection;
}

/** A second less than the server says: it must not close while a request is on its way. */
function idleMsOf(keepAlive: string | undefined): number {
  const [, seconds] = /timeout=(\d+)/i.exec(keepAlive ?? '') ?? [];
  return seconds === undefined ? defaultIdleMs : Math.max(0, Math.min(Number(seconds), 600) * 1_000 - 1_000);
}

/** As the platform would tell it of a connection that is cut without a farewell. */
const closedError = (): Error => Object.assign(new Error('other side closed'), { code: 'ECONNRESET' });
