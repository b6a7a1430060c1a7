// Answers to those who are refused before anything of their request is read: made beforehand as far as they can be, for then there is no time.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorCodes } from '@tributary/errors';
import type { RateRefusal } from '../pipeline.ts';
import type { Cors } from './cors.ts';
import { graphqlResponse, json, type ResponseType, responseTypeOf } from './media-types.ts';
import { rateHeadersOf } from './rate-headers.ts';
import { isSoonRead } from './unread-body.ts';

export interface EarlyRefusals {
  /** There is too much to do. */
  overloaded(request: IncomingMessage, response: ServerResponse, requestId: string | null): void;
  /** The address was over its limit a moment ago, and still is. */
  limited(request: IncomingMessage, response: ServerResponse, requestId: string, refusal: RateRefusal): void;
}

const headersFor = (type: ResponseType): readonly string[] => [
  ...['content-type', `${type}; charset=utf-8`],
  ...['cache-control', 'no-store'],
  ...['vary', 'Accept, Origin'],
  ...['x-content-type-options', 'nosniff'],
];
const headersByType = { [json]: headersFor(json), [graphqlResponse]: headersFor(graphqlResponse) };

const retrySoon = ['retry-after', '1'];
const bodyOf = (code: 'SERVICE_OVERLOADED' | 'RATE_LIMITED'): string =>
  JSON.stringify({ errors: [{ message: errorCodes[code].message, extensions: { code } }] });
const overloadedBody = bodyOf('SERVICE_OVERLOADED');
const end = '}}]}';
const limitedBody = bodyOf('RATE_LIMITED').slice(0, -end.length);

/** The connection is kept unless it is to end, or what is not read of the request is much or of unknown size. */
export function createEarlyRefusals(cors: Cors, isDraining: () => boolean): EarlyRefusals {
  const send = (request: IncomingMessage, response: ServerResponse, status: number, headers: readonly string[], body: string): void => {
    const sent = [...headersByType[responseTypeOf(request.headers.accept) ?? json], ...headers, ...cors.headersFor(request)];
    sent.push('content-length', String(body.length));
    if (isDraining() || !isSoonRead(request)) sent.push('connection', 'close');
    // A text, not bytes: it leaves with the head in one write.
    response.writeHead(status, sent).end(body, 'latin1');
  };
  return {
    overloaded(request, response, requestId) {
      send(request, response, 503, requestId === null ? retrySoon : [...retrySoon, 'x-request-id', requestId], overloadedBody);
    },
    limited(request, response, requestId, { standings, retryAfterSeconds }) {
      // The id is letters, digits, _ and -: no JSON has to be made of it.
      const seconds = String(retryAfterSeconds ?? 0);
      const headers = ['retry-after', seconds, 'x-request-id', requestId, ...rateHeadersOf(standings)];
      send(request, response, 429, headers, `${limitedBody},"requestId":"${requestId}","retryAfterSeconds":${seconds}${end}`);
    },
  };
}
