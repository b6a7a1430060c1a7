// The gateway's parts, put together and listening; knows nothing of processes.
import type { Logger } from '@tributary/logging';
import { createApiKeys } from './auth/api-keys.ts';
import { createAuthenticate } from './auth/authenticate.ts';
import { createRevocations } from './auth/revocations.ts';
import { createTokens } from './auth/tokens.ts';
import type { Config } from './config.ts';
import { startHttp } from './http/server.ts';
import { createGraphQL } from './operations/graphql-server.ts';
import { createPipeline } from './pipeline.ts';
import { createSupergraphSource } from './planning/supergraph-source.ts';
import { createSubgraphClients } from './subgraph-client/subgraph-clients.ts';

export interface RunningGateway {
  readonly url: string;
  /** Ends when what was revoked is known for the first time: from then on it is ready. */
  readonly ready: Promise<void>;
  /** Lets running requests end, then closes everything. */
  stop(): Promise<void>;
}

/** Assembles the gateway and listens. */
export async function startGateway(config: Config, logger: Logger): Promise<RunningGateway> {
  const subgraphs = createSubgraphClients({ keys: config.keys, ...config.subgraphs, logger });
  const accounts = subgraphs.client('accounts', new URL('/graphql', config.tokens.jwksUrl).href);
  const revocations = createRevocations({ accounts, redisUrl: config.redisUrl, logger });
  const apiKeys = createApiKeys({ accounts, revocations, logger });
  const supergraph = createSupergraphSource({ file: config.supergraphFile, logger });
  const graphql = await createGraphQL({ supergraph, subgraphs, logger, introspection: !config.production });
  const pipeline = createPipeline({
    authenticate: createAuthenticate({ tokens: createTokens(config.tokens), apiKeys, revocations }),
    assertFresh: revocations.assertFresh,
    execute: graphql.execute,
  });
  const isReady = () => supergraph.isLoaded() && revocations.isKnown();
  const http = await startHttp({ ...config, pipeline, isReady, logger });
  return {
    url: http.url,
    ready: revocations.firstRead,
    async stop() {
      await http.stop();
      await graphql.stop();
      await apiKeys.stop();
      await revocations.stop();
      await subgraphs.close();
    },
  };
}
