// Sessions and their tokens: signing in, rotation with reuse detection, ending.
import { randomUUID } from 'node:crypto';
import { done, numberOf, type Outcome, recordAudit, refused, userError } from '@tributary/subgraph-kit';
import type { Context } from './context.ts';
import { rememberDevice } from './devices.ts';
import { Prisma, type Revocation, type Session, type User } from './generated/prisma/client.ts';
import { revoke } from './revocations.ts';
import { hashOf, newSecret } from './secrets.ts';

type Transaction = Prisma.TransactionClient;

export interface SignedIn {
  readonly user: User;
  readonly sessionId: string;
  readonly tokens: { readonly accessToken: string; readonly refreshToken: string; readonly expiresAt: Date };
  /** What makes the device known at its next sign-in; null where there was none. */
  readonly deviceToken: string | null;
}

/** A session ends by itself after that, however often it is refreshed. */
export const sessionMs = 30 * 24 * 60 * 60 * 1000;
/** Two tabs may both send the token that was just spent; they get the same successor. */
const graceMs = 10_000;

/**
 * Reads a user and locks them until the transaction ends. Whatever blocks them, or changes their role or password, does so before (and is
 * seen here) or after (and then ends what this transaction starts): no token escapes in between.
 */
export async function lockUser(transaction: Transaction, id: number, strength: 'shared' | 'exclusive'): Promise<User | null> {
  const lock = strength === 'shared' ? Prisma.sql`FOR SHARE` : Prisma.sql`FOR UPDATE`;
  const [user] = await transaction.$queryRaw<User[]>(Prisma.sql`SELECT * FROM "User" WHERE "id" = ${id} ${lock}`);
  return user ?? null;
}

/** Starts a session for a user whom the transaction has locked and whose credentials have been checked; their device is known from now on. */
export async function startSession(
  context: Pick<Context, 'accessTokens' | 'client' | 'principal' | 'requestId'>,
  transaction: Transaction,
  user: User,
  knownToken: string | null = null,
): Promise<SignedIn> {
  const deviceToken = await rememberDevice(transaction, user.id, knownToken);
  const now = new Date();
  const refreshToken = newSecret();
  const session = await transaction.session.create({
    data: {
      id: randomUUID(),
      userId: user.id,
      device: context.client?.agent?.slice(0, 200) ?? null,
      ipAddress: context.client?.address ?? null,
      expiresAt: new Date(now.getTime() + sessionMs),
      tokens: { create: { hash: hashOf(refreshToken) } },
    },
  });
  await recordAudit(transaction, context, { action: 'session.start', ...entryOf(session), actor: `user:${user.id}` });
  return { ...(await signedIn(context, user, session, refreshToken, now)), deviceToken };
}

/** What the audit trail calls a session. */
const entryOf = ({ id, userId }: Pick<Session, 'id' | 'userId'>) => ({ object: { type: 'Session', id }, about: `user:${userId}` });

async function signedIn(
  { accessTokens }: Pick<Context, 'accessTokens'>,
  user: User,
  session: Session,
  refreshToken: string,
  now: Date,
): Promise<SignedIn> {
  const { token, expiresAt } = await accessTokens.sign(user, session.id, now);
  return { user, sessionId: session.id, tokens: { accessToken: token, refreshToken, expiresAt }, deviceToken: null };
}

const badToken = () => refused(userError('INVALID_TOKEN', undefined, ['refreshToken']));

type Rotation =
  | { readonly kind: 'spent'; readonly user: User; readonly session: Session; readonly successor: string; readonly now: Date }
  | { readonly kind: 'bad'; readonly revocations: readonly Revocation[] };

/**
 * Spends a refresh token of a client (null: of our own apps), within the caller's transaction. Once more within ten seconds gives the same
 * successor, as long as that is unspent itself. A token spent before that ends the session; the caller announces it after the commit.
 */
export async function rotateRefreshToken(
  context: Context,
  transaction: Transaction,
  refreshToken: string,
  clientId: string | null,
): Promise<Rotation> {
  const { accessTokens, client: origin } = context;
  const hash = hashOf(refreshToken);
  // Of two refreshes at once, the second sees the token spent. The user is locked for the reason that lockUser tells.
  await transaction.$queryRaw(Prisma.sql`
    SELECT 1 FROM "RefreshToken" t JOIN "Session" s ON s."id" = t."sessionId" JOIN "User" u ON u."id" = s."userId"
    WHERE t."hash" = ${hash} FOR UPDATE OF t FOR SHARE OF u`);
  const now = new Date(); // after the wait: a token must not look older than a revocation that it has seen
  const include = { session: { include: { user: true, grant: true } } };
  const token = await transaction.refreshToken.findUnique({ where: { hash }, include });
  const belongs = token !== null && (token.session.grant?.clientId ?? null) === clientId;
  if (!belongs || !isLive(token.session, now) || token.session.user.status !== 'ACTIVE') return { kind: 'bad', revocations: [] };
  const { user, grant: _grant, ...session } = token.session;
  if (token.spentAt !== null) {
    const next = token.successorHash === null ? null : await transaction.refreshToken.findUnique({ where: { hash: token.successorHash } });
    const justSpent = now.getTime() - token.spentAt.getTime() <= graceMs && next !== null && next.spentAt === null;
    // Also by a key that has signed till a moment ago.
    const successor = accessTokens.derivations('refresh', refreshToken).find((derived) => hashOf(derived) === token.successorHash);
    if (justSpent && successor !== undefined) return { kind: 'spent', user, session, successor, now };
    await recordAudit(transaction, context, { action: 'session.endForReuse', ...entryOf(session) });
    return { kind: 'bad', revocations: await endSessions(transaction, { id: session.id }) };
  }
  const successor = accessTokens.derive('refresh', refreshToken);
  await transaction.refreshToken.create({ data: { hash: hashOf(successor), sessionId: session.id } });
  await transaction.refreshToken.update({ where: { hash }, data: { spentAt: now, successorHash: hashOf(successor) } });
  await transaction.session.update({
    where: { id: session.id },
    data: { lastUsedAt: now, ...(origin?.address != null && { ipAddress: origin.address }) },
  });
  return { kind: 'spent', user, session, successor, now };
}

/** Tells everybody about sessions that a spent token has ended. */
export function announceReuse({ announce, monitor, client, requestId }: Context, revocations: readonly Revocation[]): void {
  for (const revocation of revocations) {
    const subject = `session:${revocation.subjectId}`;
    monitor.report({ kind: 'refreshReused', reason: 'spentToken', subject, address: client?.address ?? null, requestId });
    announce(revocation);
  }
}

/** Spends a refresh token of our own apps and gives the next. */
export async function refreshSession(context: Context, refreshToken: string): Promise<Outcome<SignedIn>> {
  const rotation = await context.db.$transaction((transaction) => rotateRefreshToken(context, transaction, refreshToken, null));
  if (rotation.kind === 'bad') {
    announceReuse(context, rotation.revocations);
    return badToken();
  }
  const { user, session, successor, now } = rotation;
  return done(await signedIn(context, user, session, successor, now));
}

export const isLive = (session: Pick<Session, 'endedAt' | 'expiresAt'>, now: Date): boolean =>
  session.endedAt === null && session.expiresAt > now;

/** Ends the live sessions that fit, within the caller's transaction, and gives what to announce after it. */
export async function endSessions(transaction: Transaction, which: Prisma.SessionWhereInput): Promise<Revocation[]> {
  const now = new Date();
  const ended = await transaction.session.updateManyAndReturn({
    where: { ...which, endedAt: null, expiresAt: { gt: now } },
    data: { endedAt: now },
    select: { id: true },
  });
  return revoke(
    transaction,
    'SESSION',
    ended.map(({ id }) => id),
    now,
  );
}

/** Ends the session of a refresh token, else the caller's own; ending it twice changes nothing. */
export async function signOut(context: Context, refreshToken: string | null): Promise<Outcome<null>> {
  const { db, principal, announce } = context;
  const own = principal.kind === 'user' ? principal.sessionId : null;
  const token = refreshToken === null ? null : await db.refreshToken.findUnique({ where: { hash: hashOf(refreshToken) } });
  const sessionId = refreshToken === null ? own : (token?.sessionId ?? null);
  if (sessionId === null) return refreshToken === null ? refused(userError('INVALID_TOKEN', 'You are not signed in.', null)) : badToken();
  const revocations = await db.$transaction(async (transaction) => {
    const ended = await endSessions(transaction, { id: sessionId });
    if (ended.length > 0) await recordAudit(transaction, context, { action: 'session.end', object: { type: 'Session', id: sessionId } });
    return ended;
  });
  for (const revocation of revocations) announce(revocation);
  return done(null);
}

/** Ends one session of the caller, or all but the one that asks. */
export async function revokeSessions(context: Context, sessionId: string | null): Promise<Outcome<number>> {
  const { db, principal, announce } = context;
  if (principal.kind !== 'user') return refused(userError('NOT_ALLOWED'));
  const others = principal.sessionId === null ? {} : { id: { not: principal.sessionId } };
  const which = { userId: numberOf(principal.userId), ...(sessionId === null ? others : { id: sessionId }) };
  const revocations = await db.$transaction(async (transaction) => {
    const ended = await endSessions(transaction, which);
    const after = { sessions: ended.map(({ subjectId }) => subjectId) };
    if (ended.length > 0)
      await recordAudit(transaction, context, { action: 'session.revoke', object: { type: 'User', id: principal.userId }, after });
    return ended;
  });
  if (sessionId !== null && revocations.length === 0) return refused(userError('NOT_FOUND', undefined, ['sessionId']));
  for (const revocation of revocations) announce(revocation);
  return done(revocations.length);
}

/** Ends one access token, for whoever holds it; the session goes on. What is no good token is ended already. */
export async function revokeAccessToken(context: Context, token: string): Promise<Outcome<null>> {
  const { db, accessTokens, announce } = context;
  const claims = await accessTokens.verify(token);
  if (claims?.jti === undefined) return done(null);
  const { jti } = claims;
  const revocations = await db.$transaction(async (transaction) => {
    await recordAudit(transaction, context, { action: 'token.revoke', object: { type: 'AccessToken', id: jti } });
    return revoke(transaction, 'TOKEN', [jti], new Date());
  });
  for (const revocation of revocations) announce(revocation);
  return done(null);
}
