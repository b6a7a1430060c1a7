// Assembles the accounts service: database, tokens, mail, schema, context.
import { createCounters, createSecurityMonitor } from '@tributary/monitoring';
import { createDatabase, type Service, type ServiceEnvironment, startAuditRelay } from '@tributary/subgraph-kit';
import { createAccessTokens } from './access-tokens.ts';
import { acceptAuditOf } from './audit/accept.ts';
import { createAuditSubjects } from './audit/subjects.ts';
import type { Config } from './config.ts';
import { type Context, createContext } from './context.ts';
import { createMailer } from './datasources/create-mailer.ts';
import { createRevocationChannel } from './datasources/revocation-channel.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { startHousekeeping } from './housekeeping.ts';
import { createOAuthListener } from './oauth/listener.ts';
import { isOAuthPath } from './oauth/terms.ts';
import { createPasswords } from './passwords.ts';
import { schema } from './schema.ts';
import { followTokenKeys } from './token-keys.ts';

/** Creates the service without a port; the caller stops its background work and closes its database. */
export async function createService(config: Config, { logger }: ServiceEnvironment): Promise<Service<Context>> {
  const database = createDatabase(
    {
      url: config.databaseUrl,
      poolSize: config.databasePoolSize,
      applicationName: 'accounts',
      onConnectionError: (error) => logger.warn('an idle database connection failed', { error }),
    },
    (adapter) => new PrismaClient({ adapter }),
  );
  const accessTokens = await createAccessTokens(config);
  const tokenKeys = followTokenKeys(config.tokenKeysFile, accessTokens.replaceKeys, logger);
  const channel = createRevocationChannel(config.redisUrl, logger);
  const housekeeping = startHousekeeping(database.client, logger);
  const db = database.client;
  const auditSubjects = createAuditSubjects(db, config.auditKey);
  const relay = startAuditRelay({
    db,
    accept: acceptAuditOf('accounts', { db, auditSubjects }),
    logger,
    intervalMs: config.auditRelayIntervalMs,
  });
  const parts = {
    db,
    auditSubjects,
    monitor: createSecurityMonitor({ logger, counters: createCounters() }),
    accessTokens,
    passwords: createPasswords(),
    mail: createMailer(config, logger),
    announce: channel.announce,
  };
  return {
    schema,
    database,
    background: {
      async stop() {
        tokenKeys.stop();
        await Promise.all([channel.stop(), housekeeping.stop(), relay.stop()]);
      },
    },
    listener: { owns: isOAuthPath, answer: createOAuthListener(config, parts, logger) },
    routes: { '/.well-known/jwks.json': async () => accessTokens.publicKeys },
    createContext: (request) => createContext(request, parts),
  };
}
