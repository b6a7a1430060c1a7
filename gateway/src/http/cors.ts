// Cross-origin requests: from the origins of the list, never with cookies.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { rateHeaderNames } from './rate-headers.ts';

export interface Cors {
  /** Response headers, names and values in turn, that let the origin of a request read its answer. */
  headersFor(request: IncomingMessage): readonly string[];
  /** Answers what browsers ask before they send a request. */
  answerPreflight(request: IncomingMessage, response: ServerResponse, headers: readonly string[]): void;
}

const none: readonly string[] = [];
const exposed = `x-request-id, ${rateHeaderNames}`;
const allowedHeaders =
  'authorization, content-type, x-api-key, x-request-id, apollo-require-preflight, x-apollo-operation-name, apollographql-client-name, apollographql-client-version, tributary-cost';
const preflight = [
  ...['access-control-allow-methods', 'GET, POST'],
  ...['access-control-allow-headers', allowedHeaders],
  ...['access-control-max-age', '600'],
];

export function createCors(origins: readonly string[]): Cors {
  const headers = new Map(
    origins.map((origin) => [origin, ['access-control-allow-origin', origin, 'access-control-expose-headers', exposed]]),
  );
  const headersFor: Cors['headersFor'] = ({ headers: { origin } }) => (origin === undefined ? none : (headers.get(origin) ?? none));
  return {
    headersFor,
    answerPreflight(request, response, always) {
      const allowed = headersFor(request);
      response.writeHead(204, [...always, 'vary', 'Origin', ...allowed, ...(allowed.length > 0 ? preflight : none)]).end();
    },
  };
}
