// Ways into a session: password, invitation, reset; and changing the password.
import { done, numberOf, type Outcome, parseInput, refused, userError } from '@tributary/subgraph-kit';
import { z } from 'zod';
import type { Context } from './context.ts';
import type { Revocation, User } from './generated/prisma/client.ts';
import { resetMail } from './mails.ts';
import { issueToken, spendToken } from './one-time-tokens.ts';
import { newPassword } from './passwords.ts';
import { endSessions, type SignedIn, startSession } from './sessions.ts';

/** Signs in with a password. What is wrong is not said, and takes as long to find out. */
export async function signIn(context: Context, { email, password }: { readonly email: string; readonly password: string }): Promise<Outcome<SignedIn>> {
  const { db, passwords } = context;
  const user = await db.user.findUnique({ where: { email: email.toLowerCase() } });
  const fits = await passwords.fits(password.slice(0, 1_000), user?.passwordHash ?? null);
  if (user === null || !fits || user.status !== 'ACTIVE') return refused(userError('INVALID_CREDENTIALS'));
  return done(await db.$transaction((transaction) => startSession(context, transaction, user)));
}

const acceptInviteInput = z.object({ token: z.string(), password: newPassword });

/** Accepts an invitation: sets the first password and signs in. */
export async function acceptInvite(context: Context, input: unknown): Promise<Outcome<SignedIn>> {
  const parsed = parseInput(acceptInviteInput, input);
  if (parsed.kind === 'refused') return parsed;
  return enterByToken(context, { purpose: 'INVITE', token: parsed.value.token, password: parsed.value.password });
}

const resetPasswordInput = z.object({ token: z.string(), newPassword });

/** Sets a forgotten password anew and signs in; every other session ends. */
export async function resetPassword(context: Context, input: unknown): Promise<Outcome<SignedIn>> {
  const parsed = parseInput(resetPasswordInput, input);
  if (parsed.kind === 'refused') return parsed;
  return enterByToken(context, { purpose: 'RESET', token: parsed.value.token, password: parsed.value.newPassword });
}

async function enterByToken(context: Context, { purpose, token, password }: { purpose: 'INVITE' | 'RESET'; token: string; password: string }): Promise<Outcome<SignedIn>> {
  const { db, passwords, announce } = context;
  const passwordHash = await passwords.hash(password);
  let revocations: Revocation[] = [];
  const outcome = await db.$transaction(async (transaction): Promise<Outcome<SignedIn>> => {
    const userId = await spendToken(transaction, purpose, token);
    const known = userId === null ? null : await transaction.user.findUnique({ where: { id: userId } });
    if (known === null || known.status === 'BLOCKED') return refused(userError('INVALID_TOKEN', undefined, ['token']));
    revocations = await endSessions(transaction, known.id, null);
    const user = await transaction.user.update({ where: { id: known.id }, data: { passwordHash, status: 'ACTIVE' } });
    return done(await startSession(context, transaction, user));
  });
  for (const revocation of revocations) announce(revocation);
  return outcome;
}

/** Mails a token to whoever has the address; answers the same, and as fast, when nobody has. */
export function requestPasswordReset({ db, mail, logger }: Context, email: string): void {
  const work = async () => {
    const user = await db.user.findUnique({ where: { email: email.toLowerCase() } });
    if (user === null || user.status !== 'ACTIVE') return;
    await mail.send(resetMail(user, await issueToken(db, 'RESET', user.id)));
  };
  // Not awaited: the time of an answer must not tell whether the address is known.
  work().catch((error: unknown) => logger.error('a password reset was not mailed', { error }));
}

const changePasswordInput = z.object({ currentPassword: z.string(), newPassword });

/** Changes the caller's password; their other sessions end. */
export async function changePassword({ db, passwords, principal, announce }: Context, input: unknown): Promise<Outcome<User>> {
  const parsed = parseInput(changePasswordInput, input);
  if (parsed.kind === 'refused') return parsed;
  if (principal.kind !== 'user') return refused(userError('NOT_ALLOWED'));
  const user = await db.user.findUniqueOrThrow({ where: { id: numberOf(principal.userId) } });
  if (!(await passwords.fits(parsed.value.currentPassword, user.passwordHash))) {
    return refused(userError('INVALID_CREDENTIALS', 'The current password is wrong.', ['currentPassword']));
  }
  const passwordHash = await passwords.hash(parsed.value.newPassword);
  const revocations = await db.$transaction(async (transaction) => {
    await transaction.user.update({ where: { id: user.id }, data: { passwordHash } });
    return endSessions(transaction, user.id, principal.sessionId);
  });
  for (const revocation of revocations) announce(revocation);
  return done(user);
}
