// What an OAuth client shows of itself with a request: its name and its secret, by either way of RFC 6749, section 2.3.1.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface ClientProof {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Null where no secret is shown: anybody can name a client. Whether it is the right one is for the provider to say. */
export function clientProofIn(headers: IncomingHttpHeaders, body: Buffer | null): ClientProof | null {
  return inHeader(headers.authorization ?? '') ?? inForm(headers['content-type'] ?? '', body);
}

/** Whether two of them are the same, found out in a time that tells nothing. */
export function isSameProof(one: ClientProof, other: ClientProof): boolean {
  return one.clientId === other.clientId && timingSafeEqual(digestOf(one.clientSecret), digestOf(other.clientSecret));
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

function inHeader(authorization: string): ClientProof | null {
  const encoded = /^basic (?<encoded>[\w+/=-]+)$/i.exec(authorization)?.groups?.['encoded'];
  if (encoded === undefined) return null;
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return proofOf(formDecoded(id), formDecoded(secret.join(':')));
}

function inForm(contentType: string, body: Buffer | null): ClientProof | null {
  if (body === null || !contentType.toLowerCase().startsWith('application/x-www-form-urlencoded')) return null;
  const form = new URLSearchParams(body.toString('utf8'));
  return proofOf(form.get('client_id'), form.get('client_secret'));
}

/** As both are written in the header; what is no such text is nobody's name. */
const formDecoded = (text: string): string | null => new URLSearchParams(`x=${text.replaceAll('&', '%26')}`).get('x');

const proofOf = (clientId: string | null, clientSecret: string | null): ClientProof | null =>
  clientId === null || clientId === '' || clientSecret === null || clientSecret === '' ? null : { clientId, clientSecret };
