// The life of the gateway's process: its parts, listening, readiness, drain.
import { createLogger } from '@tributary/logging';
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

const readyTimeoutMs = 25_000;

/** Assembles and runs until SIGTERM, SIGINT, or the end of the process that started it. */
export async function runGateway(config: Config): Promise<void> {
  const logger = createLogger({ service: 'gateway', level: config.logLevel });
  const subgraphs = createSubgraphClients({ keys: config.keys, ...config.subgraphs });
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
  await Promise.race([revocations.firstRead, new Promise((resolve) => setTimeout(resolve, readyTimeoutMs).unref())]);
  logger.info('listening', { url: http.url });
  process.send?.({ kind: 'ready', url: http.url });

  let stopping = false;
  const stop = async (reason: string) => {
    if (stopping) return;
    stopping = true;
    logger.info('stopping', { reason });
    await http.stop();
    await graphql.stop();
    await apiKeys.stop();
    await revocations.stop();
    await subgraphs.close();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
  // The parent is gone: nobody would stop this process later.
  process.on('disconnect', () => void stop('parent gone'));
}
