// The Apollo Server of a subgraph: no landing page, no telemetry, errors masked, mutations never twice.
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { toClientError } from '@tributary/errors';
import type { Logger } from '@tributary/logging';
import type { GraphQLSchema } from 'graphql';
import type { RequestContext } from '../request-context.ts';
import { inputFaultOf } from './input-fault.ts';
import type { ReplayGuard } from './replay-guard.ts';

/** What the transport adds to a subgraph's own context. */
export interface TransportContext extends RequestContext {
  readonly nonce: string;
  readonly nonceExpiresAt: Date;
}

export function createApolloServer(schema: GraphQLSchema, logger: Logger, replayGuard: ReplayGuard): ApolloServer<TransportContext> {
  return new ApolloServer<TransportContext>({
    schema,
    introspection: true, // only our own services can ask
    csrfPrevention: false, // no browser can sign a request
    persistedQueries: false,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    formatError: (formatted, error) =>
      inputFaultOf(formatted, error) ??
      toClientError(formatted, error, (internal) => logger.error('a resolver failed', { error: internal, path: formatted.path })),
    plugins: [
      refuseReplays(replayGuard),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
}

/** A mutation is run once per signature; a query may be asked again, it changes nothing. */
function refuseReplays(replayGuard: ReplayGuard): ApolloServerPlugin<TransportContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ operation, contextValue }) {
          if (operation?.operation === 'mutation') await replayGuard(contextValue.nonce, contextValue.nonceExpiresAt);
        },
      };
    },
  };
}
