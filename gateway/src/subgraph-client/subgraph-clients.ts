// The clients of all subgraphs, and the form in which @apollo/gateway wants them.
import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { ServiceKeys } from '@tributary/auth-kit';
import { AppError, type ErrorCode, errorCodes, isErrorCode } from '@tributary/errors';
import type { Logger } from '@tributary/logging';
import type { OperationContext } from '../pipeline.ts';
import { createSubgraphClient, type SubgraphClient, type SubgraphError } from './subgraph-client.ts';

export interface SubgraphClients {
  /** The client of a subgraph; made once per name and address. */
  client(name: string, routingUrl: string): SubgraphClient;
  dataSource(name: string, routingUrl: string): GraphQLDataSource;
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
  const client = (name: string, routingUrl: string): SubgraphClient => {
    const url = urlOf(name) ?? routingUrl;
    const key = `${name} ${url}`;
    const existing = clients.get(key);
    if (existing !== undefined) return existing;
    const created = createSubgraphClient({ name, url, keys, timeoutMs });
    clients.set(key, created);
    return created;
  };
  return {
    client,
    dataSource: (name, routingUrl) => ({
      async process({ request, context }: GraphQLDataSourceProcessOptions) {
        const { principal, requestId, client: origin } = context as OperationContext; // what graphql-server.ts hands to Apollo Server
        const { query, variables, operationName } = request;
        const operation = { query, ...(variables && { variables }), ...(operationName && { operationName }) };
        const log = (message: string, error: unknown) => logger.error(message, { requestId, subgraph: name, error });
        const answer = client(name, routingUrl).send(operation, { principal, requestId, client: origin });
        const { data, errors } = await answer.catch((error: unknown) => {
          log('a subgraph did not answer', error instanceof AppError ? error.cause : error);
          throw error;
        });
        const shown = errors?.map((error) => shownError(error, (hidden) => log('a subgraph answered an error', hidden)));
        // Apollo's types are wider than what a subgraph answers.
        return { ...(data !== undefined && { data }), ...(shown && { errors: shown }) } as Awaited<
          ReturnType<GraphQLDataSource['process']>
        >;
      },
    }),
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

/** What a subgraph says of a request is meant for its caller, the gateway; but for these. */
const aboutCaller: ReadonlySet<ErrorCode> = new Set(['UNAUTHENTICATED', 'SERVICE_UNAVAILABLE']);
