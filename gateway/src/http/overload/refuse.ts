// The answer to who is refused because there is too much to do: made before it is needed, for then there is no time.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '@tributary/errors';
import type { Cors } from '../cors.ts';
import { graphqlResponse, json, responseTypeOf } from '../media-types.ts';
import { isSoonRead } from '../unread-body.ts';

const retryAfterSeconds = '1';
const { message, code } = new AppError('SERVICE_OVERLOADED');
const body = JSON.stringify({ errors: [{ message, extensions: { code } }] });

const headersFor = (type: string): readonly string[] => [
  ...['content-type', `${type}; charset=utf-8`],
  ...['content-length', String(body.length)],
  ...['retry-after', retryAfterSeconds],
  ...['cache-control', 'no-store'],
  ...['vary', 'Accept, Origin'],
  ...['x-content-type-options', 'nosniff'],
];
const headersByType = { [json]: headersFor(json), [graphqlResponse]: headersFor(graphqlResponse) };

/** Before anything of the body is read. The connection is kept unless it is to end, or the body is large or of unknown size. */
export function createRefuse(cors: Cors, isDraining: () => boolean) {
  return (request: IncomingMessage, response: ServerResponse, requestId: string | null): void => {
    const { headers } = request;
    const sent = [...headersByType[responseTypeOf(headers.accept) ?? json], ...cors.headersFor(request)];
    if (requestId !== null) sent.push('x-request-id', requestId);
    if (isDraining() || !isSoonRead(request)) sent.push('connection', 'close');
    // A text, not bytes: it leaves with the head in one write.
    response.writeHead(503, sent).end(body, 'latin1');
  };
}
