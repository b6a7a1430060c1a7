// The client for origins with TLS: undici's pool, without streams.
import { Pool } from 'undici';
import type { WireClient, WireRequest } from './http-client.ts';

export interface UndiciClientOptions {
  readonly origin: string;
  readonly path: string;
  /** Names and values in turn, the same in all requests. */
  readonly headers: readonly string[];
  readonly maxConnections: number;
  readonly maxResponseBytes: number;
}

type Controller = Parameters<NonNullable<Parameters<Pool['dispatch']>[1]['onResponseStart']>>[0];

export function createUndiciClient({ origin, path, headers, maxConnections, maxResponseBytes }: UndiciClientOptions): WireClient {
  const pool = new Pool(origin, {
    connections: maxConnections,
    connect: { timeout: 1_000 },
    maxResponseSize: maxResponseBytes,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    send(request) {
      const answer = new Answer(request);
      const all = headers.concat(request.headers);
      pool.dispatch({ path, method: 'POST', headers: all, body: request.body }, answer);
      return () => answer.abort();
    },
    end: () => pool.close(),
    close: () => pool.destroy(),
  };
}

/** Collects one answer. */
class Answer {
  readonly #request: WireRequest;
  #controller: Controller | null = null;
  #isAborted = false;
  #status = 0;
  #statusText = '';
  #headers: Readonly<Record<string, string>> = {};
  readonly #pieces: Buffer[] = [];

  constructor(request: WireRequest) {
    this.#request = request;
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    if (this.#isAborted) controller.abort(new Error('The request was given up.'));
  }

  onResponseStart(_controller: Controller, status: number, headers: Record<string, string | string[] | undefined>, statusText = ''): void {
    this.#status = status;
    this.#statusText = statusText;
    this.#headers = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]));
  }

  onResponseData(_controller: Controller, piece: Buffer): void {
    this.#pieces.push(piece);
  }

  onResponseEnd(): void {
    const [first, ...others] = this.#pieces;
    const body = first !== undefined && others.length === 0 ? first : Buffer.concat(this.#pieces);
    this.#request.onResponse({ status: this.#status, statusText: this.#statusText, headers: this.#headers, body });
  }

  onResponseError(_controller: Controller, cause: Error): void {
    this.#request.onError(this.#status === 0 ? cause : new Error('The answer broke off.', { cause }));
  }

  abort(): void {
    this.#isAborted = true;
    this.#controller?.abort(new Error('The request was given up.'));
  }
}
