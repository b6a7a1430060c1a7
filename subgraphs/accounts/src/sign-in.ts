// Ways into a session: password, invitation, reset; and changing the password.
import { done, numberOf, type Outcome, parseInput, refused, userError } from '@tributary/subgraph-kit';
import { z } from 'zod';
import type { Context } from './context.ts';
import { knownDeviceOf } from './devices.ts';
import type { Revocation, User } from './generated/prisma/client.ts';
import { resetMail } from './mails.ts';
import { countTokens, isGoodToken, issueToken, spendToken } from './one-time-tokens.ts';
import { tryPassword } from './password-tries.ts';
import { newPassword } from './passwords.ts';
import { endSessions, lockUser, type SignedIn, startSession } from './sessions.ts';

export interface Credentials {
  readonly email: string;
  readonly password: string;
  /** What a sign-in on this device gave. */
  readonly deviceToken?: string | null | undefined;
}

/** Signs in with a password. What is wrong is not said, and takes as long to find out; tries are counted for people who do not exist, too. */
export async function signIn(context: Context, { email: given, password, deviceToken = null }: Credentials): Promise<Outcome<SignedIn>> {
  const { db, passwords, principal } = context;
  const email = given.toLowerCase();
  const found = await db.user.findUnique({ where: { email } });
  const device = await knownDeviceOf(db, found?.id ?? null, { token: deviceToken, principal });
  const outcome = await tryPassword(db, { email, device }, async () => {
    const fits = await passwords.fits(password, found?.passwordHash ?? null);
    return fits && found?.status === 'ACTIVE';
  });
  if (outcome === 'refused') return refused(userError('TOO_MANY_TRIES'));
  if (outcome === 'wrong' || found === null) return refused(userError('INVALID_CREDENTIALS'));
  return db.$transaction(async (transaction) => {
    const user = await lockUser(transaction, found.id, 'shared');
    // The password took a while to check: it may have been changed since, or its owner blocked.
    if (user?.status !== 'ACTIVE' || user.passwordHash !== found.passwordHash) return refused(userError('INVALID_CREDENTIALS'));
    return done(await startSession(context, transaction, user, deviceToken));
  });
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

async function enterByToken(
  context: Context,
  { purpose, token, password }: { purpose: 'INVITE' | 'RESET'; token: string; password: string },
): Promise<Outcome<SignedIn>> {
  const { db, passwords, announce } = context;
  const badToken = () => refused(userError('INVALID_TOKEN', undefined, ['token']));
  // Looked at before it is spent: whoever has no token must not be able to make us hash passwords.
  if (!(await isGoodToken(db, purpose, token))) return badToken();
  const passwordHash = await passwords.hash(password);
  let revocations: Revocation[] = [];
  const outcome = await db.$transaction(async (transaction): Promise<Outcome<SignedIn>> => {
    const userId = await spendToken(transaction, purpose, token);
    const known = userId === null ? null : await lockUser(transaction, userId, 'exclusive');
    if (known === null || known.status === 'BLOCKED') return badToken();
    revocations = await endSessions(transaction, { userId: known.id });
    const user = await transaction.user.update({ where: { id: known.id }, data: { passwordHash, status: 'ACTIVE' } });
    return done(await startSession(context, transaction, user));
  });
  for (const revocation of revocations) announce(revocation);
  return outcome;
}

/** In an hour: who asks for more has as many mails already, and all of their tokens work. */
const maxResets = 5;

/** Mails a token to whoever has the address, five times an hour at most; answers the same, and as fast, when nobody has. */
export function requestPasswordReset({ db, mail, logger }: Context, email: string): void {
  const work = async () => {
    const user = await db.user.findUnique({ where: { email: email.toLowerCase() } });
    if (user === null || user.status !== 'ACTIVE') return;
    const token = await db.$transaction(async (transaction) => {
      await lockUser(transaction, user.id, 'exclusive'); // two requests at a time count each other
      return (await countTokens(transaction, 'RESET', user.id)) < maxResets ? issueToken(transaction, 'RESET', user.id) : null;
    });
    if (token !== null) await mail.send(resetMail(user, token));
  };
  // Not awaited: the time of an answer must not tell whether the address is known.
  work().catch((error: unknown) => logger.error('a password reset was not mailed', { error }));
}

const changePasswordInput = z.object({ currentPassword: z.string(), newPassword });
const wrongPassword = () => refused(userError('INVALID_CREDENTIALS', 'The current password is wrong.', ['currentPassword']));

/** Changes the caller's password; their other sessions end. */
export async function changePassword({ db, passwords, principal, announce }: Context, input: unknown): Promise<Outcome<User>> {
  const parsed = parseInput(changePasswordInput, input);
  if (parsed.kind === 'refused') return parsed;
  if (principal.kind !== 'user') return refused(userError('NOT_ALLOWED'));
  const found = await db.user.findUnique({ where: { id: numberOf(principal.userId) } });
  if (found === null) return wrongPassword();
  const tried = { email: found.email, device: `session ${principal.sessionId}` };
  const checked = await tryPassword(db, tried, () => passwords.fits(parsed.value.currentPassword, found.passwordHash));
  if (checked === 'refused') return refused(userError('TOO_MANY_TRIES', undefined, ['currentPassword']));
  if (checked === 'wrong') return wrongPassword();
  const passwordHash = await passwords.hash(parsed.value.newPassword);
  let revocations: Revocation[] = [];
  const outcome = await db.$transaction(async (transaction): Promise<Outcome<User>> => {
    const user = await lockUser(transaction, found.id, 'exclusive');
    if (user?.passwordHash !== found.passwordHash) return wrongPassword(); // changed meanwhile
    const others = principal.sessionId === null ? {} : { id: { not: principal.sessionId } };
    revocations = await endSessions(transaction, { userId: user.id, ...others });
    return done(await transaction.user.update({ where: { id: user.id }, data: { passwordHash } }));
  });
  for (const revocation of revocations) announce(revocation);
  return outcome;
}
