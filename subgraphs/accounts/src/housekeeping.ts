// Deletes, every hour, what has expired and nothing will ask for again.
import type { Logger } from '@tributary/logging';
import type { PrismaClient } from './generated/prisma/client.ts';

const hourMs = 60 * 60 * 1000;

/** Deletes expired sessions with their tokens, tokens of mails, revocations, codes, tries of passwords and devices. Several processes may do so at once. */
export async function sweep(db: PrismaClient, now: Date): Promise<void> {
  const expired = { where: { expiresAt: { lt: now } } };
  await db.session.deleteMany(expired);
  await db.oneTimeToken.deleteMany(expired);
  await db.revocation.deleteMany(expired);
  await db.oAuthArtifact.deleteMany(expired);
  await db.passwordTries.deleteMany(expired);
  await db.knownDevice.deleteMany(expired);
}

/** Sweeps until stopped; a failure is logged, and the next hour tries again. */
export function startHousekeeping(db: PrismaClient, logger: Logger): { stop(): Promise<void> } {
  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = sweep(db, new Date()).catch((error: unknown) => logger.error('housekeeping failed', { error }));
  }, hourMs);
  timer.unref();
  return {
    stop() {
      clearInterval(timer);
      return running;
    },
  };
}
