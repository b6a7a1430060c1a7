// The data sources of a gateway: which may be asked directly, and how the others are.
import { type GraphQLDataSource, type GraphQLDataSourceProcessOptions, RemoteGraphQLDataSource } from '@apollo/gateway';
import { type DocumentNode, parse } from 'graphql';
import { isObject, type JsonObject } from '../execute/objects.ts';
import type { SubgraphAnswer, SubgraphRequest } from '../execute/run.ts';
import type { FetchText } from '../prepare/blueprint.ts';
import { usesProxy } from './config.ts';
import { isTraced, traceHeader } from './exchanges.ts';
import { fetchQuickly } from './quick-fetcher.ts';
import type { GatewayRequestContext } from './tributary-gateway.ts';

const { prototype } = RemoteGraphQLDataSource;

const overridable = ['process', 'sendRequest', 'respond', 'parseBody', 'errorFromResponse', 'didEncounterError'] as const;
type Members = Readonly<Record<string, unknown>>;

/** Those that data sources came with, rather than ones that someone gave them. */
const ownFetchers = new WeakSet<RemoteGraphQLDataSource['fetcher']>();

/** Makes a data source, and remembers the fetcher that its class gave it: nothing else tells it from one with other options. */
export function withFetcherRemembered(make: () => GraphQLDataSource): GraphQLDataSource {
  Object.defineProperty(prototype, 'fetcher', {
    configurable: true,
    // Called by the constructor, first of all; what is configured is then assigned to the property that is made here.
    set(this: RemoteGraphQLDataSource, value: RemoteGraphQLDataSource['fetcher']) {
      ownFetchers.add(value);
      Object.defineProperty(this, 'fetcher', { value, configurable: true, enumerable: true, writable: true });
    },
  });
  try {
    return make();
  } finally {
    Reflect.deleteProperty(prototype, 'fetcher');
  }
}

/**
 * Whether a data source does nothing but send what it is given to its address: no method is overridden, no hook set, and no proxy is
 * configured that its own fetcher would go through.
 */
export function isPlain(source: GraphQLDataSource): source is RemoteGraphQLDataSource & { readonly url: string } {
  if (!(source instanceof RemoteGraphQLDataSource)) return false;
  const members = source as unknown as Members; // some are private
  const originals = prototype as unknown as Members; // as above
  return (
    ownFetchers.has(source.fetcher) &&
    source.willSendRequest === undefined &&
    source.didReceiveResponse === undefined &&
    overridable.every((name) => members[name] === originals[name]) &&
    !source.apq &&
    isAddress(source.url) &&
    !usesProxy()
  );
}

/** A name and password in it become a header, which is left to the data source's own fetcher. */
function isAddress(url: string | undefined): boolean {
  const address = URL.parse(url ?? '');
  return address !== null && ['http:', 'https:'].includes(address.protocol) && address.username === '' && address.password === '';
}

/** A hooked source keeps all that it does, but for the slow fetcher that it came with. */
export function quicken(source: GraphQLDataSource): void {
  if (!(source instanceof RemoteGraphQLDataSource) || !ownFetchers.has(source.fetcher) || usesProxy()) return;
  source.fetcher = fetchQuickly(source.fetcher);
  ownFetchers.add(source.fetcher);
}

/** The value of an enum that @apollo/gateway does not export. */
const incomingOperation = 'incoming operation' as (GraphQLDataSourceProcessOptions & { incomingRequestContext: unknown })['kind'];

type HttpPart = NonNullable<GraphQLDataSourceProcessOptions['request']['http']>;

/** As @apollo/gateway: the data source adds the rest. */
function askingForTrace(): HttpPart {
  const headersOnly: Partial<HttpPart> = { headers: new Headers([[...traceHeader]]) };
  return headersOnly as HttpPart; // as said
}

/** Asks through the data source's own `process`, as @apollo/gateway does. `showsDocuments`: it is given the operation parsed too. */
export async function askThrough(
  source: GraphQLDataSource,
  { body, fetch, path }: SubgraphRequest,
  incomingRequestContext: GatewayRequestContext,
  showsDocuments = false,
): Promise<SubgraphAnswer> {
  const { query, variables, operationName } = JSON.parse(body) as FetchText & { readonly variables: Record<string, unknown> }; // written by us
  const response = await source.process({
    kind: incomingOperation,
    request: {
      query,
      variables,
      ...(operationName !== undefined && { operationName }),
      ...(isTraced(incomingRequestContext) && { http: askingForTrace() }),
    },
    incomingRequestContext,
    context: incomingRequestContext.context,
    ...(showsDocuments && fetch !== null && { document: documentOf(fetch) }),
    pathInIncomingRequest: [...path],
  });
  if (!isObject(response)) throw new Error('The data source answered nothing.');
  return response as JsonObject; // checked above
}

const documents = new WeakMap<FetchText, DocumentNode>();

/** Each fetch of a plan has one. */
function documentOf(fetch: FetchText): DocumentNode {
  const known = documents.get(fetch);
  if (known !== undefined) return known;
  const document = parse(fetch.query, { noLocation: true });
  documents.set(fetch, document);
  return document;
}
