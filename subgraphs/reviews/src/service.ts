// Assembles the reviews service: database, siblings, schema, context.
import {
  createDatabase,
  createSibling,
  remoteErasures,
  remoteTrail,
  type Service,
  type ServiceEnvironment,
  startAuditRelay,
  startErasure,
} from '@tributary/subgraph-kit';
import type { Config } from './config.ts';
import { type Context, createContext } from './context.ts';
import { createPurchases } from './datasources/purchases.ts';
import { unpublishedReviews } from './erasure.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { schema } from './schema.ts';

/** Creates the service without a port; the caller stops its background work and closes its database. */
export async function createService(config: Config, { logger }: ServiceEnvironment): Promise<Service<Context>> {
  const database = createDatabase(
    {
      url: config.databaseUrl,
      poolSize: config.databasePoolSize,
      applicationName: 'reviews',
      onConnectionError: (error) => logger.warn('an idle database connection failed', { error }),
    },
    (adapter) => new PrismaClient({ adapter }),
  );
  const purchases = createPurchases(createSibling({ name: 'orders', url: config.ordersUrl, keys: config.keys }));
  const accept = remoteTrail(config.accountsUrl, config.keys);
  const relay = startAuditRelay({ db: database.client, accept, logger, intervalMs: config.auditRelayIntervalMs });
  const erasure = startErasure({
    ...unpublishedReviews(database.client),
    erasedOf: remoteErasures(config.accountsUrl, config.keys),
    logger,
  });
  const background = { stop: async () => void (await Promise.all([relay.stop(), erasure.stop()])) };
  return { schema, database, background, createContext: (request) => createContext(request, { db: database.client, purchases }) };
}
