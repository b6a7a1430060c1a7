// Listens: GraphQL, health and pages by path; the only folder that sees requests and responses of node:http.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '@tributary/logging';
import type { Pipeline } from '../pipeline.ts';
import { createGraphQLHandler } from './graphql-handler.ts';
import { createPages } from './pages.ts';
import { sendJson } from './send-json.ts';

export interface HttpOptions {
  readonly host: string;
  readonly port: number;
  readonly http: { readonly corsOrigins: readonly string[]; readonly maxBodyBytes: number };
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

export async function startHttp(options: HttpOptions): Promise<RunningHttp> {
  const { host, port, drainDelayMs, production, isReady } = options;
  let draining = false;
  const answerGraphQL = createGraphQLHandler(options);
  const answerPage = production ? () => false : createPages();
  const running = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    running.add(response);
    response.once('close', () => running.delete(response));
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    response.setHeader('x-content-type-options', 'nosniff');
    if (draining) response.setHeader('connection', 'close');
    if (path === '/graphql') void answerGraphQL(request, response);
    else if (path === '/livez') sendJson(response, 200, { status: 'ok' });
    else if (path === '/readyz')
      sendJson(response, isReady() && !draining ? 200 : 503, { status: draining ? 'draining' : isReady() ? 'ready' : 'starting' });
    else if (!answerPage(path, request, response))
      sendJson(response, 404, {
        errors: [{ message: 'There is nothing here. GraphQL is at /graphql.', extensions: { code: 'NOT_FOUND' } }],
      });
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: actualPort } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    url: `http://${host}:${actualPort}/graphql`,
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
    },
  };
}
