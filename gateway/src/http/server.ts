// Listens: GraphQL, health and pages by path; the only folder that sees requests and responses of node:http.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '@tributary/logging';
import type { Pipeline } from '../pipeline.ts';
import { createTrustedProxies } from './client-address.ts';
import { createConnectionLimit } from './connection-limit.ts';
import { createGraphQLHandler, type GraphQLHandlerOptions } from './graphql-handler.ts';
import { createPages } from './pages.ts';
import { sendJson } from './send-json.ts';

export interface HttpOptions {
  readonly host: string;
  readonly port: number;
  readonly http: GraphQLHandlerOptions['http'] & { readonly trustedProxies: readonly string[]; readonly maxConnectionsPerAddress: number };
  readonly forwardedHeaders: readonly string[];
  readonly requestTimeoutMs: number;
  readonly drainDelayMs: number;
  readonly production: boolean;
  readonly pipeline: Pipeline;
  readonly isReady: () => boolean;
  readonly logger: Logger;
}

export interface RunningHttp {
  readonly url: string;
  /** Readiness ends first, a while later new connections, then the rest. */
  stop(): Promise<void>;
}

const drainMs = 10_000;
const maxHeaders = 100;

export async function startHttp(options: HttpOptions): Promise<RunningHttp> {
  const { host, port, http, drainDelayMs, logger } = options;
  const proxies = createTrustedProxies(http.trustedProxies);
  const connections = createConnectionLimit(http.maxConnectionsPerAddress, proxies);
  let draining = false;
  const isDraining = () => draining;
  const answerGraphQL = createGraphQLHandler({ ...options, proxies, isDraining });
  const answerOther = createOther(options, isDraining);
  const cut = (response: ServerResponse) => (error: unknown) => {
    logger.error('a response could not be sent', { error });
    response.destroy();
  };
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { url = '/', rawHeaders } = request;
    if (rawHeaders.length > maxHeaders * 2) refuseHeaders(response);
    else if (!connections.admitsRequest(request, response)) refuseRequest(response);
    else if (url === '/graphql' || url.startsWith('/graphql?')) void answerGraphQL(request, response).catch(cut(response));
    else answerOther(url.split('?', 1)[0] ?? '/', request, response);
  };
  const server = listeningServer(answer);
  server.on('connection', (socket) => {
    if (!connections.admitsConnection(socket)) socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: actualPort } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    url: `http://${host}:${actualPort}/graphql`,
    async stop() {
      draining = true;
      // Whoever sends requests here needs a while to see that this process is no longer ready.
      if (drainDelayMs > 0) await wait(drainDelayMs);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), drainMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

function listeningServer(answer: (request: IncomingMessage, response: ServerResponse) => void): Server {
  // By default the limits below are enforced twice a minute only.
  const server = createServer({ connectionsCheckingInterval: 1_000 }, answer);
  // Who asks before sending a body gets the answer of readPost, not yes whatever its headers say.
  server.on('checkContinue', answer);
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  // Longer than the minute of usual load balancers, so that it is never us who close what they are about to use.
  server.keepAliveTimeout = 65_000;
  // Node silently leaves out what is above: one more than is allowed shows that there are too many.
  server.maxHeadersCount = maxHeaders + 1;
  return server;
}

function refuseHeaders(response: ServerResponse): void {
  response.setHeader('connection', 'close');
  const message = `A request has at most ${maxHeaders} headers.`;
  sendJson(response, 431, { errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
}

function refuseRequest(response: ServerResponse): void {
  response.setHeader('retry-after', '1');
  const message = 'Too many requests of this address are being answered.';
  sendJson(response, 429, { errors: [{ message, extensions: { code: 'RATE_LIMITED' } }] });
}

/** Health and pages. */
function createOther({ production, isReady }: HttpOptions, isDraining: () => boolean) {
  const answerPage = production ? () => false : createPages();
  return (path: string, request: IncomingMessage, response: ServerResponse): void => {
    response.setHeader('x-content-type-options', 'nosniff');
    if (isDraining()) response.setHeader('connection', 'close');
    if (path === '/livez') sendJson(response, 200, { status: 'ok' });
    else if (path === '/readyz')
      sendJson(response, isReady() && !isDraining() ? 200 : 503, {
        status: isDraining() ? 'draining' : isReady() ? 'ready' : 'starting',
      });
    else if (!answerPage(path, request, response))
      sendJson(response, 404, {
        errors: [{ message: 'There is nothing here. GraphQL is at /graphql.', extensions: { code: 'NOT_FOUND' } }],
      });
  };
}
