// What people have allowed OAuth clients: remembered until they take it back.
import { done, numberOf, type Outcome, recordAudit, refused, userError } from '@tributary/subgraph-kit';
import type { Context } from './context.ts';
import type { Consent, PrismaClient } from './generated/prisma/client.ts';
import { endSessions, lockUser } from './sessions.ts';

/** Who has allowed what, and whom. */
export interface GivenConsent {
  readonly userId: number;
  readonly clientId: string;
  readonly scopes: readonly string[];
}

/** Adds to what was allowed before. */
export async function giveConsent(context: Context, given: GivenConsent): Promise<void> {
  const { userId, clientId } = given;
  const where = { userId_clientId: { userId, clientId } };
  await context.db.$transaction(async (transaction) => {
    await lockUser(transaction, userId, 'exclusive');
    const before = await transaction.consent.findUnique({ where });
    const scopes = [...new Set([...(before?.scopes ?? []), ...given.scopes])];
    const after = await transaction.consent.upsert({
      where,
      create: { userId, clientId, scopes },
      update: { scopes, givenAt: new Date() },
    });
    const entry = { action: 'consent.give', ...entryOf(after), actor: `user:${userId}`, after: { scopes: after.scopes } };
    await recordAudit(transaction, context, entry);
  });
}

/** Whether all of this was allowed. */
export async function isConsented({ consent }: PrismaClient, { userId, clientId, scopes }: GivenConsent): Promise<boolean> {
  const known = await consent.findUnique({ where: { userId_clientId: { userId, clientId } } });
  return known !== null && scopes.every((scope) => known.scopes.includes(scope));
}

/** Takes a consent of the caller back, and ends the sessions that stand on it. */
export async function revokeConsent(context: Context, clientId: string): Promise<Outcome<string>> {
  const { db, principal, announce } = context;
  if (principal.kind !== 'user') return refused(userError('NOT_ALLOWED'));
  const userId = numberOf(principal.userId);
  const revocations = await db.$transaction(async (transaction) => {
    const { count } = await transaction.consent.deleteMany({ where: { userId, clientId } });
    if (count === 0) return null;
    await recordAudit(transaction, context, { action: 'consent.revoke', ...entryOf({ userId, clientId }) });
    return endSessions(transaction, { userId, grant: { clientId } });
  });
  if (revocations === null) return refused(userError('NOT_FOUND', undefined, ['clientId']));
  for (const revocation of revocations) announce(revocation);
  return done(clientId);
}

/** What the audit trail calls a consent. */
const entryOf = ({ userId, clientId }: Pick<Consent, 'userId' | 'clientId'>) => ({
  object: { type: 'OAuthClient', id: clientId },
  about: `user:${userId}`,
});
