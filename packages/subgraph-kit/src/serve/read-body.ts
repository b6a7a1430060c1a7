// Reads a request body up to a limit.
import type { IncomingMessage } from 'node:http';
import { AppError } from '@tributary/errors';

const maxBodyBytes = 10 * 1024 * 1024;

/** @throws {AppError} PAYLOAD_TOO_LARGE */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBodyBytes) throw new AppError('PAYLOAD_TOO_LARGE');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
