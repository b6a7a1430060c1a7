// Reads one HTTP/1.1 response (RFC 9112) from the pieces in which a socket gives it.
import { type ChunkedBody, createChunkedBody } from './chunked-body.ts';

export interface ParsedResponse {
  readonly status: number;
  readonly statusText: string;
  /** By name in lower case; a name that stands twice has both values, with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** May be overwritten once the next piece is read. */
  readonly body: Buffer;
  /** Whether the connection can take another request. */
  readonly keepsAlive: boolean;
}

export interface ResponseParser {
  /**
   * Takes a piece, which may be overwritten afterwards; gives the response once it is whole.
   * @throws {Error} when it is not HTTP, or larger than it may be.
   */
  take(piece: Buffer): ParsedResponse | null;
  /** The other side has closed: gives the response if that is how it ends. @throws {Error} when it is not whole. */
  close(): ParsedResponse;
}

const maxHeadBytes = 16 * 1024;
const headEnd = '\r\n\r\n';

type Framing = { readonly kind: 'length'; readonly bytes: number } | { readonly kind: 'chunked' } | { readonly kind: 'close' };

interface Head {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly framing: Framing;
  readonly keepsAlive: boolean;
}

export function createResponseParser(maxBodyBytes: number): ResponseParser {
  let headBytes: Buffer = empty;
  let head: Head | null = null;
  let chunked: ChunkedBody | null = null;
  let parts: Buffer[] = [];
  let length = 0;

  const whole = (body: Buffer, isClean: boolean): ParsedResponse => {
    const { status, statusText, headers, keepsAlive } = head ?? fail('The answer has no head.');
    return { status, statusText, headers, body, keepsAlive: keepsAlive && isClean };
  };
  const takeBody = (piece: Buffer, { framing }: Head): ParsedResponse | null => {
    if (framing.kind === 'chunked') {
      chunked ??= createChunkedBody(maxBodyBytes);
      chunked.take(piece);
      return chunked.isWhole() ? whole(chunked.body(), !chunked.hasMore()) : null;
    }
    // Most answers come in one piece.
    if (framing.kind === 'length' && length === 0 && piece.length === framing.bytes) return whole(piece, true);
    length += piece.length;
    if (framing.kind === 'close' && length > maxBodyBytes) fail('The answer is larger than it may be.');
    parts.push(Buffer.from(piece));
    if (framing.kind === 'close' || length < framing.bytes) return null;
    // What follows belongs to no request of ours: such a connection is not used again.
    return whole(Buffer.concat(parts).subarray(0, framing.bytes), length === framing.bytes);
  };
  return {
    take(piece) {
      if (head !== null) return takeBody(piece, head);
      const bytes = headBytes.length === 0 ? piece : Buffer.concat([headBytes, piece]);
      const parsed = parsedHead(bytes, maxBodyBytes);
      if (parsed === null) {
        if (bytes.length > maxHeadBytes) fail('The head of the answer is too large.');
        headBytes = Buffer.from(bytes);
        return null;
      }
      head = parsed.head;
      return takeBody(bytes.subarray(parsed.end), head);
    },
    close() {
      if (head?.framing.kind !== 'close') return fail('other side closed');
      const body = Buffer.concat(parts);
      parts = [];
      return whole(body, false);
    },
  };
}

const empty = Buffer.alloc(0);

/** Null when it is not whole. Informational responses (1xx) are passed over. */
function parsedHead(bytes: Buffer, maxBodyBytes: number): { readonly head: Head; readonly end: number } | null {
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(headEnd, start, 'latin1');
    if (end < 0) return null;
    const lines = bytes.toString('latin1', start, end).split('\r\n');
    const [, version, code, statusText = ''] = statusLine.exec(lines[0] ?? '') ?? fail('The answer is not HTTP/1.1.');
    const status = Number(code);
    start = end + headEnd.length;
    if (status === 101) fail('The answer changes the protocol.');
    if (status < 200) continue;
    const headers = parsedHeaders(lines);
    const framing = framingOf(status, headers, maxBodyBytes);
    const connection = (headers['connection'] ?? '').toLowerCase();
    const keepsAlive = framing.kind !== 'close' && (version === '1' ? !connection.includes('close') : connection.includes('keep-alive'));
    return { head: { status, statusText, headers, framing, keepsAlive }, end: start };
  }
}

const statusLine = /^HTTP\/1\.([01]) (\d{3})(?: (.*))?$/;
const headerName = /^[!#$%&'*+\-.^_`|~\w]+$/;

function parsedHeaders(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  for (let index = 1; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    if (colon < 1 || !headerName.test(name)) fail('A header of the answer is not one.');
    const value = line.slice(colon + 1).trim();
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return headers;
}

/** RFC 9112, 6.3. What could be read in two ways is refused: the next answer on the connection would be another's. */
function framingOf(status: number, headers: Readonly<Record<string, string>>, maxBodyBytes: number): Framing {
  const encoding = headers['transfer-encoding'];
  const length = headers['content-length'];
  if (status === 204 || status === 304) return { kind: 'length', bytes: 0 };
  if (encoding !== undefined) {
    if (length !== undefined || encoding.toLowerCase() !== 'chunked') fail('The answer does not say clearly where it ends.');
    return { kind: 'chunked' };
  }
  if (length === undefined) return { kind: 'close' };
  if (!/^\d+$/.test(length)) fail('The answer does not say clearly where it ends.');
  const bytes = Number(length);
  if (bytes > maxBodyBytes) fail('The answer is larger than it may be.');
  return { kind: 'length', bytes };
}

function fail(message: string): never {
  throw new Error(message);
}
