// The OAuth provider of accounts under the gateway's own origin: named paths, methods and headers, within bounds.
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { AppError, errorCodes } from '@tributary/errors';
import type { Logger } from '@tributary/logging';
import { type Dispatcher, Pool } from 'undici';
import type { ProviderLimits } from '../provider-limits.ts';
import { type ClientProof, clientProofIn, isSameProof } from './client-proof.ts';
import { methodsOf, nameOfPath } from './provider-paths.ts';
import { rateHeadersOf } from './rate-headers.ts';
import { assertFits, readBody } from './read-body.ts';
import { sendJson } from './send-json.ts';

export interface ProviderProxy {
  /** Whether a path is the provider's, its query left out. */
  owns(path: string): boolean;
  /** Answers in any case. `address` is the client's. */
  answer(request: IncomingMessage, response: ServerResponse, address: string | null): Promise<void>;
  close(): Promise<void>;
}

export interface ProviderProxyOptions {
  /** Any address of the accounts service. */
  readonly accountsUrl: string;
  /** Our own address, as clients know it. */
  readonly issuer: string;
  readonly limits: ProviderLimits;
  /** The client that this gateway is, for web apps: what it asks is counted where their browsers ask for it. Null: it is none. */
  readonly ownProof: ClientProof | null;
  readonly logger: Logger;
}

const maxBodyBytes = 64 * 1024;
const maxInFlight = 100;
const timeoutMs = 10_000;

const requestHeaders = [
  ...['accept', 'accept-language', 'authorization', 'content-type', 'cookie', 'origin', 'user-agent', 'sec-fetch-site'],
  ...['access-control-request-method', 'access-control-request-headers'],
];
const responseHeaders = [
  ...['content-type', 'content-length', 'cache-control', 'pragma', 'location', 'set-cookie', 'www-authenticate', 'vary', 'retry-after'],
  ...['content-security-policy', 'x-frame-options', 'x-content-type-options', 'referrer-policy'],
  ...['access-control-allow-origin', 'access-control-allow-methods', 'access-control-allow-headers', 'access-control-max-age'],
  'access-control-expose-headers',
];

const named = (headers: IncomingHttpHeaders, names: readonly string[]): Record<string, string | string[]> =>
  Object.fromEntries(names.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])));

export function createProviderProxy({ accountsUrl, issuer, limits, ownProof, logger }: ProviderProxyOptions): ProviderProxy {
  const { protocol, host } = new URL(issuer);
  const pool = new Pool(new URL(accountsUrl).origin, { connections: maxInFlight, headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
  let inFlight = 0;

  /** What is asked, once it may be asked. @throws {AppError} RATE_LIMITED, PAYLOAD_TOO_LARGE, BAD_REQUEST */
  const admitted = async (request: IncomingMessage, response: ServerResponse, { address, requestId }: Asked) => {
    const { headers, method } = request;
    const isOwn = (proof: ClientProof | null) => proof !== null && ownProof !== null && isSameProof(proof, ownProof);
    if (!isOwn(clientProofIn(headers, null))) {
      const standings = rateHeadersOf(await limits.admit({ address, agent: headers['user-agent'] ?? null }, requestId));
      for (let index = 0; index < standings.length; index += 2) response.setHeader(standings[index] ?? '', standings[index + 1] ?? '');
    }
    assertFits(headers, maxBodyBytes);
    if (headers.expect !== undefined) response.writeContinue();
    // Whole before it goes on: a client that sends slowly holds nothing of accounts.
    const body = method === 'POST' ? await readBody(request, maxBodyBytes) : null;
    const proof = clientProofIn(headers, body);
    const counted = isOwn(proof) ? null : proof;
    if (counted !== null) limits.assertClientOpen(counted.clientId);
    return { body, clientId: counted?.clientId ?? null };
  };

  const forward = async (request: IncomingMessage, response: ServerResponse, asked: Asked): Promise<void> => {
    const { body, clientId } = await admitted(request, response, asked);
    const { method = 'GET', url: path = '/' } = request;
    const headers = {
      ...named(request.headers, requestHeaders),
      'x-forwarded-proto': protocol.slice(0, -1),
      'x-forwarded-host': host,
      ...(asked.address !== null && { 'x-forwarded-for': asked.address }),
      'x-request-id': asked.requestId,
    };
    const answer = await pool.request({ method: method as Dispatcher.HttpMethod, path, headers, body }); // one of the table's
    // With another's name and a wrong secret nobody gets this far.
    if (clientId !== null && answer.statusCode < 400) await limits.countClient(clientId);
    response.writeHead(answer.statusCode, named(answer.headers, responseHeaders));
    await pipeline(answer.body, response);
  };

  const answerWithin = async (request: IncomingMessage, response: ServerResponse, asked: Asked): Promise<void> => {
    if (inFlight >= maxInFlight) return sendUnavailable(response);
    inFlight += 1;
    try {
      await forward(request, response, asked);
    } catch (error) {
      if (error instanceof AppError) return sendRefusal(response, error);
      // Who went away needs no answer, and is nobody's fault.
      if (response.destroyed) return;
      logger.warn('the OAuth provider does not answer', { requestId: asked.requestId, error });
      sendUnavailable(response);
    } finally {
      inFlight -= 1;
    }
  };

  return {
    owns: (path) => methodsOf(path) !== undefined,
    async answer(request, response, address) {
      const startedAt = performance.now();
      const requestId = randomUUID();
      const { method = '' } = request;
      const path = pathOf(request);
      const methods = methodsOf(path) ?? [];
      if (methods.includes(method)) await answerWithin(request, response, { address, requestId });
      else {
        response.setHeader('allow', methods.join(', '));
        sendJson(response, 405, { error: 'invalid_request', error_description: 'This is not done by this method.' });
      }
      // The path alone: query strings hold codes.
      const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
      logger.info('oauth request', { requestId, method, path: nameOfPath(path), status: response.statusCode, durationMs });
    },
    close: () => pool.close(),
  };
}

interface Asked {
  /** The client's. */
  readonly address: string | null;
  readonly requestId: string;
}

const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?', 1)[0] ?? '';

/** As RFC 6749, section 5.2 has it, with our code beside it. */
function sendRefusal(response: ServerResponse, { code, extensions }: AppError): void {
  const isRate = code === 'RATE_LIMITED';
  const seconds = extensions['retryAfterSeconds'];
  if (typeof seconds === 'number') response.setHeader('retry-after', String(seconds));
  response.setHeader('connection', 'close');
  const description = isRate ? errorCodes[code].message : 'The request is too large, or was not sent to its end.';
  sendJson(response, isRate ? 429 : 413, {
    error: isRate ? 'temporarily_unavailable' : 'invalid_request',
    error_description: description,
    code,
  });
}

function sendUnavailable(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('retry-after', '1');
  sendJson(response, 503, { error: 'temporarily_unavailable', error_description: 'Try again shortly.', code: 'SERVICE_UNAVAILABLE' });
}
