// HTTP/1.1 by hand on net sockets: keep-alive, pipelining, bodies with a length or in chunks. It costs a fraction of node:http, so that
// the subgraphs never limit what is measured. For benchmarks on loopback only: it believes what it reads.
import { createServer, type Server, type Socket } from 'node:net';

/** `body` holds one character per byte (latin1). `reply` takes a whole HTTP response, at any time, once. */
export type Handle = (path: string, body: string, reply: (response: Buffer) => void) => void;

/** A whole response, ready to be written. */
export function responseOf(status: string, body: Buffer): Buffer {
  const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: keep-alive\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

export function createRawServer(handle: Handle): Server {
  return createServer((socket) => {
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    const enqueue = createReplyQueue(socket);
    let unread = '';
    socket.on('data', (chunk) => {
      unread += chunk.toString('latin1');
      for (let message = readMessage(unread); message !== null; message = readMessage(unread)) {
        unread = unread.slice(message.end);
        handle(message.path, message.body, enqueue());
      }
    });
  });
}

/** Responses leave in the order in which the requests came. */
function createReplyQueue(socket: Socket): () => (response: Buffer) => void {
  const queue: { response: Buffer | null }[] = [];
  const flush = () => {
    let ready = 0;
    socket.cork();
    for (const { response } of queue) {
      if (response === null) break;
      socket.write(response);
      ready += 1;
    }
    socket.uncork();
    queue.splice(0, ready);
  };
  return () => {
    const place: { response: Buffer | null } = { response: null };
    queue.push(place);
    return (response) => {
      place.response = response;
      flush();
    };
  };
}

interface Message {
  readonly path: string;
  readonly body: string;
  /** Where the next message starts. */
  readonly end: number;
}

/** null while the message is not complete. */
function readMessage(text: string): Message | null {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const head = text.slice(0, headEnd);
  const pathStart = head.indexOf(' ') + 1;
  const path = head.slice(pathStart, head.indexOf(' ', pathStart));
  const length = /\r\ncontent-length:\s*(\d+)/i.exec(head);
  const bodyStart = headEnd + 4;
  if (length !== null) {
    const end = bodyStart + Number(length[1]);
    return text.length < end ? null : { path, body: text.slice(bodyStart, end), end };
  }
  if (/\r\ntransfer-encoding:\s*chunked/i.test(head)) return readChunks(text, path, bodyStart);
  return { path, body: '', end: bodyStart };
}

function readChunks(text: string, path: string, bodyStart: number): Message | null {
  let body = '';
  let at = bodyStart;
  for (;;) {
    const lineEnd = text.indexOf('\r\n', at);
    if (lineEnd < 0) return null;
    const size = Number.parseInt(text.slice(at, lineEnd), 16);
    const next = lineEnd + 2 + size + 2;
    if (text.length < next) return null;
    if (size === 0) return { path, body, end: next };
    body += text.slice(lineEnd + 2, lineEnd + 2 + size);
    at = next;
  }
}
