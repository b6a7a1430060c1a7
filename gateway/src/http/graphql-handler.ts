// GraphQL over HTTP: hands a request to the pipeline, writes the response and one log line.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@tributary/logging';
import type { OperationResponse, Pipeline, RateRefusal } from '../pipeline.ts';
import type { Connections } from './connections.ts';
import { createCors } from './cors.ts';
import { createEarlyRefusals } from './early-refusals.ts';
import { incomingRequest } from './incoming-request.ts';
import { json, responseTypeOf } from './media-types.ts';
import type { Overload } from './overload/overload.ts';
import { rateHeadersOf } from './rate-headers.ts';
import { encodingOf, sendCompressed, sendText } from './send-text.ts';
import type { SessionCookies } from './session/cookies.ts';
import { headersOf, statusOf } from './status.ts';
import { isSoonRead } from './unread-body.ts';

export interface GraphQLHandlerOptions {
  readonly http: { readonly corsOrigins: readonly string[]; readonly maxBodyBytes: number; readonly compression: boolean };
  readonly forwardedHeaders: readonly string[];
  readonly requestTimeoutMs: number;
  readonly pipeline: Pipeline;
  /** Of web apps; null: there are none. */
  readonly cookies: SessionCookies | null;
  readonly connections: Pick<Connections, 'originOf' | 'cutOf'>;
  readonly overload: Pick<Overload, 'admits' | 'enter' | 'leave'>;
  /** Why an address is over its limit, when it was a moment ago; null when it may send. */
  readonly rateRefusal: (address: string | null, requestId: string) => RateRefusal | null;
  /** Whether no connection is to be kept. */
  readonly isDraining: () => boolean;
  readonly logger: Logger;
}

const requestIdPattern = /^[\w-]{8,64}$/;
const maxNameLength = 100;

export function createGraphQLHandler(options: GraphQLHandlerOptions) {
  const { http, forwardedHeaders, requestTimeoutMs, pipeline, cookies, connections, overload, rateRefusal, isDraining, logger } = options;
  const cors = createCors(http.corsOrigins);
  const refuse = createEarlyRefusals(cors, isDraining);
  const incoming = { maxBodyBytes: http.maxBodyBytes, forwardedHeaders, cookies };
  const vary = http.compression ? 'Accept, Accept-Encoding, Origin' : 'Accept, Origin';

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const startedAt = performance.now();
    const { headers } = request;
    const givenId = requestIdIn(headers['x-request-id']);
    const { address, client } = connections.originOf(request);
    // A page that only asks whether it may send is answered: that costs no more than a refusal.
    const isPreflight = request.method === 'OPTIONS';
    if (!isPreflight && !overload.admits(client)) return refuse.overloaded(request, response, givenId);
    const requestId = givenId ?? randomUUID();
    const refusal = isPreflight ? null : rateRefusal(address, requestId);
    if (refusal !== null) return refuse.limited(request, response, requestId, refusal);
    const always = ['x-request-id', requestId, 'x-content-type-options', 'nosniff'];
    if (isPreflight) return cors.answerPreflight(request, response, always);

    let isInFlight = false;
    const onRead = (): void => {
      overload.enter(client);
      isInFlight = true;
    };
    const deadline = startedAt + requestTimeoutMs;
    const cutBy = () => connections.cutOf(request);
    const answer = await pipeline(incomingRequest(request, response, { requestId, deadline, address, onRead, cutBy }, incoming));
    if (isInFlight) overload.leave(client);

    const type = responseTypeOf(headers.accept) ?? json;
    const status = statusOf(answer, type);
    const sent = [...always, 'content-type', `${type}; charset=utf-8`, 'cache-control', 'no-store', 'vary', vary];
    sent.push(...cors.headersFor(request), ...headersOf(answer), ...rateHeadersOf(answer.standings));
    if (answer.renewedSession !== null && cookies !== null) sent.push('set-cookie', cookies.keepSession(answer.renewedSession));
    // What was not read of a request that was refused would be read for nothing.
    if (isDraining() || !isSoonRead(request)) sent.push('connection', 'close');
    const encoding = http.compression ? encodingOf(headers['accept-encoding'], answer.text.length) : null;
    if (encoding === null) sendText(response, status, sent, (answer.kind === 'executed' && answer.bytes) || answer.text);
    else await sendCompressed(response, status, sent, answer.text, encoding);
    logger.info('request', lineOf(answer, requestId, status, startedAt));
  };
}

function requestIdIn(given: string | string[] | undefined): string | null {
  return typeof given === 'string' && requestIdPattern.test(given) ? given : null;
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
