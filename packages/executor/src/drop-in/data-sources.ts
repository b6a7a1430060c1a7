// The data sources of a gateway: which may be asked directly, and how the others are.
import { type GraphQLDataSource, type GraphQLDataSourceProcessOptions, RemoteGraphQLDataSource } from '@apollo/gateway';
import { request } from 'undici';
import { isObject, type JsonObject } from '../execute/objects.ts';
import type { SubgraphAnswer, SubgraphRequest } from '../execute/run.ts';
import { usesProxy } from './config.ts';
import type { GatewayRequestContext } from './tributary-gateway.ts';

const defaults = new RemoteGraphQLDataSource();
const { prototype } = RemoteGraphQLDataSource;

/**
 * Whether a data source does nothing but send what it is given to its address: no method is overridden, no hook set, and no proxy is
 * configured that its own fetcher would go through.
 */
export function isPlain(source: GraphQLDataSource): source is RemoteGraphQLDataSource {
  return (
    source instanceof RemoteGraphQLDataSource &&
    hasOwnFetcher(source) &&
    source.willSendRequest === undefined &&
    source.didReceiveResponse === undefined &&
    source.process === prototype.process &&
    source.didEncounterError === prototype.didEncounterError &&
    source.parseBody === prototype.parseBody &&
    source.errorFromResponse === prototype.errorFromResponse &&
    !source.apq &&
    !usesProxy()
  );
}

/** A hooked source keeps all that it does, but for the slow fetcher that it came with. */
export function quicken(source: GraphQLDataSource): void {
  if (source instanceof RemoteGraphQLDataSource && hasOwnFetcher(source) && !usesProxy()) source.fetcher = fetchQuickly;
}

const hasOwnFetcher = ({ fetcher }: RemoteGraphQLDataSource): boolean =>
  fetcher === fetchQuickly || String(fetcher) === String(defaults.fetcher);

/** The value of an enum that @apollo/gateway does not export. */
const incomingOperation = 'incoming operation' as (GraphQLDataSourceProcessOptions & { incomingRequestContext: unknown })['kind'];

/** Asks through the data source's own `process`, as @apollo/gateway does. */
export async function askThrough(
  source: GraphQLDataSource,
  { body, fetch, path }: SubgraphRequest,
  incomingRequestContext: GatewayRequestContext,
): Promise<SubgraphAnswer> {
  const { variables } = JSON.parse(body) as { variables: Record<string, unknown> }; // written by us
  const response = await source.process({
    kind: incomingOperation,
    request: { query: fetch?.query ?? '', variables, ...(fetch?.operationName !== undefined && { operationName: fetch.operationName }) },
    incomingRequestContext,
    context: incomingRequestContext.context,
    pathInIncomingRequest: [...path],
  });
  if (!isObject(response)) throw new Error('The data source answered nothing.');
  return response as JsonObject; // checked above
}

const fetchQuickly: RemoteGraphQLDataSource['fetcher'] = async (url, init = {}) => {
  const { statusCode, headers, body } = await request(url, {
    method: (init.method ?? 'GET') as 'POST', // any method is one
    headers: init.headers as Record<string, string>, // RemoteGraphQLDataSource gives a plain object
    body: typeof init.body === 'string' ? init.body : null,
  });
  const flat = Object.entries(headers).flatMap(([name, value]) => [value ?? []].flat().map((one): [string, string] => [name, one]));
  const text = await body.text();
  const response = new Response(statusCode === 204 ? null : text, { status: Math.max(200, statusCode), headers: flat });
  Object.defineProperty(response, 'url', { value: url });
  return response as unknown as Awaited<ReturnType<RemoteGraphQLDataSource['fetcher']>>; // the same interface
};
