// The clients of all subgraphs, and the form in which @apollo/gateway wants them.
import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { ServiceKeys } from '@tributary/auth-kit';
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
        const { data, errors } = await client(name, routingUrl).send(operation, { principal, requestId, client: origin }).catch((error: unknown) => {
          logger.error('a subgraph did not answer', { requestId, subgraph: name, error });
          throw error;
        });
        // Apollo's types are wider than what a subgraph answers.
        return { ...(data !== undefined && { data }), ...(errors !== undefined && { errors: errors.map(shownError) }) } as Awaited<
          ReturnType<GraphQLDataSource['process']>
        >;
      },
    }),
    close: async () => void (await Promise.all([...clients.values()].map((one) => one.close()))),
  };
}

/** A code is all that counts of an error's extensions: `http`, for one, would set the status of our own response. */
function shownError({ message, path, extensions }: SubgraphError): SubgraphError {
  return { message, ...(path !== undefined && { path }), ...(extensions?.['code'] !== undefined && { extensions: { code: extensions['code'] } }) };
}
