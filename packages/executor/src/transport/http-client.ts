// HTTP to one origin: pooled, bounded in time and size, never redirected.
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { Pool } from 'undici';

export interface HttpClientOptions {
  readonly url: string;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  readonly maxConnections: number;
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
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface HttpClient {
  /** @throws {Error} when no whole answer came. Any status is an answer; a redirect is not followed. */
  post(request: HttpRequest): Promise<HttpResponse>;
  /** Lets running requests end; new ones fail. */
  end(): Promise<void>;
  close(): Promise<void>;
}

const commonHeaders = [
  'content-type',
  'application/json',
  'accept',
  'application/graphql-response+json, application/json',
  'accept-encoding',
  'gzip, br',
];

export function createHttpClient({ url, timeoutMs, maxResponseBytes, maxConnections }: HttpClientOptions): HttpClient {
  const { origin, pathname, search } = new URL(url);
  const path = pathname + search;
  const pool = new Pool(origin, {
    connections: maxConnections,
    connect: { timeout: 1_000 },
    maxResponseSize: maxResponseBytes,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const deadlines = createDeadlines();
  return {
    post: ({ body, headers, timeoutMs: limit = timeoutMs }) =>
      new Promise((resolve, reject) => {
        const answer = new Answer(maxResponseBytes, resolve, reject);
        answer.deadline = deadlines.add(limit, answer);
        const all = headers.length === 0 ? commonHeaders : commonHeaders.concat(headers);
        pool.dispatch({ path, method: 'POST', headers: all, body }, answer);
      }),
    end: () => pool.close(),
    close: () => pool.destroy(),
  };
}

type Controller = Parameters<NonNullable<Parameters<Pool['dispatch']>[1]['onResponseStart']>>[0];

/** Collects one answer without a stream in between. */
class Answer {
  deadline: Deadline | null = null;
  #controller: Controller | null = null;
  #status = 0;
  #statusText = '';
  #headers: HttpResponse['headers'] = {};
  #first: Buffer | null = null;
  #rest: Buffer[] | null = null;
  #timeout: Error | null = null;
  readonly #maxBytes: number;
  readonly #resolve: (response: HttpResponse) => void;
  readonly #reject: (cause: unknown) => void;

  constructor(maxBytes: number, resolve: (response: HttpResponse) => void, reject: (cause: unknown) => void) {
    this.#maxBytes = maxBytes;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    if (this.#timeout !== null) controller.abort(this.#timeout);
  }

  onResponseStart(_controller: Controller, status: number, headers: HttpResponse['headers'], statusText = ''): void {
    this.#status = status;
    this.#statusText = statusText;
    this.#headers = headers;
  }

  onResponseData(_controller: Controller, chunk: Buffer): void {
    if (this.#first === null) this.#first = chunk;
    else if (this.#rest === null) this.#rest = [this.#first, chunk];
    else this.#rest.push(chunk);
  }

  onResponseEnd(): void {
    this.deadline?.clear();
    const bytes = this.#rest !== null ? Buffer.concat(this.#rest) : (this.#first ?? empty);
    try {
      const plain = decoded(bytes, this.#headers['content-encoding'], this.#maxBytes);
      this.#resolve({ status: this.#status, statusText: this.#statusText, headers: this.#headers, text: plain.toString() });
    } catch (cause) {
      this.#reject(cause);
    }
  }

  onResponseError(_controller: Controller, cause: Error): void {
    this.deadline?.clear();
    this.#reject(cause);
  }

  /** The time is over, wherever the request is. */
  expire(): void {
    this.#timeout = new Error('The answer did not come in time.');
    this.#controller?.abort(this.#timeout);
    this.#reject(this.#timeout);
  }
}

const empty = Buffer.alloc(0);

function decoded(bytes: Buffer, encoding: string | string[] | undefined, maxOutputLength: number): Buffer {
  switch (encoding) {
    case undefined:
    case 'identity':
      return bytes;
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(bytes, { maxOutputLength });
    case 'br':
      return brotliDecompressSync(bytes, { maxOutputLength });
    case 'deflate':
      return inflateSync(bytes, { maxOutputLength });
    default:
      throw new Error(`The answer is encoded as ${String(encoding)}.`);
  }
}

interface Deadline {
  clear(): void;
}

/**
 * Deadlines in lists by duration, looked through by one timer each: a timer for every request costs more than the whole of this.
 * A deadline passes up to a fiftieth of its duration late.
 */
function createDeadlines() {
  const lists = new Map<number, { readonly entries: Set<{ at: number; answer: Answer }>; timer: NodeJS.Timeout | null }>();
  const sweep = (durationMs: number): void => {
    const list = lists.get(durationMs);
    if (list === undefined) return;
    const now = performance.now();
    for (const entry of list.entries) {
      if (entry.at > now) break; // in the order of insertion, and so of time
      list.entries.delete(entry);
      entry.answer.expire();
    }
    list.timer = list.entries.size === 0 ? null : setTimeout(sweep, stepOf(durationMs), durationMs);
    if (list.entries.size === 0) lists.delete(durationMs);
  };
  return {
    add(durationMs: number, answer: Answer): Deadline {
      let list = lists.get(durationMs);
      if (list === undefined) {
        list = { entries: new Set(), timer: null };
        lists.set(durationMs, list);
      }
      const { entries } = list;
      const entry = { at: performance.now() + durationMs, answer };
      entries.add(entry);
      list.timer ??= setTimeout(sweep, stepOf(durationMs), durationMs);
      return { clear: () => void entries.delete(entry) };
    },
  };
}

const stepOf = (durationMs: number): number => Math.max(1, Math.min(durationMs / 50, 200));
