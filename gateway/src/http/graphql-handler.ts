// GraphQL over HTTP: hands a request to the pipeline, writes the response and one log line.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@tributary/logging';
import type { OperationResponse, Pipeline } from '../pipeline.ts';
import type { TrustedProxies } from './client-address.ts';
import { createCors } from './cors.ts';
import { incomingRequest } from './incoming-request.ts';
import { json, responseTypeOf } from './media-types.ts';
import { rateHeadersOf } from './rate-headers.ts';
import { encodingOf, sendCompressed, sendText } from './send-text.ts';
import { headersOf, statusOf } from './status.ts';

export interface GraphQLHandlerOptions {
  readonly http: { readonly corsOrigins: readonly string[]; readonly maxBodyBytes: number; readonly compression: boolean };
  readonly proxies: TrustedProxies;
  readonly forwardedHeaders: readonly string[];
  readonly requestTimeoutMs: number;
  readonly pipeline: Pipeline;
  /** Whether no connection is to be kept. */
  readonly isDraining: () => boolean;
  readonly logger: Logger;
}

const requestIdPattern = /^[\w-]{8,64}$/;
const maxNameLength = 100;

export function createGraphQLHandler(options: GraphQLHandlerOptions) {
  const { http, proxies, forwardedHeaders, requestTimeoutMs, pipeline, isDraining, logger } = options;
  const cors = createCors(http.corsOrigins);
  const incoming = { maxBodyBytes: http.maxBodyBytes, proxies, forwardedHeaders };
  const vary = http.compression ? 'Accept, Accept-Encoding, Origin' : 'Accept, Origin';

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const startedAt = performance.now();
    const { headers } = request;
    const requestId = requestIdOf(headers['x-request-id']);
    const always = ['x-request-id', requestId, 'x-content-type-options', 'nosniff'];
    if (request.method === 'OPTIONS') return cors.answerPreflight(request, response, always);

    const answer = await pipeline(incomingRequest(request, response, { requestId, deadline: startedAt + requestTimeoutMs }, incoming));

    const type = responseTypeOf(headers.accept) ?? json;
    const status = statusOf(answer, type);
    const sent = [...always, 'content-type', `${type}; charset=utf-8`, 'cache-control', 'no-store', 'vary', vary];
    sent.push(...cors.headersFor(request), ...headersOf(answer), ...rateHeadersOf(answer.standings));
    // What was not read of a request that was refused would be taken for the next one's beginning, or be read for nothing.
    if (isDraining() || !request.complete) sent.push('connection', 'close');
    const encoding = http.compression ? encodingOf(headers['accept-encoding'], answer.text.length) : null;
    if (encoding === null) sendText(response, status, sent, (answer.kind === 'executed' && answer.bytes) || answer.text);
    else await sendCompressed(response, status, sent, answer.text, encoding);
    logger.info('request', lineOf(answer, requestId, status, startedAt));
  };
}

function requestIdOf(given: string | string[] | undefined): string {
  return typeof given === 'string' && requestIdPattern.test(given) ? given : randomUUID();
}

function lineOf({ operationName, code }: OperationResponse, requestId: string, status: number, startedAt: number) {
  const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
  return {
    requestId,
    operationName: operationName === null ? null : operationName.slice(0, maxNameLength),
    status,
    durationMs,
    ...(code !== null && { code }),
  };
}
