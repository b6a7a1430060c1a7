// Asks a plain data source's address directly.
import { GraphQLError } from 'graphql';
import type { SubgraphAnswer, SubgraphRequest } from '../execute/run.ts';
import { createHttpClient, type HttpClient, type HttpResponse } from '../transport/http-client.ts';
import { isTraced, traceHeader } from './exchanges.ts';
import type { GatewayRequestContext } from './tributary-gateway.ts';

export interface DirectSender {
  ask(request: SubgraphRequest, context: GatewayRequestContext): Promise<SubgraphAnswer>;
  readonly client: HttpClient;
}

/** RemoteGraphQLDataSource has no bounds; these only keep a process from waiting or growing for ever. */
const bounds = { timeoutMs: 300_000, maxResponseBytes: 512 * 1024 * 1024, maxConnections: 128 };

/** `askOtherwise`: for what is not answered at this address. */
export function createDirectSender(
  { url, honorSubgraphCacheControlHeader }: { readonly url: string; readonly honorSubgraphCacheControlHeader: boolean },
  askOtherwise: DirectSender['ask'],
): DirectSender {
  // What a client accepts may decide the status of its answers: as @apollo/gateway.
  const client = createHttpClient({ url, ...bounds, accept: '*/*' });
  return {
    client,
    async ask(request, context) {
      const response = await client.post({ body: request.body, headers: isTraced(context) ? traceHeader : [] });
      const { status, headers } = response;
      if (status >= 300 && status < 400 && headers['location'] !== undefined) return askOtherwise(request, context);
      if (status < 200 || status > 299) throw errorOf(url, response);
      if (!isJson(response)) throw new Error(`Expected JSON response body, but received: ${response.text}`);
      const policy = context.overallCachePolicy;
      if (honorSubgraphCacheControlHeader && policy !== undefined && 'restrict' in policy) policy.restrict(hintOf(response));
      return response.text;
    },
  };
}

const isJson = ({ headers }: HttpResponse): boolean => {
  const type = headers['content-type'];
  return typeof type === 'string' && (type.startsWith('application/json') || type.startsWith('application/graphql-response+json'));
};

function errorOf(url: string, response: HttpResponse): GraphQLError {
  const { status, statusText } = response;
  const code = status === 401 ? 'UNAUTHENTICATED' : status === 403 ? 'FORBIDDEN' : null;
  const body: unknown = isJson(response) ? JSON.parse(response.text) : response.text;
  const extensions = { response: { url, status, statusText, body }, ...(code !== null && { code }) };
  return new GraphQLError(`${status}: ${statusText}`, { extensions });
}

type Hint = { maxAge: number; scope?: 'PUBLIC' | 'PRIVATE' };

/** What `cache-control` allows; without one nothing may be cached. */
function hintOf({ headers }: HttpResponse): Hint {
  const hint: Hint = { maxAge: 0 };
  for (const part of (headers['cache-control'] ?? '').split(',')) {
    const [name = '', value = ''] = part.trim().split(/\s*=\s*/);
    if (name === 'max-age' && /^"?[0-9]+"?$/.test(value)) hint.maxAge = Number(value.replaceAll('"', ''));
    if (name === 'private') hint.scope = 'PRIVATE';
    if (name === 'public') hint.scope = 'PUBLIC';
  }
  return hint;
}
