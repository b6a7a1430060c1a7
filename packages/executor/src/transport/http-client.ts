// HTTP to one origin: pooled, bounded in time and size, never redirected.
import { createDeadlines } from './deadlines.ts';
import { decoded } from './decoded.ts';
import { createNetClient } from './net-client.ts';
import { timeoutError } from './timeout-error.ts';
import { createUndiciClient } from './undici-client.ts';

export interface HttpClientOptions {
  readonly url: string;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  readonly maxConnections: number;
  /** The media types that are asked for; those of GraphQL over HTTP unless given. */
  readonly accept?: string;
  /** `undici` also where the lean client could be used; for comparison. */
  readonly wire?: 'lean' | 'undici';
}

export interface HttpRequest {
  readonly body: string;
  /** Name, value, name, value …, beside those of the client. */
  readonly headers: readonly string[];
  readonly timeoutMs?: number;
}

export interface HttpResponse {
  readonly status: number;
  readonly statusText: string;
  /** By name in lower case; values of one name are joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface HttpClient {
  /** @throws {Error} when no whole answer came. Any status is an answer; a redirect is not followed. */
  post(request: HttpRequest): Promise<HttpResponse>;
  /** Lets running requests end; new ones fail. */
  end(): Promise<void>;
  close(): Promise<void>;
}

/** A request as it goes on the wire; told once, of a response or of an error. */
export interface WireRequest {
  readonly body: string;
  readonly headers: readonly string[];
  /** The body is read before this returns. */
  onResponse(response: {
    readonly status: number;
    readonly statusText: string;
    readonly headers: HttpResponse['headers'];
    readonly body: Buffer;
  }): void;
  onError(cause: Error): void;
}

export interface WireClient {
  /** Gives what gives the request up: nothing is told of it then. */
  send(request: WireRequest): () => void;
  end(): Promise<void>;
  close(): Promise<void>;
}

const mediaTypes = 'application/graphql-response+json, application/json';

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { url, timeoutMs, maxResponseBytes, maxConnections, accept = mediaTypes, wire = 'lean' } = options;
  const common = { 'content-type': 'application/json', accept, 'accept-encoding': 'gzip, br' };
  const client = wireClient(new URL(url), { maxConnections, maxResponseBytes }, common, wire);
  const deadlines = createDeadlines();
  return {
    post: ({ body, headers, timeoutMs: limit = timeoutMs }) =>
      new Promise((resolve, reject) => {
        assertHeaders(headers);
        let giveUp: (() => void) | null = null;
        const clear = deadlines.add(limit, () => {
          // Giving it up may tell of an error too, which is not the reason.
          reject(timeoutError('The answer did not come in time.'));
          giveUp?.();
        });
        giveUp = client.send({
          body,
          headers,
          onResponse({ status, statusText, headers: received, body: bytes }) {
            clear();
            try {
              const text = decoded(bytes, received['content-encoding'], maxResponseBytes).toString();
              resolve({ status, statusText, headers: received, text });
            } catch (cause) {
              reject(cause);
            }
          },
          onError(cause) {
            clear();
            reject(cause);
          },
        });
      }),
    end: () => client.end(),
    close: () => client.close(),
  };
}

function wireClient(
  { protocol, hostname, port, host, origin, pathname, search }: URL,
  limits: { readonly maxConnections: number; readonly maxResponseBytes: number },
  common: Readonly<Record<string, string>>,
  wire: 'lean' | 'undici',
): WireClient {
  const path = pathname + search;
  if (protocol !== 'http:' || wire === 'undici')
    return createUndiciClient({ ...limits, origin, path, headers: Object.entries(common).flat() });
  const lines = Object.entries({ host, ...common }).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `POST ${path} HTTP/1.1\r\n${lines.join('')}`;
  return createNetClient({ ...limits, host: hostname.replace(/^\[(.*)\]$/, '$1'), port: port === '' ? 80 : Number(port), head });
}

const unfit = /[^\t\x20-\x7e\x80-\xff]/;

/** @throws {Error} */
function assertHeaders(headers: readonly string[]): void {
  for (const part of headers) if (unfit.test(part)) throw new Error('A header holds what no header can.');
}
