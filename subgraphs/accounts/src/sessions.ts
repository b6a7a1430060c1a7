// Sessions and their tokens: signing in, rotation with reuse detection, ending.
import { randomUUID } from 'node:crypto';
import { numberOf, type Outcome, done, refused, userError } from '@tributary/subgraph-kit';
import type { Context } from './context.ts';
import { Prisma, type Revocation, type Session, type User } from './generated/prisma/client.ts';
import { revoke } from './revocations.ts';
import { hashOf, newSecret } from './secrets.ts';

type Transaction = Prisma.TransactionClient;

export interface SignedIn {
  readonly user: User;
  readonly tokens: { readonly accessToken: string; readonly refreshToken: string; readonly expiresAt: Date };
}

const sessionMs = 30 * 24 * 60 * 60 * 1000;
/** Two tabs may both send the token that was just spent; they get the same successor. */
const graceMs = 10_000;

/** Starts a session for a user whose credentials have been checked. */
export async function startSession(context: Pick<Context, 'accessTokens' | 'client'>, transaction: Transaction, user: User): Promise<SignedIn> {
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
  return signedIn(context, user, session, refreshToken, now);
}

async function signedIn({ accessTokens }: Pick<Context, 'accessTokens'>, user: User, session: Session, refreshToken: string, now: Date): Promise<SignedIn> {
  const { token, expiresAt } = await accessTokens.sign(user, session.id, now);
  return { user, tokens: { accessToken: token, refreshToken, expiresAt } };
}

const badToken = () => refused(userError('INVALID_TOKEN', undefined, ['refreshToken']));

/** Spends a refresh token and gives the next. A token spent more than ten seconds ago, or twice removed, ends the session. */
export async function refreshSession(context: Context, refreshToken: string): Promise<Outcome<SignedIn>> {
  const { db, accessTokens, client } = context;
  const now = new Date();
  let revocation: Revocation | null = null;
  const outcome = await db.$transaction(async (transaction): Promise<Outcome<SignedIn>> => {
    const hash = hashOf(refreshToken);
    // Locked: of two refreshes at once, the second sees the token spent.
    await transaction.$queryRaw(Prisma.sql`SELECT 1 FROM "RefreshToken" WHERE "hash" = ${hash} FOR UPDATE`);
    const token = await transaction.refreshToken.findUnique({ where: { hash }, include: { session: { include: { user: true } } } });
    if (token === null || !isLive(token.session, now) || token.session.user.status !== 'ACTIVE') return badToken();
    const { user, ...session } = token.session;
    const successor = accessTokens.derive('refresh', refreshToken);
    if (token.spentAt !== null) {
      const next = token.successorHash === null ? null : await transaction.refreshToken.findUnique({ where: { hash: token.successorHash } });
      const justSpent = now.getTime() - token.spentAt.getTime() <= graceMs && next !== null && next.spentAt === null;
      if (justSpent) return done(await signedIn(context, user, session, successor, now));
      revocation = await endSession(transaction, session.id, now);
      return badToken();
    }
    await transaction.refreshToken.create({ data: { hash: hashOf(successor), sessionId: session.id } });
    await transaction.refreshToken.update({ where: { hash }, data: { spentAt: now, successorHash: hashOf(successor) } });
    await transaction.session.update({ where: { id: session.id }, data: { lastUsedAt: now, ...(client?.address != null && { ipAddress: client.address }) } });
    return done(await signedIn(context, user, session, successor, now));
  });
  if (revocation !== null) {
    context.logger.warn('a spent refresh token was used again; its session was ended');
    context.announce(revocation);
  }
  return outcome;
}

const isLive = (session: Session, now: Date): boolean => session.endedAt === null && session.expiresAt > now;

/** Ends a session within the caller's transaction. */
export async function endSession(transaction: Transaction, sessionId: string, now: Date): Promise<Revocation> {
  await transaction.session.update({ where: { id: sessionId }, data: { endedAt: now } });
  return revoke(transaction, 'SESSION', sessionId, now);
}

/** Ends all live sessions of a user but one, and gives what to announce. */
export async function endSessions(transaction: Transaction, userId: number, but: string | null): Promise<Revocation[]> {
  const now = new Date();
  const live = await transaction.session.findMany({ where: { userId, endedAt: null, expiresAt: { gt: now }, ...(but !== null && { id: { not: but } }) }, select: { id: true } });
  const revocations: Revocation[] = [];
  for (const { id } of live) revocations.push(await endSession(transaction, id, now));
  return revocations;
}

/** Ends the session of a refresh token, else the caller's own. */
export async function signOut({ db, principal, announce }: Context, refreshToken: string | null): Promise<Outcome<null>> {
  const own = principal.kind === 'user' ? principal.sessionId : null;
  const token = refreshToken === null ? null : await db.refreshToken.findUnique({ where: { hash: hashOf(refreshToken) } });
  const sessionId = refreshToken === null ? own : (token?.sessionId ?? null);
  if (sessionId === null) return refreshToken === null ? refused(userError('INVALID_TOKEN', 'You are not signed in.', null)) : badToken();
  announce(await db.$transaction((transaction) => endSession(transaction, sessionId, new Date())));
  return done(null);
}

/** Ends one session of the caller, or all but the one that asks. */
export async function revokeSessions({ db, principal, announce }: Context, sessionId: string | null): Promise<Outcome<number>> {
  if (principal.kind !== 'user') return refused(userError('NOT_ALLOWED'));
  const userId = numberOf(principal.userId);
  const outcome = await db.$transaction(async (transaction): Promise<Outcome<Revocation[]>> => {
    if (sessionId === null) return done(await endSessions(transaction, userId, principal.sessionId));
    const session = await transaction.session.findFirst({ where: { id: sessionId, userId, endedAt: null } });
    if (session === null) return refused(userError('NOT_FOUND', undefined, ['sessionId']));
    return done([await endSession(transaction, session.id, new Date())]);
  });
  if (outcome.kind === 'refused') return outcome;
  for (const revocation of outcome.value) announce(revocation);
  return done(outcome.value.length);
}
