// A form that was posted: small, and of the one content type that forms without files have.
import type { IncomingMessage } from 'node:http';
import { errors } from 'oidc-provider';

const maxBytes = 16 * 1024;

/** @throws {errors.InvalidRequest} when it is larger, or no form. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const [type] = (request.headers['content-type'] ?? '').split(';', 1);
  if (type?.trim().toLowerCase() !== 'application/x-www-form-urlencoded') throw new errors.InvalidRequest('this is no form');
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) throw new errors.InvalidRequest('the form is too large');
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString());
}
