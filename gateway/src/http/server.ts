// Listens: GraphQL, health and pages by path; the only folder that sees requests and responses of node:http.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '@tributary/logging';
import type { Pipeline } from '../pipeline.ts';
import type { Network } from './client-address.ts';
import type { ClientLimits } from './client-limits.ts';
import { createConnections } from './connections.ts';
import { createGraphQLHandler, type GraphQLHandlerOptions } from './graphql-handler.ts';
import { listeningServer, maxHeaders } from './listening-server.ts';
import { createCountedWarning } from './overload/counted-warning.ts';
import { createOverload } from './overload/overload.ts';
import { createPages } from './pages.ts';
import type { ProviderProxy } from './provider-proxy.ts';
import { sendJson } from './send-json.ts';
import { createSessionCookies } from './session/cookies.ts';
import { createSessionHandler, isSessionPath, type SessionHandlerOptions } from './session/session-handler.ts';
import { createUnreadAnswers } from './unread-answers.ts';

export interface HttpOptions {
  readonly host: string;
  readonly port: number;
  readonly http: GraphQLHandlerOptions['http'];
  readonly trustedProxies: readonly Network[];
  readonly clientLimits: ClientLimits;
  readonly forwardedHeaders: readonly string[];
  readonly requestTimeoutMs: number;
  readonly drainDelayMs: number;
  readonly production: boolean;
  readonly pipeline: Pipeline;
  /** Of web apps; null: there are none. */
  readonly browserSessions: Pick<SessionHandlerOptions, 'sessions' | 'authenticate' | 'admit'> | null;
  /** Null: there is no OAuth provider behind. */
  readonly provider: ProviderProxy | null;
  readonly rateRefusal: GraphQLHandlerOptions['rateRefusal'];
  /** Counts what is no message of HTTP for the address that sent it; true when that was over a limit before. */
  readonly countMalformed: (address: string | null) => boolean;
  readonly isReady: () => boolean;
  readonly logger: Logger;
}

export interface RunningHttp {
  readonly url: string;
  /** Readiness ends first, a while later new connections, then the rest. */
  stop(): Promise<void>;
}

const drainMs = 10_000;

export async function startHttp(options: HttpOptions): Promise<RunningHttp> {
  const { host, port, drainDelayMs, clientLimits: limits, trustedProxies, browserSessions, provider, logger } = options;
  let draining = false;
  const isDraining = () => draining;
  const connections = createConnections({ trustedProxies, maxPerClient: limits.connectionsPerAddress, logger });
  const overload = createOverload({ maxInFlight: limits.operations, maxLoopDelayMs: limits.loopDelayMs, logger });
  const unread = createUnreadAnswers({ timeoutMs: limits.readTimeoutMs, maxBytes: limits.unreadBytes, logger });
  const cookies = browserSessions && createSessionCookies(browserSessions.sessions);
  const limited = createCountedWarning(logger, 'requests over the limits of their addresses were refused');
  const rateRefusal: HttpOptions['rateRefusal'] = (address, requestId) => {
    const refusal = options.rateRefusal(address, requestId);
    if (refusal !== null) limited.count();
    return refusal;
  };
  const answerGraphQL = createGraphQLHandler({ ...options, cookies, connections, overload, rateRefusal, isDraining });
  const answerSession =
    browserSessions && cookies && createSessionHandler({ ...browserSessions, cookies, connections, isDraining, logger });
  const answerOther = createOther(options, isDraining);
  const cut = (response: ServerResponse) => (error: unknown) => {
    logger.error('a response could not be sent', { error });
    response.destroy();
  };
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { url = '/', rawHeaders } = request;
    if (rawHeaders.length > maxHeaders * 2) refuseHeaders(response);
    else if (url === '/graphql' || url.startsWith('/graphql?'))
      void answerGraphQL(request, response).then(() => unread.watch(response), cut(response));
    else {
      const path = url.split('?', 1)[0] ?? '/';
      if (answerSession !== null && isSessionPath(path)) void answerSession(path, request, response).catch(cut(response));
      else if (provider?.owns(path)) void provider.answer(request, response, connections.originOf(request).address).catch(cut(response));
      else answerOther(path, request, response);
      unread.watch(response);
    }
  };
  const server = listeningServer(answer, { connections, limits, countMalformed: options.countMalformed });
  const release = (): void => {
    overload.stop();
    limited.stop();
    connections.stop();
    unread.stop();
  };
  server.once('error', release);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
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
      release();
    },
  };
}

function refuseHeaders(response: ServerResponse): void {
  response.setHeader('connection', 'close');
  const message = `A request has at most ${maxHeaders} headers.`;
  sendJson(response, 431, { errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
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
