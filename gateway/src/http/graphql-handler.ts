// GraphQL over HTTP: reads a request, runs the pipeline, writes the response and one log line.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, errorCodes } from '@tributary/errors';
import type { Logger } from '@tributary/logging';
import type { Pipeline } from '../pipeline.ts';
import { allowOrigin } from './cors.ts';
import { sendJson } from './send-json.ts';

export interface GraphQLHandlerOptions {
  readonly http: { readonly corsOrigins: readonly string[]; readonly maxBodyBytes: number };
  readonly pipeline: Pipeline;
  readonly logger: Logger;
}

const requestIdPattern = /^[\w-]{8,64}$/;

export function createGraphQLHandler({ http, pipeline, logger }: GraphQLHandlerOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const startedAt = performance.now();
    const requestId = requestIdOf(request);
    response.setHeader('x-request-id', requestId);
    if (allowOrigin(request, response, http.corsOrigins)) return;
    let code: string | null = null;
    let operationName: string | null = null;
    try {
      const method = request.method ?? 'GET';
      const body = method === 'POST' ? await jsonBodyOf(request, http.maxBodyBytes) : undefined;
      const result = await pipeline({
        credentials: { authorization: headerOf(request, 'authorization'), apiKey: headerOf(request, 'x-api-key') },
        requestId,
        client: { agent: headerOf(request, 'user-agent'), address: request.socket.remoteAddress ?? null },
        graphql: { method, headers: headersOf(request), search: searchOf(request), body },
      });
      ({ operationName, code } = result);
      response.statusCode = result.status ?? 200;
      for (const [name, value] of result.headers) response.setHeader(name, value);
      response.end(result.body.kind === 'complete' ? result.body.string : '');
    } catch (error) {
      code = sendError(response, error, requestId, logger);
    }
    const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
    logger.info('request', { requestId, operationName, status: response.statusCode, durationMs, ...(code !== null && { code }) });
  };
}

function requestIdOf(request: IncomingMessage): string {
  const given = headerOf(request, 'x-request-id');
  return given !== null && requestIdPattern.test(given) ? given : randomUUID();
}

function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' ? value : null;
}

function headersOf(request: IncomingMessage): Map<string, string> {
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

function searchOf(request: IncomingMessage): string {
  const url = request.url ?? '';
  const mark = url.indexOf('?');
  return mark < 0 ? '' : url.slice(mark);
}

/** Only what browsers ask about before they send it: no form and no text of another site passes for JSON. */
async function jsonBodyOf(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const type = headerOf(request, 'content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new AppError('UNSUPPORTED_MEDIA_TYPE');
  const tooLarge = () => new AppError('PAYLOAD_TOO_LARGE', `A request body has at most ${maxBytes} bytes.`);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge();
  const body = await readBody(request, maxBytes);
  if (body === null) throw tooLarge();
  return parseJson(body);
}

/** Null when there is more than may be; what is too much is not read. */
async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    // The connection is still needed for the answer.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > maxBytes) return null;
      chunks.push(chunk);
    }
  } catch (cause) {
    throw new AppError('BAD_REQUEST', 'The body ended too early.', { cause });
  }
  return Buffer.concat(chunks);
}

function parseJson(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString());
  } catch (cause) {
    throw new AppError('BAD_REQUEST', 'The body is not JSON.', { cause });
  }
}

function sendError(response: ServerResponse, error: unknown, requestId: string, logger: Logger): string {
  if (!(error instanceof AppError)) logger.error('a request failed', { requestId, error });
  const shown = error instanceof AppError ? error : new AppError('INTERNAL_SERVER_ERROR');
  const { status } = errorCodes[shown.code];
  if (shown.code === 'UNAUTHENTICATED') response.setHeader('www-authenticate', 'Bearer');
  if (shown.code === 'PAYLOAD_TOO_LARGE') response.setHeader('connection', 'close');
  sendJson(response, status, { errors: [{ message: shown.message, extensions: { code: shown.code, requestId } }] });
  return shown.code;
}
