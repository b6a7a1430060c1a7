// Assembles the orders service: database, siblings, schema, context, reconciler.
import {
  createDatabase,
  createSibling,
  createStepHook,
  remoteTrail,
  type Service,
  type ServiceEnvironment,
  startAuditRelay,
} from '@tributary/subgraph-kit';
import type { Config } from './config.ts';
import { type Context, createContext } from './context.ts';
import { createCompanies } from './datasources/companies.ts';
import { createPrices } from './datasources/prices.ts';
import { createStockRoom } from './datasources/stock-room.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { startReconciler } from './reconciler.ts';
import { schema } from './schema.ts';

/** Creates the service without a port; the caller stops its background work and closes its database. */
export async function createService(config: Config, { logger }: ServiceEnvironment): Promise<Service<Context>> {
  const database = createDatabase(
    {
      url: config.databaseUrl,
      poolSize: config.databasePoolSize,
      applicationName: 'orders',
      onConnectionError: (error) => logger.warn('an idle database connection failed', { error }),
    },
    (adapter) => new PrismaClient({ adapter }),
  );
  const { keys } = config;
  const parts = {
    db: database.client,
    companies: createCompanies(createSibling({ name: 'accounts', url: config.accountsUrl, keys })),
    prices: createPrices(createSibling({ name: 'catalog', url: config.catalogUrl, keys })),
    stockRoom: createStockRoom(createSibling({ name: 'inventory', url: config.inventoryUrl, keys })),
    reached: createStepHook(config.stepHookUrl),
    intentLeaseMs: config.intentLeaseMs,
  };
  const reconciler = startReconciler({ ...parts, logger, intervalMs: config.reconcileIntervalMs });
  const accept = remoteTrail(config.accountsUrl, keys);
  const relay = startAuditRelay({ db: database.client, accept, logger, intervalMs: config.auditRelayIntervalMs });
  const background = { stop: async () => void (await Promise.all([reconciler.stop(), relay.stop()])) };
  return { schema, database, background, createContext: (request) => createContext(request, parts) };
}
