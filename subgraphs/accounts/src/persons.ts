// A person's data: all of it given out, or taken away for good.
import { done, numberOf, type Outcome, recordAudit, refused, userError } from '@tributary/subgraph-kit';
import { changesOf, originOf } from './audit/open-entry.ts';
import { destroyKey } from './audit/subjects.ts';
import type { Context } from './context.ts';
import type { User } from './generated/prisma/client.ts';
import { revoke } from './revocations.ts';
import { endSessions } from './sessions.ts';
import { changeUser, isLastAdmin, lastAdmin } from './users.ts';

/** More entries of the trail than that are for auditTrail and its pages. */
const maxEntries = 10_000;

/** Everything that accounts holds of a person, as a JSON text; no secret, not even as a hash. */
export async function exportPersonalData(context: Context, userId: string): Promise<Outcome<string>> {
  const { db } = context;
  const user = await db.user.findUnique({
    where: { id: numberOf(userId) },
    omit: { passwordHash: true },
    include: { customer: true, employee: true, sessions: true, apiKeys: { omit: { hash: true }, include: { usage: true } } },
  });
  if (user === null) return refused(userError('NOT_FOUND', undefined, ['userId']));
  const auditTrail = await entriesOf(context, `user:${user.id}`);
  await recordAudit(db, context, { action: 'person.export', object: { type: 'User', id: user.id } });
  return done(JSON.stringify({ exportedAt: new Date(), user, auditTrail }));
}

/** What the trail says that the person did, and what was done to them. */
async function entriesOf({ db, auditSubjects }: Context, subject: string) {
  const person = (await auditSubjects.find([subject])).get(subject);
  if (person === undefined) return [];
  const { pseudonym } = person;
  const mine = [{ actor: `user:${pseudonym}` }, { about: pseudonym }, { objectType: 'User', objectId: pseudonym }];
  const entries = await db.auditEvent.findMany({ where: { OR: mine }, orderBy: { at: 'desc' }, take: maxEntries });
  return entries.map((entry) => ({
    at: entry.at,
    action: entry.action,
    actor: entry.actor === `user:${pseudonym}` ? 'self' : entry.actor,
    objectType: entry.objectType,
    objectId: entry.objectId,
    origin: entry.originOwner === pseudonym ? originOf(entry, person) : null, // of others it is not theirs to know
    changes: changesOf(entry, entry.about === pseudonym ? person : null),
  }));
}

/**
 * Erases a person: no name, no address, no credential is left, and what the trail says about them nobody can read again. The user's id
 * stays, without a name, for orders and reviews refer to it.
 */
export async function erasePerson(context: Context, userId: string): Promise<Outcome<User>> {
  return changeUser(context, userId, async (transaction, user) => {
    if (await isLastAdmin(transaction, user)) return lastAdmin('userId');
    const of = { where: { userId: user.id } };
    const now = new Date();
    const keys = await transaction.apiKey.findMany({ ...of, select: { id: true } });
    const ended = await endSessions(transaction, { userId: user.id });
    const keyIds = keys.map(({ id }) => String(id));
    const revocations = [
      ...ended,
      ...(await revoke(transaction, 'API_KEY', keyIds, now)),
      ...(await revoke(transaction, 'USER', [String(user.id)], now)),
    ];
    await transaction.session.deleteMany(of);
    await transaction.apiKey.deleteMany(of);
    await transaction.oneTimeToken.deleteMany(of);
    const nameless = { email: `erased-${user.id}@erased.invalid`, name: 'Erased', passwordHash: null, status: 'BLOCKED' } as const;
    const erased = await transaction.user.update({ where: { id: user.id }, data: { ...nameless, employeeId: null } });
    await destroyKey(transaction, `user:${user.id}`);
    await recordAudit(transaction, context, { action: 'person.erase', object: { type: 'User', id: user.id } });
    return done({ user: erased, revocations });
  });
}
