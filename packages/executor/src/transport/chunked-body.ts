// Decodes a chunked body (RFC 9112, 7.1) as its pieces come.

export interface ChunkedBody {
  /** Takes a piece, which may be overwritten afterwards. @throws {Error} when it is no chunk, or too much. */
  take(piece: Buffer): void;
  /** Whether the last chunk and the trailers have come. */
  isWhole(): boolean;
  /** Whether anything came after them. */
  hasMore(): boolean;
  body(): Buffer;
}

const maxLineBytes = 4_096;

export function createChunkedBody(maxBytes: number): ChunkedBody {
  const parts: Buffer[] = [];
  let length = 0;
  /** A line that has not ended. */
  let line = '';
  /** What is expected: a line with a length, data of that length, the end of its line, lines of trailers, nothing. */
  let state: 'size' | 'data' | 'dataEnd' | 'trailers' | 'end' = 'size';
  let left = 0;
  let more = false;

  /** Gives the line once it has ended; without its end. */
  const lineFrom = (piece: Buffer, from: number): { readonly text: string | null; readonly next: number } => {
    const feed = piece.indexOf(10, from);
    const end = feed < 0 ? piece.length : feed;
    line += piece.toString('latin1', from, end);
    if (line.length > maxLineBytes) fail('A line between chunks is too long.');
    if (feed < 0) return { text: null, next: piece.length };
    if (!line.endsWith('\r')) fail('A line between chunks does not end as one.');
    const text = line.slice(0, -1);
    line = '';
    return { text, next: feed + 1 };
  };
  const takeLine = (text: string): void => {
    if (state === 'size') {
      left = sizeOf(text);
      length += left;
      if (length > maxBytes) fail('The answer is larger than it may be.');
      state = left === 0 ? 'trailers' : 'data';
    } else if (state === 'dataEnd') {
      if (text !== '') fail('A chunk does not end where it should.');
      state = 'size';
    } else if (text === '') state = 'end';
  };
  return {
    take(piece) {
      let at = 0;
      while (at < piece.length) {
        if (state === 'end') {
          more = true;
          return;
        }
        if (state === 'data') {
          const taken = Math.min(left, piece.length - at);
          parts.push(Buffer.from(piece.subarray(at, at + taken)));
          at += taken;
          left -= taken;
          if (left === 0) state = 'dataEnd';
          continue;
        }
        const { text, next } = lineFrom(piece, at);
        at = next;
        if (text !== null) takeLine(text);
      }
    },
    isWhole: () => state === 'end',
    hasMore: () => more,
    body: () => Buffer.concat(parts),
  };
}

/** What stands behind a semicolon is an extension. */
function sizeOf(text: string): number {
  const [digits = ''] = text.split(';', 1);
  if (!/^[\da-f]{1,8}[ \t]*$/i.test(digits)) fail('A chunk has no length.');
  return Number.parseInt(digits, 16);
}

function fail(message: string): never {
  throw new Error(message);
}
