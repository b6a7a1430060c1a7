// Reads a request body up to a limit.
import type { IncomingMessage } from 'node:http';
import { AppError } from '@tributary/errors';

const maxBodyBytes = 10 * 1024 * 1024;

/** By events, for an asynchronous iterator costs several promises per chunk. @throws {AppError} PAYLOAD_TOO_LARGE */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      chunks.push(chunk);
      if (length <= maxBodyBytes) return;
      request.destroy();
      reject(new AppError('PAYLOAD_TOO_LARGE'));
    });
    request.once('end', () => resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)));
    request.once('error', reject);
  });
}
