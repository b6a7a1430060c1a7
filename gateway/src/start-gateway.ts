// The gateway's parts, put together and listening; knows nothing of processes.
import type { ClientOrigin } from '@tributary/auth-kit';
import type { Supergraph } from '@tributary/executor';
import type { Logger } from '@tributary/logging';
import { createCounters, createSecurityMonitor } from '@tributary/monitoring';
import { createCostCompiler } from '@tributary/static-cost';
import { stranger } from './auth/authenticate.ts';
import { type BrowserSessions, createBrowserSessions } from './auth/browser-sessions/browser-sessions.ts';
import { createIdentity, type Identity, noIdentity } from './auth/identity.ts';
import type { Config, IdentityConfig } from './config.ts';
import { createToErrorResponse } from './errors.ts';
import { createProviderProxy, type ProviderProxy } from './http/provider-proxy.ts';
import { startHttp } from './http/server.ts';
import { createCostLimit } from './limits/cost/cost-limit.ts';
import { createDocumentCheck } from './limits/document/document-check.ts';
import type { LimitFault } from './limits/document/limit-fault.ts';
import { variableLimits } from './limits/document/variable-limits.ts';
import { createPlanningLimits } from './limits/planning/planning-limits.ts';
import { startRateLimits } from './limits/rate/start-rate-limits.ts';
import { createBoundedCache } from './operations/bounded-cache.ts';
import { createEngine } from './operations/engine.ts';
import { createLoadDocument } from './operations/load-document.ts';
import { createPersistedQueries } from './operations/persisted-queries.ts';
import { createRegisteredDocuments } from './operations/registered-documents.ts';
import { createPipeline } from './pipeline.ts';
import { createSupergraphGenerations } from './planning/supergraph-generations.ts';
import { createProviderLimits, type ProviderLimits } from './provider-limits.ts';
import { monitoredPipeline, reportedRefusals } from './security-signals.ts';
import { createSenders } from './subgraph-client/senders.ts';
import { createSubgraphClients, type SubgraphClients } from './subgraph-client/subgraph-clients.ts';
import { startUsage } from './usage/start-usage.ts';

export interface RunningGateway {
  readonly url: string;
  /** Ends when what was revoked is known for the first time: from then on it is ready. */
  readonly ready: Promise<void>;
  /** Lets running requests end, then closes everything. */
  stop(): Promise<void>;
}

/** Of documents that were refused: their hashes. */
const refusalCacheBytes = 4 * 1024 * 1024;

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
  const sessions = config.browserSessions === null ? null : createBrowserSessions(config.browserSessions, logger);
  const identity = identityOf(config.identity, subgraphs, sessions, logger);
  cleanups.push(identity.stop);
  const onReload = (served: Supergraph) => subgraphs.closeUnused(routingUrlsOf(served));
  const registered = await createRegisteredDocuments(config.registration, logger);
  cleanups.push(registered.stop);
  const check = createDocumentCheck(config.documentLimits, createBoundedCache<LimitFault>(refusalCacheBytes));
  const judge = (text: string) => (registered.has(text) ? null : check(text));
  const planning = createPlanningLimits(config.planning, logger);
  const supergraph = await createSupergraphGenerations({
    file: config.supergraphFile,
    planIn: 'worker',
    judge,
    planning,
    logger,
    onReload,
  });
  cleanups.push(supergraph.stop);
  const engine = createEngine({
    supergraph: supergraph.current,
    sender: createSenders(subgraphs),
    introspection: !config.production,
    authorization: config.authorization,
    judgeVariables: variableLimits(config.documentLimits),
    costs: createCostCompiler(config.cost.defaultListSize),
    sharing: config.sharing,
    logger,
  });
  const rates = startRateLimits(config.rate, identity.countRefused, logger);
  cleanups.push(rates.stop);
  const authenticate = rates.stages.guard(identity.authenticate);
  const persistedQueries = createPersistedQueries();
  const usage = startUsage(config.usage, { logger });
  cleanups.push(usage.stop);
  const pipeline = createPipeline({
    read: rates.stages.read,
    authenticate,
    limitRequests: rates.stages.limitRequests,
    limitWork: rates.stages.limitWork,
    loadDocument: createLoadDocument(registered, persistedQueries),
    keepDocument: persistedQueries.keep,
    engine,
    costLimit: createCostLimit({ maximum: config.cost.maximum, isTold: !config.production }),
    assertFresh: identity.assertFresh,
    recordUsage: usage.record,
    toErrorResponse: createToErrorResponse(logger),
  });
  const monitor = createSecurityMonitor({ logger, counters: createCounters() });
  const provider = providerOf(config, createProviderLimits(rates.stages, monitor), logger);
  if (provider !== null) cleanups.push(provider.close);
  const admit = async (client: ClientOrigin): Promise<void> => {
    await rates.stages.limitRequests(stranger, client);
  };
  const browserSessions = sessions && { sessions, authenticate, admit };
  const http = await startHttp({
    ...config,
    pipeline: monitoredPipeline(pipeline, monitor),
    browserSessions,
    provider,
    rateRefusal: reportedRefusals(rates.stages.recentRefusal, monitor),
    countMalformed: rates.stages.countMalformed,
    isReady: identity.isReady,
    logger,
  });
  cleanups.push(http.stop);
  return { url: http.url, ready: identity.ready, stop };
}

const routingUrlsOf = ({ subgraphs }: Supergraph): ReadonlyMap<string, string> => new Map(subgraphs.map(({ name, url }) => [name, url]));

/** Accounts signs people in for clients too, under our address. */
function providerOf({ identity, browserSessions }: Config, limits: ProviderLimits, logger: Logger): ProviderProxy | null {
  if (identity === null || identity.accountsUrl === null) return null;
  const { accountsUrl, tokens } = identity;
  return createProviderProxy({ accountsUrl, issuer: tokens.issuer, limits, ownProof: browserSessions, logger });
}

function identityOf(config: IdentityConfig | null, subgraphs: SubgraphClients, sessions: BrowserSessions | null, logger: Logger): Identity {
  if (config === null) return noIdentity;
  const accounts = config.accountsUrl === null ? null : subgraphs.kept('accounts', config.accountsUrl);
  return createIdentity({ ...config, accounts, sessions, logger });
}
