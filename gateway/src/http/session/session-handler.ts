// Signing in and out of web apps: /session and what is below it, for pages and browsers.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ClientOrigin } from '@tributary/auth-kit';
import { AppError, errorCodes, toClientError } from '@tributary/errors';
import type { Logger } from '@tributary/logging';
import type { Connections } from '../connections.ts';
import { HttpError } from '../http-error.ts';
import { sendJson } from '../send-json.ts';
import { createSessionRoutes, type SessionRoutesOptions } from './session-routes.ts';

export interface SessionHandlerOptions extends SessionRoutesOptions {
  /** Counts the request for its address. @throws {AppError} RATE_LIMITED */
  readonly admit: (client: ClientOrigin) => Promise<void>;
  readonly connections: Pick<Connections, 'originOf'>;
  /** Whether no connection is to be kept. */
  readonly isDraining: () => boolean;
}

/** Whether a path is of sessions. */
export const isSessionPath = (path: string): boolean => path === '/session' || path.startsWith('/session/');

/** Gives what answers such paths; it never rejects. */
export function createSessionHandler(
  options: SessionHandlerOptions,
): (path: string, request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { admit, connections, isDraining, logger } = options;
  const routes = createSessionRoutes(options);
  return async (path, request, response) => {
    const startedAt = performance.now();
    response.setHeader('cache-control', 'no-store');
    response.setHeader('referrer-policy', 'no-referrer');
    response.setHeader('x-content-type-options', 'nosniff');
    try {
      const { address } = connections.originOf(request);
      const client = { agent: request.headers['user-agent'] ?? null, address };
      await admit(client);
      const route = routes.get(path);
      if (route === undefined) throw new HttpError(404, 'NOT_FOUND', 'There is nothing here.');
      const { method, answer } = route;
      if (request.method !== method) throw new HttpError(405, 'BAD_REQUEST', `This is asked by ${method}.`, ['allow', method]);
      // Of the body of a sign-out nothing is read.
      if (isDraining() || !request.complete) response.setHeader('connection', 'close');
      await answer(request, response, client);
    } catch (error) {
      sendError(response, error, logger);
    } finally {
      // The path alone: the query string of the callback holds a code.
      const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
      logger.info('session request', { path: path.slice(0, 100), status: response.statusCode, durationMs });
    }
  };
}

function sendError(response: ServerResponse, error: unknown, logger: Logger): void {
  const onInternal = (internal: unknown) => logger.error('a request about a session failed', { error: internal });
  const shown = toClientError(error instanceof AppError ? error.toJSON() : { message: '' }, error, onInternal);
  const seconds = error instanceof AppError ? error.extensions['retryAfterSeconds'] : undefined;
  if (typeof seconds === 'number') response.setHeader('retry-after', String(seconds));
  const [name, value] = error instanceof HttpError ? error.headers : [];
  if (name !== undefined && value !== undefined) response.setHeader(name, value);
  sendJson(response, statusOf(error), { errors: [shown] });
}

function statusOf(error: unknown): number {
  if (error instanceof HttpError) return error.status;
  return error instanceof AppError ? errorCodes[error.code].status : 500;
}
