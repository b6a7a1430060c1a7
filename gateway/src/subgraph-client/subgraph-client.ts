// One HTTP call to one subgraph: signed, bounded in time and size, never redirected.
import { type CallContext, type ServiceKeys, signRequest } from '@tributary/auth-kit';
import { AppError } from '@tributary/errors';
import { Pool } from 'undici';

export interface SubgraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface SubgraphResponse {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

export interface SubgraphClient {
  /** Sends an operation for a caller. @throws {AppError} DOWNSTREAM_SERVICE_ERROR, naming the subgraph and nothing else. */
  send(operation: Readonly<Record<string, unknown>>, call: CallContext, timeoutMs?: number): Promise<SubgraphResponse>;
  /** Asks for the gateway itself; errors in the answer are thrown too. */
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
  readonly keys: ServiceKeys;
  readonly timeoutMs: number;
}

const maxConnections = 64;
const maxResponseBytes = 10 * 1024 * 1024;

export function createSubgraphClient({ name, url, keys, timeoutMs: defaultTimeoutMs }: SubgraphClientOptions): SubgraphClient {
  const { origin, pathname, search } = new URL(url);
  const path = pathname + search;
  const pool = new Pool(origin, { connections: maxConnections, connect: { timeout: 1_000 }, maxResponseSize: maxResponseBytes });
  const key = keys.calls.get(name);

  const post = async (body: string, call: CallContext, timeoutMs: number): Promise<SubgraphResponse> => {
    const signature =
      key === undefined ? {} : signRequest(key, { ...call, caller: keys.service, audience: name, method: 'POST', path: pathname, body });
    const response = await pool.request({
      method: 'POST',
      path,
      headers: { 'content-type': 'application/json', accept: 'application/json', 'x-request-id': call.requestId, ...signature },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const answer: unknown = await response.body.json();
    const { statusCode } = response;
    // Any other status with a GraphQL answer is an answer; an error page is none. A 401 without data refuses us, not our caller.
    if (!isGraphQL(answer) || (statusCode >= 300 && statusCode < 400) || (statusCode === 401 && answer.data === undefined)) {
      throw new Error(`status ${statusCode} without a GraphQL answer`);
    }
    return answer;
  };

  const send: SubgraphClient['send'] = async (operation, call, timeoutMs = defaultTimeoutMs) => {
    try {
      return await post(JSON.stringify(operation), call, timeoutMs);
    } catch (cause) {
      throw new AppError('DOWNSTREAM_SERVICE_ERROR', `The subgraph ${name} did not answer.`, { cause });
    }
  };
  return {
    send,
    async ask<Data>(
      query: string,
      variables: Readonly<Record<string, unknown>>,
      { requestId, timeoutMs }: { readonly requestId: string; readonly timeoutMs: number },
    ) {
      const call = { principal: { kind: 'service', service: keys.service }, requestId } as const;
      const { data, errors = [] } = await send({ query, variables }, call, timeoutMs);
      if (data == null || errors.length > 0)
        throw new AppError('DOWNSTREAM_SERVICE_ERROR', `The subgraph ${name} answered an error.`, { cause: errors });
      return data as Data; // as the document asks; the subgraph's schema is ours
    },
    end: () => pool.close(),
    close: () => pool.destroy(),
  };
}

/** Data, or errors that say why there is none. What stands in the data is completed against the schema by the executor. */
function isGraphQL(answer: unknown): answer is SubgraphResponse {
  if (!isObject(answer)) return false;
  const { data = null, errors = [] } = answer;
  if (!Array.isArray(errors) || !errors.every((error) => isObject(error) && typeof error['message'] === 'string')) return false;
  return data === null ? errors.length > 0 : isObject(data);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
