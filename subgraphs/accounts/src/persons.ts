// A person's data: all of it given out, or taken away for good.
import { done, numberOf, type Outcome, recordAudit, refused, userError } from '@tributary/subgraph-kit';
import { changesOf, originOf } from './audit/open-entry.ts';
import { destroyKey } from './audit/subjects.ts';
import type { Context } from './context.ts';
import type { Prisma, PrismaClient, User } from './generated/prisma/client.ts';
import { revoke } from './revocations.ts';
import { hashOf } from './secrets.ts';
import { endSessions } from './sessions.ts';
import { changeUser, isLastAdmin, lastAdmin } from './users.ts';

/** More entries of the trail than that are for auditTrail and its pages. */
const maxEntries = 10_000;

export interface PersonalData {
  readonly json: string;
  readonly user: User;
}

/** What of a session is the person's to know, and which program has it. */
const sessions = { include: { grant: { select: { clientId: true, scopes: true, declined: true } } } };
const apiKeys = { omit: { hash: true }, include: { usage: true } };

/** Everything that accounts holds of a person, as a JSON text; no secret, not even as a hash. */
export async function exportPersonalData(context: Context, userId: string): Promise<Outcome<PersonalData>> {
  const { db } = context;
  const user = await db.user.findUnique({
    where: { id: numberOf(userId) },
    omit: { passwordHash: true },
    include: { customer: true, employee: true, sessions, apiKeys, consents: true },
  });
  if (user === null) return refused(userError('NOT_FOUND', undefined, ['userId']));
  const auditTrail = await entriesOf(context, `user:${user.id}`);
  const knownDevices = await db.knownDevice.findMany({ where: { userId: user.id }, omit: { hash: true } });
  const oauthClients = await db.oAuthClient.findMany({ where: { ownerId: user.id }, omit: { secretHash: true } });
  await recordAudit(db, context, { action: 'person.export', object: { type: 'User', id: user.id } });
  const json = JSON.stringify({ exportedAt: new Date(), user, knownDevices, oauthClients, auditTrail });
  return done({ json, user: await db.user.findUniqueOrThrow({ where: { id: user.id } }) });
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
    await deleteCredentials(transaction, user);
    const nameless = { email: `erased-${user.id}@erased.invalid`, name: 'Erased', passwordHash: null, status: 'BLOCKED' } as const;
    const erased = await transaction.user.update({ where: { id: user.id }, data: { ...nameless, employeeId: null } });
    await destroyKey(transaction, `user:${user.id}`);
    await recordAudit(transaction, context, { action: 'person.erase', object: { type: 'User', id: user.id } });
    return done({ user: erased, revocations });
  });
}

/** Sessions go with their grants and refresh tokens; codes, device codes and sign-ins of browsers name the person in their payload. */
async function deleteCredentials(transaction: Prisma.TransactionClient, { id, email }: User): Promise<void> {
  const of = { where: { userId: id } };
  const accountId = { equals: String(id) };
  await transaction.oAuthArtifact.deleteMany({
    where: { OR: [{ payload: { path: ['accountId'], ...accountId } }, { payload: { path: ['session', 'accountId'], ...accountId } }] },
  });
  await transaction.session.deleteMany(of);
  await transaction.apiKey.deleteMany(of);
  await transaction.oneTimeToken.deleteMany(of);
  await transaction.knownDevice.deleteMany(of);
  await transaction.consent.deleteMany(of);
  await transaction.passwordTries.deleteMany({ where: { account: hashOf(email) } });
  await transaction.idempotencyKey.deleteMany({ where: { subject: `user:${id}` } });
}

/** Those of some persons who were erased. A pseudonym without a key is what is left of them. */
export async function erasedUsers(db: PrismaClient, userIds: readonly string[]): Promise<string[]> {
  const erased = await db.auditSubject.findMany({ where: { subject: { in: userIds.map((id) => `user:${id}`) }, wrappedKey: null } });
  return erased.map(({ subject }) => subject.slice('user:'.length));
}
