// A request of node:http as the pipeline sees it.
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { AppError, type ErrorCode } from '@tributary/errors';
import type { IncomingRequest } from '../pipeline.ts';
import { assertNoCredentials } from './credentials-in-url.ts';
import { HttpError } from './http-error.ts';
import { isJson, json, responseTypeOf } from './media-types.ts';
import { parametersOfBody, parametersOfSearch } from './parameters.ts';
import { assertFits, readBody } from './read-body.ts';
import type { SessionCookies } from './session/cookies.ts';
import { assertOwnPage } from './session/own-page.ts';

export interface IncomingOptions {
  readonly maxBodyBytes: number;
  /** Names in lower case. */
  readonly forwardedHeaders: readonly string[];
  /** Of web apps; null: there are none. */
  readonly cookies: SessionCookies | null;
}

export interface IncomingFacts extends Pick<IncomingRequest, 'requestId' | 'deadline'> {
  /** Where the client sits. */
  readonly address: string | null;
  /** Called when the request is there as a whole: a client that sends it slowly takes nothing from others till then. */
  readonly onRead: () => void;
  /** Why we cut the connection; null when we did not. */
  readonly cutBy: () => ErrorCode | null;
}

/** Whatever is wrong with the message itself is thrown when it is read, so that the pipeline answers it as any other fault. */
export function incomingRequest(
  message: IncomingMessage,
  response: ServerResponse,
  { requestId, deadline, address, onRead, cutBy }: IncomingFacts,
  { maxBodyBytes, forwardedHeaders, cookies }: IncomingOptions,
): IncomingRequest {
  const { headers, method } = message;
  // Browsers send it with any GET request, whoever makes them: there it is no credential.
  const session = cookies === null || method === 'GET' ? null : cookies.sessionIn(headers.cookie);
  return {
    requestId,
    deadline,
    credentials: { authorization: headers.authorization ?? null, apiKey: textOf(headers['x-api-key']), session },
    client: { agent: headers['user-agent'] ?? null, address },
    clientName: textOf(headers['apollographql-client-name']),
    clientVersion: textOf(headers['apollographql-client-version']),
    forwarded: forwardedHeaders.length === 0 ? noHeaders : forwardedOf(headers, forwardedHeaders),
    asksForCost: headers['tributary-cost'] !== undefined,
    async read() {
      if (method !== 'POST' && method !== 'GET')
        throw new HttpError(405, 'BAD_REQUEST', 'GraphQL is sent by GET or POST.', ['allow', 'GET, POST']);
      if (responseTypeOf(headers.accept) === null)
        throw new HttpError(406, 'BAD_REQUEST', 'Answers are in application/graphql-response+json or application/json.');
      if (cookies !== null && session !== null) assertOwnPage(headers, cookies.origin);
      const search = searchOf(message);
      if (search !== '') assertNoCredentials(search);
      const text = method === 'GET' ? readSearch(message, search) : await readPost(message, response, maxBodyBytes, cutBy);
      onRead();
      return text;
    },
    parse: method === 'GET' ? parametersOfSearch : parametersOfBody,
    runnable(kind) {
      if (kind === 'subscription') throw new AppError('SUBSCRIPTIONS_UNAVAILABLE');
      if (kind === 'mutation' && method === 'GET')
        throw new HttpError(405, 'BAD_REQUEST', 'GET runs queries only: send a mutation by POST.', ['allow', 'POST']);
      return kind;
    },
  };
}

const noHeaders: readonly string[] = [];

const forwardedOf = (headers: IncomingHttpHeaders, names: readonly string[]): readonly string[] =>
  names.flatMap((name) => {
    const value = headers[name];
    return value === undefined ? [] : [name, Array.isArray(value) ? value.join(', ') : value];
  });

async function readPost(
  message: IncomingMessage,
  response: ServerResponse,
  maxBodyBytes: number,
  cutBy: IncomingFacts['cutBy'],
): Promise<string> {
  const { headers } = message;
  // No form and no text of another site passes for JSON: browsers ask before they send that.
  if (!isJson(headers['content-type'])) throw new AppError('UNSUPPORTED_MEDIA_TYPE');
  // Small when packed, large when unpacked: requests are taken as they are.
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity')
    throw new HttpError(415, 'UNSUPPORTED_MEDIA_TYPE', 'The body of a request is not compressed.', ['accept-encoding', 'identity']);
  assertFits(headers, maxBodyBytes);
  if (headers.expect !== undefined) response.writeContinue();
  return (await readBody(message, maxBodyBytes, cutBy)).toString();
}

function readSearch({ headers }: IncomingMessage, search: string): string {
  assertNotForged(headers);
  return search;
}

/** Without the question mark. */
function searchOf({ url = '' }: IncomingMessage): string {
  const mark = url.indexOf('?');
  return mark < 0 ? '' : url.slice(mark + 1);
}

/**
 * Any page may make a browser send a GET request; for one with such a header or content type the browser first asks whether this origin
 * may (`cors.ts`). As with Apollo Server, whose clients send the headers.
 */
function assertNotForged(headers: IncomingHttpHeaders): void {
  const asked = textOf(headers['apollo-require-preflight']) || textOf(headers['x-apollo-operation-name']);
  const type = headers['content-type'] || undefined;
  const isPlainJson = type !== undefined && type.split(';', 1)[0]?.trim().toLowerCase() === json;
  if (!asked && !isPlainJson)
    throw new AppError('BAD_REQUEST', 'A GET request needs the header apollo-require-preflight: other sites cannot send it unasked.');
  if (type !== undefined && !isPlainJson)
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', 'A GET request has no content type but application/json.');
}

const textOf = (header: string | string[] | undefined): string | null => (typeof header === 'string' ? header : null);
