// One call to one subgraph: signed, bounded in time and size, never redirected; the same question in flight is asked once.
import { type CallContext, type ServiceKeys, signRequest } from '@tributary/auth-kit';
import { AppError } from '@tributary/errors';
import { createHttpClient, type HttpResponse } from '@tributary/executor';
import type { Logger } from '@tributary/logging';
import { createBreakerLog } from './resilience/breaker-log.ts';
import { deadlineHeader } from './resilience/deadline.ts';
import { createResilientSend } from './resilience/resilient-send.ts';
import type { ResilienceSettings } from './resilience/settings.ts';
import { createUnderWay } from './under-way.ts';

export interface SubgraphCall extends CallContext {
  readonly operation: 'query' | 'mutation';
  /** JSON: `query`, `variables`, `operationName`. */
  readonly body: string;
  /** Headers of the client, names and values in turn. */
  readonly forwarded?: readonly string[];
  /** When whoever asks stops waiting, as `performance.now()` tells it. */
  readonly deadline?: number;
}

export interface SubgraphClient {
  /** Gives the text of a GraphQL answer. @throws {Error} when none came; it tells of hosts and is not for clients. */
  send(call: SubgraphCall): Promise<string>;
  /** Asks for the gateway itself; errors in the answer are thrown too. @throws {AppError} DOWNSTREAM_SERVICE_ERROR, naming the subgraph and nothing else. */
  ask<Data>(
    document: string,
    variables: Readonly<Record<string, unknown>>,
    call: { readonly requestId: string; readonly timeoutMs: number },
  ): Promise<Data>;
  /** Lets running calls end; new ones fail. */
  end(): Promise<void>;
  close(): Promise<void>;
}

export interface SubgraphClientOptions {
  readonly name: string;
  readonly url: string;
  /** Null: requests are not signed. */
  readonly keys: ServiceKeys | null;
  readonly resilience: ResilienceSettings;
  /** Whether a query that is on its way already for the same principal is not sent again. */
  readonly deduplicate: boolean;
  readonly logger: Logger;
}

const maxResponseBytes = 10 * 1024 * 1024;

export function createSubgraphClient(options: SubgraphClientOptions): SubgraphClient {
  const { name, url, keys, resilience, deduplicate, logger } = options;
  const { timeoutMs, maxConcurrent: maxConnections } = resilience;
  const http = createHttpClient({ url, timeoutMs, maxResponseBytes, maxConnections });
  const { pathname: path } = new URL(url);
  const key = keys?.calls.get(name);
  const underWay = createUnderWay();

  /** Signed anew each time: a signature is good for a while only, and the time that is left is another. */
  const attempt = (call: SubgraphCall, leftMs: number): Promise<HttpResponse> => {
    const { body, principal, requestId, client, operation, forwarded = [] } = call;
    const headers = ['x-request-id', requestId, deadlineHeader, String(leftMs), ...forwarded];
    if (keys !== null && key !== undefined) {
      // Where a client sits must not change what a query answers: that is shared.
      const origin = operation === 'mutation' && client !== undefined ? { client } : {};
      const signature = signRequest(key, {
        principal,
        requestId,
        ...origin,
        caller: keys.service,
        audience: name,
        method: 'POST',
        path,
        body,
      });
      for (const header in signature) headers.push(header, signature[header] ?? '');
    }
    return http.post({ body, headers, timeoutMs: leftMs });
  };
  const resilient = createResilientSend({ settings: resilience, attempt, onState: createBreakerLog(logger, name) });

  const post = async (call: SubgraphCall): Promise<string> => {
    const response = await resilient.send(call);
    assertAnswer(response, key !== undefined);
    return response.text;
  };

  const send: SubgraphClient['send'] = (call) => (deduplicate && call.operation === 'query' ? underWay.joined(call, post) : post(call));

  return {
    send,
    async ask<Data>(
      query: string,
      variables: Readonly<Record<string, unknown>>,
      { requestId, timeoutMs: limit }: { readonly requestId: string; readonly timeoutMs: number },
    ) {
      const principal = { kind: 'service', service: keys?.service ?? 'gateway' } as const;
      const body = JSON.stringify({ query, variables });
      const deadline = performance.now() + limit;
      const text = await post({ operation: 'mutation', body, principal, requestId, deadline }).catch((cause: unknown) => {
        throw new AppError('DOWNSTREAM_SERVICE_ERROR', undefined, { cause: new Error(`${name} did not answer`, { cause }) });
      });
      return dataOf<Data>(text, name);
    },
    async end() {
      await resilient.drained(); // also of those who wait: they are running calls to whoever made them
      await http.end();
    },
    close: () => http.close(),
  };
}

/**
 * Any other status with a GraphQL answer is an answer; an error page is none. A 401 without data to what we signed refuses us, not our caller.
 * @throws {Error}
 */
function assertAnswer({ status, text }: HttpResponse, signed: boolean): void {
  if (status === 200) return;
  const answer = parsed(text);
  if (answer === null || (status >= 300 && status < 400) || (signed && status === 401 && answer.data === undefined))
    throw new Error(`status ${status} without a GraphQL answer`);
}

interface GraphQLAnswer {
  readonly data?: unknown;
  readonly errors?: unknown;
}

function parsed(text: string): GraphQLAnswer | null {
  try {
    const answer: unknown = JSON.parse(text);
    const isAnswer = typeof answer === 'object' && answer !== null && ('data' in answer || 'errors' in answer);
    return isAnswer ? answer : null;
  } catch {
    return null;
  }
}

function dataOf<Data>(text: string, name: string): Data {
  const { data, errors } = parsed(text) ?? {};
  if (data == null || errors !== undefined)
    throw new AppError('DOWNSTREAM_SERVICE_ERROR', undefined, { cause: new Error(`${name} answered an error`, { cause: errors ?? text }) });
  return data as Data; // as the document asks; the subgraph's schema is ours
}
