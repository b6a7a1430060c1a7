// The end of a response: its body in one piece, compressed where client and size make that worth it.
import type { ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { qualitiesOf, remembering } from './quality-values.ts';

export type Encoding = 'br' | 'gzip';

// Below, the headers outweigh the body.
const minCompressedLength = 1_024;
// Each takes about a millisecond for 100 kB; higher levels take many times that for a few per cent.
const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT } };
const gzipOptions = { level: 6 };
// In the thread pool: the event loop goes on.
const compressors: Readonly<Record<Encoding, (text: string) => Promise<Buffer>>> = {
  br: (text) => promisify(brotliCompress)(text, brotliOptions),
  gzip: (text) => promisify(gzip)(text, gzipOptions),
};

/** How a response of this length is compressed; null when it is not: only whoever asks for it gets that. */
export function encodingOf(acceptEncoding: string | undefined, length: number): Encoding | null {
  return acceptEncoding === undefined || length < minCompressedLength ? null : negotiated(acceptEncoding);
}

const negotiated = remembering((acceptEncoding): Encoding | null => {
  const qualities = qualitiesOf(acceptEncoding);
  const any = qualities.get('*') ?? 0;
  const br = qualities.get('br') ?? any;
  const gzipped = qualities.get('gzip') ?? any;
  if (br === 0 && gzipped === 0) return null;
  return br >= gzipped ? 'br' : 'gzip';
});

/** `headers` are names and values in turn; the length is added. */
export function sendText(response: ServerResponse, status: number, headers: (string | number)[], body: string | Buffer): void {
  const bytes = Buffer.byteLength(body);
  headers.push('content-length', bytes);
  // ASCII is written as it is; making UTF-8 of it was a third of the CPU of an answer of 88 kB (tests/bench: big).
  response.writeHead(status, headers).end(body, bytes === body.length ? 'latin1' : 'utf8');
}

/** As `sendText`; gone when there is still someone to get it. */
export async function sendCompressed(
  response: ServerResponse,
  status: number,
  headers: (string | number)[],
  text: string,
  encoding: Encoding,
): Promise<void> {
  const body = await compressors[encoding](text);
  headers.push('content-encoding', encoding, 'content-length', body.length);
  if (!response.destroyed) response.writeHead(status, headers).end(body);
}
