// The clients of all subgraphs, and the form in which @apollo/gateway wants them.
import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import type { ServiceKeys } from '@tributary/auth-kit';
import type { OperationContext } from '../pipeline.ts';
import { createSubgraphClient, type SubgraphClient } from './subgraph-client.ts';

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
}

export function createSubgraphClients({ keys, timeoutMs, urlOf }: SubgraphClientsOptions): SubgraphClients {
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
        const { data, errors } = await client(name, routingUrl).send(operation, { principal, requestId, client: origin });
        // Apollo's types are wider than what a subgraph answers.
        return { ...(data !== undefined && { data }), ...(errors !== undefined && { errors }) } as Awaited<ReturnType<GraphQLDataSource['process']>>;
      },
    }),
    close: async () => void (await Promise.all([...clients.values()].map((one) => one.close()))),
  };
}
