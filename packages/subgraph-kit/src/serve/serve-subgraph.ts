// Serves one subgraph over HTTP: health for everyone, GraphQL for whoever signs, and a drain at the end.
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { GraphQLResponse } from '@apollo/server';
import { type ServiceKeys, verifyRequest } from '@tributary/auth-kit';
import { AppError, isAppError } from '@tributary/errors';
import type { Logger } from '@tributary/logging';
import type { GraphQLSchema } from 'graphql';
import type { Database, RawClient } from '../database.ts';
import { deadlineHeader, withDeadline } from '../deadline.ts';
import type { RequestContext } from '../request-context.ts';
import { createApolloServer } from './apollo.ts';
import { parseGraphQLRequest } from './graphql-request.ts';
import { limitRepresentations } from './limit-representations.ts';
import { readBody } from './read-body.ts';
import { createReplayGuard } from './replay-guard.ts';

/** What a subgraph is made of, without a port. */
export interface Service<Context extends RequestContext = RequestContext> {
  readonly schema: GraphQLSchema;
  createContext(request: RequestContext): Context;
  readonly database: Database<RawClient & { $disconnect(): Promise<void> }>;
  /** Work beside requests, such as a reconciler. */
  readonly background?: { stop(): Promise<void> };
  /** Unsigned GET routes beside health, such as public keys: path to JSON. */
  readonly routes?: Readonly<Record<string, () => Promise<unknown>>>;
  /** Unsigned requests by path that are answered as a whole, such as those of an OAuth provider. */
  readonly listener?: { owns(path: string): boolean; readonly answer: RequestListener };
}

export interface ServiceEnvironment {
  readonly logger: Logger;
}

export interface ServeOptions {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly keys: ServiceKeys;
  /** Most representations that one request may bring. */
  readonly maxRepresentations: number;
  /** How long new requests are still answered after readiness has ended. */
  readonly drainDelayMs: number;
  readonly logger: Logger;
}

export interface RunningSubgraph {
  readonly url: string;
  /** Ends readiness, stops accepting a while later, lets running requests end (10 s at most), and closes what the service holds. */
  stop(): Promise<void>;
}

const graphqlPath = '/graphql';
const drainMs = 10_000;

/** Listens and answers until stopped. */
export async function serveSubgraph(service: Service, options: ServeOptions): Promise<RunningSubgraph> {
  const { host, port, drainDelayMs, maxRepresentations, logger } = options;
  limitRepresentations(service.schema, maxRepresentations);
  const apollo = createApolloServer(service.schema, logger, createReplayGuard(service.database.client));
  await apollo.start();
  let draining = false;
  const answerGraphQL = graphqlHandler(service, options, apollo);
  const running = new Set<ServerResponse>();

  const server = createServer((request, response) => {
    running.add(response);
    response.once('close', () => running.delete(response));
    if (draining) response.setHeader('connection', 'close');
    const { url = '/' } = request;
    const path = url === graphqlPath ? url : new URL(url, 'http://subgraph').pathname;
    const route = request.method === 'GET' ? service.routes?.[path] : undefined;
    if (path === graphqlPath && request.method === 'POST') void answerGraphQL(request, response);
    else if (path === '/livez') sendJson(response, 200, { status: 'ok' });
    else if (path === '/readyz') void answerReadiness(response, () => !draining, service.database);
    else if (route !== undefined) void answerRoute(response, route, logger);
    else if (service.listener?.owns(path)) service.listener.answer(request, response);
    else sendJson(response, 404, { status: 'not found' });
  });
  server.keepAliveTimeout = 65_000; // longer than any caller keeps an idle connection, so that none is cut while in use
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: actualPort } = server.address() as AddressInfo; // a TCP server that listens has one

  return {
    url: `http://${host}:${actualPort}${graphqlPath}`,
    async stop() {
      draining = true;
      // Who is still answered shall not keep the connection, for nothing would close it afterwards.
      for (const response of running) if (!response.headersSent) response.setHeader('connection', 'close');
      // Whoever sends requests here needs a while to see that this process is no longer ready.
      if (drainDelayMs > 0) await wait(drainDelayMs);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), drainMs);
      await closed;
      clearTimeout(timer);
      await apollo.stop();
      await service.background?.stop();
      await service.database.close();
    },
  };
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

function graphqlHandler(service: Service, { name, keys, logger }: ServeOptions, apollo: ReturnType<typeof createApolloServer>): Handler {
  return async (request, response) => {
    const startedAt = performance.now();
    try {
      const body = await readBody(request);
      const verified = verifyRequest(keys, { audience: name, method: 'POST', path: graphqlPath, body, headers: request.headers });
      const { principal, requestId, caller, nonce, expiresAt, client = null } = verified;
      const requestLogger = logger.child({ requestId });
      const context = service.createContext({ principal, requestId, caller, client, logger: requestLogger });
      const contextValue = { ...context, nonce, nonceExpiresAt: expiresAt };
      const question = parseGraphQLRequest(body);
      const execute = () => service.database.countStatements(() => apollo.executeOperation(question, { contextValue }));
      const { result, statements } = await withDeadline(request.headers[deadlineHeader], execute);
      const { http, body: answer } = result;
      for (const [key, value] of http.headers) response.setHeader(key, value);
      response.setHeader('content-type', 'application/json; charset=utf-8');
      response.statusCode = http.status ?? 200;
      response.end(textOf(answer));
      requestLogger.info('request', {
        caller,
        status: response.statusCode,
        durationMs: Math.round((performance.now() - startedAt) * 10) / 10,
        sqlStatements: statements,
      });
    } catch (error) {
      sendError(response, error, logger);
    }
  };
}

/** Errors first, as the specification asks. Incremental delivery is not enabled, so the result is a single one. */
function textOf(body: GraphQLResponse['body']): string {
  if (body.kind !== 'single') return '';
  const { errors, data, extensions } = body.singleResult;
  return `${JSON.stringify({ errors, data, extensions })}\n`;
}

async function answerReadiness(response: ServerResponse, accepting: () => boolean, database: Database<unknown>): Promise<void> {
  const answers = await database.ping().then(
    () => true,
    () => false,
  );
  const ready = accepting() && answers;
  sendJson(response, ready ? 200 : 503, { status: ready ? 'ready' : accepting() ? 'the database does not answer' : 'draining' });
}

async function answerRoute(response: ServerResponse, route: () => Promise<unknown>, logger: Logger): Promise<void> {
  try {
    sendJson(response, 200, await route());
  } catch (error) {
    sendError(response, error, logger);
  }
}

function sendError(response: ServerResponse, error: unknown, logger: Logger): void {
  const known = isAppError(error) && error instanceof AppError ? error : null;
  if (known === null) logger.error('a request failed', { error });
  const shown = known ?? new AppError('INTERNAL_SERVER_ERROR');
  const status = { UNAUTHENTICATED: 401, PAYLOAD_TOO_LARGE: 413, BAD_REQUEST: 400 }[String(shown.code)] ?? 500;
  sendJson(response, status, { errors: [{ message: shown.message, extensions: { code: shown.code } }] });
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
