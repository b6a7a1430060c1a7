// Tells the gateways at once what they must refuse, through Redis; without it they find out within a second from the database.
import type { Logger } from '@tributary/logging';
import { Redis } from 'ioredis';
import type { Revocation } from '../generated/prisma/client.ts';

export interface RevocationChannel {
  /** Never throws and never waits: the row in the database is the truth, this is only faster. */
  readonly announce: (revocation: Revocation) => void;
  readonly stop: () => Promise<void>;
}

const channel = 'tributary:revocations';

export function createRevocationChannel(redisUrl: string | null, logger: Logger): RevocationChannel {
  if (redisUrl === null) return { announce: () => undefined, stop: async () => undefined };
  const redis = new Redis(redisUrl, { enableOfflineQueue: false, commandTimeout: 200, maxRetriesPerRequest: 0, connectTimeout: 1_000 });
  redis.on('error', (error: Error) =>
    logger.warn('Redis does not answer; revocations are read from the database', { error: error.message }),
  );
  return {
    announce({ kind, subjectId, notBefore, expiresAt }) {
      redis
        .publish(channel, JSON.stringify({ kind, id: subjectId, notBefore, expiresAt }))
        .catch((error: unknown) => logger.warn('a revocation was not announced', { error }));
    },
    stop: async () => redis.disconnect(),
  };
}
