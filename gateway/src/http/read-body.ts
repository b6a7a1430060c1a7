// The body of a request: at most so many bytes, as they are.
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { AppError } from '@tributary/errors';

/** Before anything is read. @throws {AppError} PAYLOAD_TOO_LARGE when it says that it is larger. */
export function assertFits(headers: IncomingHttpHeaders, maxBytes: number): void {
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
}

/** Rejects with PAYLOAD_TOO_LARGE, without reading on, when it is larger; with BAD_REQUEST when it ends too early. */
export function readBody(message: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    message.on('data', (chunk: Buffer) => {
      length += chunk.length;
      chunks.push(chunk);
      if (length <= maxBytes) return;
      // The connection is still needed for the answer.
      message.pause().removeAllListeners('data');
      reject(tooLarge(maxBytes));
    });
    message.on('end', () => {
      const [first] = chunks;
      resolve(first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks, length));
    });
    message.on('error', (cause) => reject(new AppError('BAD_REQUEST', 'The body ended too early.', { cause })));
  });
}

const tooLarge = (maxBytes: number) => new AppError('PAYLOAD_TOO_LARGE', `A request body has at most ${maxBytes} bytes.`);
