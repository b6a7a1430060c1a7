// The OAuth provider of accounts under the gateway's own origin: named paths, methods and headers, within bounds.
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { isAppError } from '@tributary/errors';
import type { Logger } from '@tributary/logging';
import { type Dispatcher, Pool } from 'undici';
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
  readonly logger: Logger;
}

const maxBodyBytes = 64 * 1024;
const maxInFlight = 100;
const timeoutMs = 10_000;

const get = ['GET'];
const page = ['GET', 'POST'];
/** Browser apps ask by OPTIONS first. */
const endpoint = ['POST', 'OPTIONS'];
const document = ['GET', 'OPTIONS'];

const methodsByPath: ReadonlyMap<string, readonly string[]> = new Map([
  ['/oauth/authorize', get],
  ['/oauth/device', page],
  ['/oauth/sign-out', get],
  ['/oauth/sign-out/confirm', ['POST']],
  ['/oauth/sign-out/success', get],
  ['/oauth/style.css', get],
  ['/oauth/token', endpoint],
  ['/oauth/introspect', endpoint],
  ['/oauth/revoke', endpoint],
  ['/oauth/device_authorization', endpoint],
  ['/oauth/userinfo', ['GET', 'POST', 'OPTIONS']],
  ['/.well-known/openid-configuration', document],
  ['/.well-known/oauth-authorization-server', document],
  ['/.well-known/jwks.json', get],
]);
/** Steps of a sign-in have a name of their own. */
const step = /^\/oauth\/(?<kind>authorize|device|interaction)\/[\w-]{8,64}$/;

const methodsOf = (path: string): readonly string[] | undefined => {
  const kind = step.exec(path)?.groups?.['kind'];
  return kind === undefined ? methodsByPath.get(path) : kind === 'interaction' ? page : get;
};

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

export function createProviderProxy({ accountsUrl, issuer, logger }: ProviderProxyOptions): ProviderProxy {
  const { protocol, host } = new URL(issuer);
  const pool = new Pool(new URL(accountsUrl).origin, { connections: maxInFlight, headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
  let inFlight = 0;

  const forward = async (request: IncomingMessage, response: ServerResponse, address: string | null): Promise<void> => {
    const { method = 'GET', url: path = '/' } = request;
    assertFits(request.headers, maxBodyBytes);
    if (request.headers.expect !== undefined) response.writeContinue();
    // Whole before it goes on: a client that sends slowly holds nothing of accounts.
    const body = method === 'POST' ? await readBody(request, maxBodyBytes) : null;
    const headers = {
      ...named(request.headers, requestHeaders),
      'x-forwarded-proto': protocol.slice(0, -1),
      'x-forwarded-host': host,
      ...(address !== null && { 'x-forwarded-for': address }),
      'x-request-id': randomUUID(),
    };
    const answer = await pool.request({ method: method as Dispatcher.HttpMethod, path, headers, body }); // one of the table's
    response.writeHead(answer.statusCode, named(answer.headers, responseHeaders));
    await pipeline(answer.body, response);
  };

  return {
    owns: (path) => methodsOf(path) !== undefined,
    async answer(request, response, address) {
      const methods = methodsOf((request.url ?? '').split('?', 1)[0] ?? '') ?? [];
      if (!methods.includes(request.method ?? '')) {
        response.setHeader('allow', methods.join(', '));
        return sendJson(response, 405, { error: 'invalid_request', error_description: 'This is not done by this method.' });
      }
      if (inFlight >= maxInFlight) return sendUnavailable(response);
      inFlight += 1;
      try {
        await forward(request, response, address);
      } catch (error) {
        if (isAppError(error)) return sendRefusal(response);
        // Who went away needs no answer, and is nobody's fault.
        if (response.destroyed) return;
        logger.warn('the OAuth provider does not answer', { error });
        sendUnavailable(response);
      } finally {
        inFlight -= 1;
      }
    },
    close: () => pool.close(),
  };
}

function sendRefusal(response: ServerResponse): void {
  response.setHeader('connection', 'close');
  sendJson(response, 413, { error: 'invalid_request', error_description: 'The request is too large, or was not sent to its end.' });
}

function sendUnavailable(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('retry-after', '1');
  sendJson(response, 503, { error: 'temporarily_unavailable', error_description: 'Try again shortly.' });
}
