// The clients of all subgraphs, and the form in which @apollo/gateway wants them.
import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { ServiceKeys } from '@tributary/auth-kit';
import { AppError, type ErrorCode, errorCodes, isErrorCode } from '@tributary/errors';
import type { Logger } from '@tributary/logging';
import type { OperationContext } from '../pipeline.ts';
import { fetchPositionOf } from './fetch-position.ts';
import { createSubgraphClient, type SubgraphClient, type SubgraphError, type SubgraphResponse } from './subgraph-client.ts';

export interface SubgraphClients {
  /** The client of a subgraph, made once per name and address, for whoever keeps it: it stays open until `close`. */
  client(name: string, routingUrl: string): SubgraphClient;
  dataSource(name: string, routingUrl: string): GraphQLDataSource;
  /** Closes what neither these subgraphs (name -> address) nor a kept client use, once its running calls have ended. */
  closeUnused(routingUrls: ReadonlyMap<string, string>): void;
  close(): Promise<void>;
}

export interface SubgraphClientsOptions {
  readonly keys: ServiceKeys;
  readonly timeoutMs: number;
  /** Where a subgraph is, when not where the supergraph says. */
  urlOf(name: string): string | null;
  readonly logger: Logger;
}

export function createSubgraphClients({ keys, timeoutMs, urlOf, logger }: SubgraphClientsOptions): SubgraphClients {
  const clients = new Map<string, SubgraphClient>();
  const kept = new Set<string>();
  const urlFor = (name: string, routingUrl: string): string => urlOf(name) ?? routingUrl;
  const keyOf = (name: string, routingUrl: string): string => `${name} ${urlFor(name, routingUrl)}`;
  const clientOf = (name: string, routingUrl: string): SubgraphClient => {
    const key = keyOf(name, routingUrl);
    const existing = clients.get(key);
    if (existing !== undefined) return existing;
    const created = createSubgraphClient({ name, url: urlFor(name, routingUrl), keys, timeoutMs });
    clients.set(key, created);
    return created;
  };
  return {
    client(name, routingUrl) {
      kept.add(keyOf(name, routingUrl));
      return clientOf(name, routingUrl);
    },
    dataSource: (name, routingUrl) => ({
      async process(options: GraphQLDataSourceProcessOptions) {
        const { principal, requestId, client: origin } = options.context as OperationContext; // what graphql-server.ts hands to Apollo Server
        const { query, variables, operationName } = options.request;
        const operation = { query, ...(variables && { variables }), ...(operationName && { operationName }) };
        const log = (message: string, error: unknown) => logger.error(message, { requestId, subgraph: name, error });
        const answer = clientOf(name, routingUrl).send(operation, { principal, requestId, client: origin });
        const { data, errors } = await answer.catch((error: unknown): SubgraphResponse => {
          log('a subgraph did not answer', error);
          if (!(error instanceof AppError)) throw error;
          return { errors: [{ message: error.message, extensions: { code: error.code } }] };
        });
        const shown = errors
          ?.map((error) => shownError(error, (hidden) => log('a subgraph answered an error', hidden)))
          .map((error) => (data == null ? withPosition(error, options) : error));
        // Apollo's types are wider than what a subgraph answers.
        return { ...(data !== undefined && { data }), ...(shown && { errors: shown }) } as Awaited<
          ReturnType<GraphQLDataSource['process']>
        >;
      },
    }),
    closeUnused(routingUrls) {
      const used = new Set([...kept, ...[...routingUrls].map(([name, url]) => keyOf(name, url))]);
      for (const [key, client] of clients) {
        if (used.has(key)) continue;
        // An operation that was planned before may still ask there: it gets a new client, which the next reload closes.
        clients.delete(key);
        client.end().catch((error: unknown) => logger.warn('the connections to a former subgraph were not closed', { error }));
      }
    },
    close: async () => void (await Promise.all([...clients.values()].map((one) => one.close()))),
  };
}

/**
 * Message, path and code of an error of ours; any other is masked and handed to `onHidden`. No other extension counts: `http`, for one,
 * would set the status of our own response.
 */
function shownError({ message, path, extensions }: SubgraphError, onHidden: (error: unknown) => void): SubgraphError {
  const code = extensions?.['code'];
  const position = path !== undefined && { path };
  if (isErrorCode(code) && (errorCodes[code].kind !== 'request' || aboutCaller.has(code)))
    return { message, ...position, extensions: { code } };
  onHidden({ message, path, extensions });
  return { message: errorCodes.DOWNSTREAM_SERVICE_ERROR.message, ...position, extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } };
}

/** For the path that `locateErrors` finds; it goes no further. */
function withPosition(error: SubgraphError, options: GraphQLDataSourceProcessOptions): SubgraphError {
  return { ...error, extensions: { ...error.extensions, fetch: fetchPositionOf(options) } };
}

/** What a subgraph says of a request is meant for its caller, the gateway; but for these. */
const aboutCaller: ReadonlySet<ErrorCode> = new Set(['UNAUTHENTICATED', 'SERVICE_UNAVAILABLE']);
