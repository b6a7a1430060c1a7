// Assembles the inventory service: database, schema, context.
import {
  createDatabase,
  createStepHook,
  remoteTrail,
  type Service,
  type ServiceEnvironment,
  startAuditRelay,
} from '@tributary/subgraph-kit';
import type { Config } from './config.ts';
import { type Context, createContext, type Parts } from './context.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { schema } from './schema.ts';
import { createTurns } from './turns.ts';

/** Creates the service without a port; the caller stops its background work and closes its database. */
export async function createService(config: Config, { logger }: ServiceEnvironment): Promise<Service<Context>> {
  const database = createDatabase(
    {
      url: config.databaseUrl,
      poolSize: config.databasePoolSize,
      applicationName: 'inventory',
      onConnectionError: (error) => logger.warn('an idle database connection failed', { error }),
    },
    (adapter) => new PrismaClient({ adapter }),
  );
  const parts: Parts = {
    db: database.client,
    reached: createStepHook(config.stepHookUrl),
    // Half of the connections: a crowd before one product leaves the other half to those who read.
    takeTurn: createTurns(Math.ceil(config.databasePoolSize / 2)),
  };
  const accept = remoteTrail(config.accountsUrl, config.keys);
  const background = startAuditRelay({ db: database.client, accept, logger, intervalMs: config.auditRelayIntervalMs });
  return { schema, database, background, createContext: (request) => createContext(request, parts) };
}
