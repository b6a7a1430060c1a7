// Calls to a sibling service: signed GraphQL over HTTP, with a bounded wait.
import { type CallContext, type ServiceKeys, signRequest } from '@tributary/auth-kit';
import { AppError } from '@tributary/errors';
import { Pool } from 'undici';
import { deadlineHeader, leftMs } from './deadline.ts';

export interface Sibling {
  /**
   * Sends one operation and gives its data.
   * @throws {AppError} DOWNSTREAM_SERVICE_ERROR when the sibling does not answer in time, or answers an error.
   */
  query<Data>(document: string, variables: Readonly<Record<string, unknown>>, call: SiblingCall): Promise<Data>;
  close(): Promise<void>;
}

export interface SiblingCall {
  readonly requestId: string;
  /** For whom; the calling service itself unless given. */
  readonly principal?: CallContext['principal'];
  /** 3 s unless given; never more than the request in hand has left. */
  readonly timeoutMs?: number;
}

export interface SiblingOptions {
  readonly name: string;
  /** Its GraphQL address. */
  readonly url: string;
  readonly keys: ServiceKeys;
}

const maxConnections = 16;

/** Creates the client of one sibling, on a pool of connections of its own. */
export function createSibling({ name, url, keys }: SiblingOptions): Sibling {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: maxConnections, connect: { timeout: 1_000 } });
  const key = keys.calls.get(name);
  if (key === undefined) throw new Error(`The key file of ${keys.service} has no key for calls to ${name}.`);

  const send = async (body: string, call: SiblingCall): Promise<GraphQLResponse> => {
    const signature = signRequest(key, {
      caller: keys.service,
      audience: name,
      method: 'POST',
      path: pathname,
      body,
      principal: call.principal ?? { kind: 'service', service: keys.service },
      requestId: call.requestId,
    });
    const timeoutMs = Math.min(call.timeoutMs ?? 3_000, leftMs());
    const response = await pool.request({
      method: 'POST',
      path: pathname,
      headers: { 'content-type': 'application/json', [deadlineHeader]: String(timeoutMs), ...signature },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    return (await response.body.json()) as GraphQLResponse; // checked by its use below
  };

  return {
    async query<Data>(document: string, variables: Readonly<Record<string, unknown>>, call: SiblingCall) {
      let response: GraphQLResponse;
      try {
        response = await send(JSON.stringify({ query: document, variables }), call);
      } catch (cause) {
        throw unavailable(name, cause);
      }
      if (response?.data == null || (response.errors?.length ?? 0) > 0) throw unavailable(name, response);
      return response.data as Data; // as the caller's document asks; the sibling's schema is ours
    },
    close: () => pool.close(),
  };
}

interface GraphQLResponse {
  readonly data?: unknown;
  readonly errors?: readonly unknown[];
}

function unavailable(name: string, cause: unknown): AppError {
  return new AppError('DOWNSTREAM_SERVICE_ERROR', undefined, { cause: new Error(`${name} did not answer`, { cause }) });
}
