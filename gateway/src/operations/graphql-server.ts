// Parses, validates, plans and executes: @apollo/server with @apollo/gateway behind it.
import { AsyncLocalStorage } from 'node:async_hooks';
import { ApolloGateway } from '@apollo/gateway';
import {
  ApolloServer,
  type ApolloServerOptionsWithGateway,
  type ApolloServerPlugin,
  HeaderMap,
  type HTTPGraphQLResponse,
} from '@apollo/server';
import {
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { AppError } from '@tributary/errors';
import type { Logger } from '@tributary/logging';
import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { OperationContext } from '../pipeline.ts';
import type { SupergraphSource } from '../planning/supergraph-source.ts';
import type { SubgraphClients } from '../subgraph-client/subgraph-clients.ts';
import { locateErrors } from './locate-errors.ts';
import { toGatewayError } from './to-gateway-error.ts';

export interface GraphQLRequest {
  readonly method: string;
  readonly headers: ReadonlyMap<string, string>;
  /** With the question mark. */
  readonly search: string;
  /** Parsed JSON; undefined for GET. */
  readonly body: unknown;
}

/** `code` is that of the first error, if any. */
export type GraphQLResponse = HTTPGraphQLResponse & Readonly<Pick<Trail, 'operationName' | 'code'>>;

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

/** What is learnt of an operation on its way; Apollo Server formats errors without saying whose they are. */
interface Trail {
  readonly requestId: string;
  operationName: string | null;
  code: string | null;
}

export async function createGraphQL({ supergraph, subgraphs, logger, introspection }: GraphQLServerOptions): Promise<GraphQLServer> {
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warn: (message?: unknown) => logger.warn(String(message)),
    error: (message?: unknown) => logger.error(String(message)),
  };
  const trails = new AsyncLocalStorage<Trail>();
  const formatError = (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const trail = trails.getStore();
    const requestId = trail?.requestId;
    const shown = toGatewayError(formatted, error, (internal) =>
      logger.error('an operation failed', { requestId, error: internal, path: formatted.path }),
    );
    if (trail !== undefined) trail.code ??= String(shown.extensions?.['code']);
    return { ...shown, extensions: { ...shown.extensions, requestId } };
  };
  const gateway = new ApolloGateway({
    supergraphSdl: supergraph.manager,
    buildService: ({ name, url }) => subgraphs.dataSource(name, url ?? ''),
    logger: log,
  });
  const server = new ApolloServer<OperationContext>({
    gateway: locating(gateway),
    introspection,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: log,
    formatError,
    plugins: [
      operationGuard(trails),
      unfitValues(formatError),
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
      const trail: Trail = { requestId: context.requestId, operationName: null, code: null };
      const httpGraphQLRequest = { method, headers: map, search, body };
      const response = await trails.run(trail, () =>
        server.executeHTTPGraphQLRequest({ httpGraphQLRequest, context: async () => context }),
      );
      return { ...response, operationName: trail.operationName, code: trail.code };
    },
    stop: () => server.stop(),
  };
}

/** @apollo/gateway says of a fetch without an answer only that it failed. */
function locating(gateway: ApolloGateway): ApolloServerOptionsWithGateway<OperationContext>['gateway'] {
  return {
    onSchemaLoadOrUpdate: (callback) => gateway.onSchemaLoadOrUpdate(callback),
    async load(options) {
      const { executor } = await gateway.load(options);
      return { executor: async (request) => locateErrors(await executor(request)) };
    },
    stop: () => gateway.stop(),
  };
}

const maxNameLength = 100;

function operationGuard(trails: AsyncLocalStorage<Trail>): ApolloServerPlugin<OperationContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ operation, operationName, contextValue }) {
          const trail = trails.getStore();
          if (trail !== undefined) trail.operationName = operationName?.slice(0, maxNameLength) ?? null;
          // With a gateway behind it, Apollo Server leaves this to the executor, which answers that it is at fault itself.
          if (operation === undefined) throw new AppError('OPERATION_RESOLUTION_FAILURE');
          if (operation.operation === 'subscription') throw new AppError('SUBSCRIPTIONS_UNAVAILABLE');
          contextValue.assertFresh(operation.operation === 'mutation' ? 'mutation' : 'query');
        },
      };
    },
  };
}

/** @apollo/gateway nulls what a subgraph's answer lacks against the schema and tells it in `extensions`; GraphQL wants errors. */
function unfitValues(
  formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError,
): ApolloServerPlugin<OperationContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response: { body } }) {
          if (body.kind !== 'single' || body.singleResult.extensions?.['valueCompletion'] === undefined) return;
          const { valueCompletion, ...extensions } = body.singleResult.extensions;
          // @apollo/gateway makes them.
          const errors = (valueCompletion as readonly GraphQLError[]).map(({ message, path }) => {
            // As if the subgraph had told it; which one that is, is not known here.
            const fromSubgraph = { message, ...(path && { path }), extensions: { serviceName: '' } };
            return formatError(fromSubgraph, new Error(message));
          });
          body.singleResult = { ...body.singleResult, errors: [...(body.singleResult.errors ?? []), ...errors], extensions };
          if (Object.keys(extensions).length === 0) delete body.singleResult.extensions;
        },
      };
    },
  };
}
