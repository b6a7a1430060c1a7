// The gateway's parts, put together and listening; knows nothing of processes.
import type { Supergraph } from '@tributary/executor';
import type { Logger } from '@tributary/logging';
import { createApiKeys } from './auth/api-keys.ts';
import { createAuthenticate } from './auth/authenticate.ts';
import { createRevocations } from './auth/revocations.ts';
import { createTokens } from './auth/tokens.ts';
import type { Config } from './config.ts';
import { createToErrorResponse } from './errors.ts';
import { startHttp } from './http/server.ts';
import { createEngine } from './operations/engine.ts';
import { createPersistedQueries } from './operations/persisted-queries.ts';
import { createPipeline } from './pipeline.ts';
import { createSupergraphGenerations } from './planning/supergraph-generations.ts';
import { createSenders } from './subgraph-client/senders.ts';
import { createSubgraphClients } from './subgraph-client/subgraph-clients.ts';

export interface RunningGateway {
  readonly url: string;
  /** Ends when what was revoked is known for the first time: from then on it is ready. */
  readonly ready: Promise<void>;
  /** Lets running requests end, then closes everything. */
  stop(): Promise<void>;
}

/** Assembles the gateway and listens. What fails half-way is stopped again. */
export async function startGateway(config: Config, logger: Logger): Promise<RunningGateway> {
  const cleanups: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  };
  try {
    return await assemble(config, logger, cleanups, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function assemble(
  config: Config,
  logger: Logger,
  cleanups: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<RunningGateway> {
  const subgraphs = createSubgraphClients({ keys: config.keys, ...config.subgraphs, logger });
  cleanups.push(subgraphs.close);
  const accounts = subgraphs.kept('accounts', new URL('/graphql', config.tokens.jwksUrl).href);
  const revocations = createRevocations({ accounts, redisUrl: config.redisUrl, logger });
  cleanups.push(revocations.stop);
  const apiKeys = createApiKeys({ accounts, revocations, logger });
  cleanups.push(apiKeys.stop);
  const onReload = (served: Supergraph) => subgraphs.closeUnused(routingUrlsOf(served));
  const supergraph = await createSupergraphGenerations({ file: config.supergraphFile, planIn: 'worker', logger, onReload });
  cleanups.push(supergraph.stop);
  const engine = createEngine({
    supergraph: supergraph.current,
    sender: createSenders(subgraphs),
    introspection: !config.production,
    logger,
  });
  const persistedQueries = createPersistedQueries();
  const pipeline = createPipeline({
    authenticate: createAuthenticate({ tokens: createTokens(config.tokens), apiKeys, revocations }),
    loadDocument: persistedQueries.load,
    keepDocument: persistedQueries.keep,
    engine,
    assertFresh: revocations.assertFresh,
    toErrorResponse: createToErrorResponse(logger),
  });
  const isReady = () => revocations.isKnown();
  const http = await startHttp({ ...config, pipeline, isReady, logger });
  cleanups.push(http.stop);
  return { url: http.url, ready: revocations.firstRead, stop };
}

const routingUrlsOf = ({ subgraphs }: Supergraph): ReadonlyMap<string, string> => new Map(subgraphs.map(({ name, url }) => [name, url]));
