// The body of a request: at most so many bytes, as they are.
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { AppError, type ErrorCode } from '@tributary/errors';

/** Before anything is read. @throws {AppError} PAYLOAD_TOO_LARGE when it says that it is larger. */
export function assertFits(headers: IncomingHttpHeaders, maxBytes: number): void {
  if (Number(headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
}

/**
 * Rejects with PAYLOAD_TOO_LARGE, without reading on, when it is larger. When it ends too early: with what `cutBy` gives, the code that the client was
 * told when its connection was cut; with BAD_REQUEST when that is null, for the client itself ended it.
 */
export function readBody(message: IncomingMessage, maxBytes: number, cutBy: () => ErrorCode | null = () => null): Promise<Buffer> {
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
    message.on('error', (cause) => {
      const code = cutBy();
      reject(
        code === null ? new AppError('BAD_REQUEST', 'The body ended too early.', { cause }) : new AppError(code, undefined, { cause }),
      );
    });
  });
}

const tooLarge = (maxBytes: number) => new AppError('PAYLOAD_TOO_LARGE', `A request body has at most ${maxBytes} bytes.`);
