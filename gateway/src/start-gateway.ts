// The gateway's parts, put together and listening; knows nothing of processes.
import type { Supergraph } from '@tributary/executor';
import type { Logger } from '@tributary/logging';
import { createIdentity, type Identity, noIdentity } from './auth/identity.ts';
import type { Config, IdentityConfig } from './config.ts';
import { createToErrorResponse } from './errors.ts';
import { startHttp } from './http/server.ts';
import { createCostCompiler } from './limits/cost/cost-compiler.ts';
import { createCostLimit } from './limits/cost/cost-limit.ts';
import { createEngine } from './operations/engine.ts';
import { createPersistedQueries } from './operations/persisted-queries.ts';
import { createPipeline } from './pipeline.ts';
import { createSupergraphGenerations } from './planning/supergraph-generations.ts';
import { createSenders } from './subgraph-client/senders.ts';
import { createSubgraphClients, type SubgraphClients } from './subgraph-client/subgraph-clients.ts';

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
  const identity = identityOf(config.identity, subgraphs, logger);
  cleanups.push(identity.stop);
  const onReload = (served: Supergraph) => subgraphs.closeUnused(routingUrlsOf(served));
  const supergraph = await createSupergraphGenerations({ file: config.supergraphFile, planIn: 'worker', logger, onReload });
  cleanups.push(supergraph.stop);
  const engine = createEngine({
    supergraph: supergraph.current,
    sender: createSenders(subgraphs),
    introspection: !config.production,
    costs: createCostCompiler(config.limits.cost.defaultListSize),
    sharing: config.sharing,
    logger,
  });
  const persistedQueries = createPersistedQueries();
  const pipeline = createPipeline({
    authenticate: identity.authenticate,
    loadDocument: persistedQueries.load,
    keepDocument: persistedQueries.keep,
    engine,
    costLimit: createCostLimit({ maximum: config.limits.cost.maximum, isTold: !config.production }),
    assertFresh: identity.assertFresh,
    toErrorResponse: createToErrorResponse(logger),
  });
  const http = await startHttp({ ...config, pipeline, isReady: identity.isReady, logger });
  cleanups.push(http.stop);
  return { url: http.url, ready: identity.ready, stop };
}

const routingUrlsOf = ({ subgraphs }: Supergraph): ReadonlyMap<string, string> => new Map(subgraphs.map(({ name, url }) => [name, url]));

function identityOf(config: IdentityConfig | null, subgraphs: SubgraphClients, logger: Logger): Identity {
  if (config === null) return noIdentity;
  const accounts = config.accountsUrl === null ? null : subgraphs.kept('accounts', config.accountsUrl);
  return createIdentity({ ...config, accounts, logger });
}
