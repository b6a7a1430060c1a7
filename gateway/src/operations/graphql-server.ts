// Parses, validates, plans and executes: @apollo/server with @apollo/gateway behind it.
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer, type ApolloServerPlugin, HeaderMap, type HTTPGraphQLResponse } from '@apollo/server';
import {
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { AppError } from '@tributary/errors';
import type { Logger } from '@tributary/logging';
import type { OperationContext } from '../pipeline.ts';
import type { SupergraphSource } from '../planning/supergraph-source.ts';
import type { SubgraphClients } from '../subgraph-client/subgraph-clients.ts';
import { toGatewayError } from './to-gateway-error.ts';

export interface GraphQLRequest {
  readonly method: string;
  readonly headers: ReadonlyMap<string, string>;
  /** With the question mark. */
  readonly search: string;
  /** Parsed JSON; undefined for GET. */
  readonly body: unknown;
}

export type GraphQLResponse = HTTPGraphQLResponse & { readonly operationName: string | null };

export interface GraphQLServer {
  execute(request: GraphQLRequest, context: OperationContext): Promise<GraphQLResponse>;
  stop(): Promise<void>;
}

export interface GraphQLServerOptions {
  readonly supergraph: SupergraphSource;
  readonly subgraphs: SubgraphClients;
  readonly logger: Logger;
  readonly introspection: boolean;
}

export async function createGraphQL({ supergraph, subgraphs, logger, introspection }: GraphQLServerOptions): Promise<GraphQLServer> {
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warn: (message?: unknown) => logger.warn(String(message)),
    error: (message?: unknown) => logger.error(String(message)),
  };
  const gateway = new ApolloGateway({
    supergraphSdl: supergraph.manager,
    buildService: ({ name, url }) => subgraphs.dataSource(name, url ?? ''),
    logger: log,
  });
  const server = new ApolloServer<OperationContext>({
    gateway,
    introspection,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: log,
    formatError: (formatted, error) => toGatewayError(formatted, error, (internal) => logger.error('an operation failed', { error: internal, path: formatted.path })),
    plugins: [
      operationGuard,
      requestIdInErrors,
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await server.start();
  return {
    async execute({ method, headers, search, body }, context) {
      const map = new HeaderMap();
      for (const [name, value] of headers) map.set(name, value);
      const response = await server.executeHTTPGraphQLRequest({ httpGraphQLRequest: { method, headers: map, search, body }, context: async () => context });
      return { ...response, operationName: operationNameOf(body) };
    },
    stop: () => server.stop(),
  };
}

const operationGuard: ApolloServerPlugin<OperationContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation, contextValue }) {
        if (operation?.operation === 'subscription') throw new AppError('SUBSCRIPTIONS_UNAVAILABLE');
        contextValue.assertFresh(operation?.operation === 'mutation' ? 'mutation' : 'query');
      },
    };
  },
};

/** So that whoever reports an error can name its line in the logs. */
const requestIdInErrors: ApolloServerPlugin<OperationContext> = {
  async requestDidStart({ contextValue: { requestId } }) {
    return {
      async willSendResponse({ response }) {
        if (response.body.kind !== 'single' || response.body.singleResult.errors === undefined) return;
        response.body.singleResult.errors = response.body.singleResult.errors.map((error) => ({ ...error, extensions: { ...error.extensions, requestId } }));
      },
    };
  },
};

function operationNameOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('operationName' in body)) return null;
  return typeof body.operationName === 'string' ? body.operationName.slice(0, 100) : null;
}
