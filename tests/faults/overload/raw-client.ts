// A client that costs next to nothing: HTTP/1.1 by hand on connections that are kept, one request at a time on each.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  /** In lower case. */
  readonly head: string;
  readonly body: string;
}

/** Null: the connection ended before an answer. */
export type OnAnswer = (answer: RawAnswer | null) => void;

export interface RawClient {
  send(message: Buffer, onAnswer: OnAnswer): void;
  close(): void;
}

interface Connection {
  readonly socket: Socket;
  unread: string;
  onAnswer: OnAnswer | null;
}

const openedAtOnce = 20;

/**
 * Its connections are open when it is there: with a burst of new ones the kernel's line for them would be measured. What finds none free waits for
 * one; one that has ended is replaced when it is needed.
 */
export async function createRawClient(
  port: number,
  { localAddress, connections }: { readonly localAddress: string; readonly connections: number },
): Promise<RawClient> {
  const free: Connection[] = [];
  const open = new Set<Connection>();
  const waiting: { readonly message: Buffer; readonly onAnswer: OnAnswer }[] = [];

  const start = (connection: Connection, message: Buffer, onAnswer: OnAnswer): void => {
    connection.onAnswer = onAnswer;
    connection.socket.write(message);
  };
  const settle = (connection: Connection, answer: RawAnswer | null): void => {
    const { onAnswer } = connection;
    connection.onAnswer = null;
    const isKept = answer !== null && !answer.head.includes('connection: close');
    if (!isKept) {
      open.delete(connection);
      connection.socket.destroy();
    }
    const next = waiting.shift();
    if (next !== undefined) start(isKept ? connection : opened(), next.message, next.onAnswer);
    else if (isKept) free.push(connection);
    onAnswer?.(answer);
  };
  const opened = (): Connection => {
    const socket = connect({ port, host: '127.0.0.1', localAddress, noDelay: true });
    const connection: Connection = { socket, unread: '', onAnswer: null };
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      connection.unread += text;
      const answer = answerIn(connection.unread);
      if (answer === null) return;
      connection.unread = '';
      settle(connection, answer);
    });
    socket.on('error', () => undefined); // 'close' follows
    socket.on('close', () => {
      const place = free.indexOf(connection);
      if (place >= 0) free.splice(place, 1);
      if (connection.onAnswer !== null) settle(connection, null);
      open.delete(connection);
    });
    open.add(connection);
    return connection;
  };
  while (open.size < connections) {
    const some = Array.from({ length: Math.min(openedAtOnce, connections - open.size) }, opened);
    await Promise.all(some.map(({ socket }) => once(socket, 'connect')));
    free.push(...some);
  }
  return {
    send(message, onAnswer) {
      const connection = free.pop() ?? (open.size < connections ? opened() : null);
      if (connection === null) waiting.push({ message, onAnswer });
      else start(connection, message, onAnswer);
    },
    close() {
      for (const { socket } of open) socket.destroy();
    },
  };
}

/** Null when it is not there as a whole. */
function answerIn(text: string): RawAnswer | null {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = text.slice(0, end).toLowerCase();
  const length = Number(/content-length: (\d+)/.exec(head)?.[1]);
  if (text.length < end + 4 + length) return null;
  return { status: Number(head.slice(9, 12)), head, body: text.slice(end + 4) };
}
