// Business rules of users: invitations, roles, status.
import { AppError } from '@tributary/errors';
import { done, numberOf, type Outcome, parseInput, recordAudit, refused, type UserError, userError } from '@tributary/subgraph-kit';
import { z } from 'zod';
import type { Context } from './context.ts';
import { Prisma, type Revocation, type Role, type User } from './generated/prisma/client.ts';
import { inviteMail } from './mails.ts';
import { issueToken } from './one-time-tokens.ts';
import { revoke } from './revocations.ts';
import { endSessions } from './sessions.ts';

type Transaction = Prisma.TransactionClient;

const place = {
  role: z.enum(['CUSTOMER', 'SALES', 'MANAGER', 'ADMIN']),
  customerId: z.string().nullish(),
  employeeId: z.string().nullish(),
};
const inviteUserInput = z.object({
  email: z.string(),
  name: z.string().trim().min(1, 'Give a name.').max(200, 'A name has at most 200 characters.'),
  ...place,
});
const changeUserRoleInput = z.object({ userId: z.string(), ...place });
const setUserStatusInput = z.object({
  userId: z.string(),
  status: z.enum(['ACTIVE', 'BLOCKED'], 'INVITED cannot be set; invite the person instead.'),
  reason: z.string().max(500, 'A reason has at most 500 characters.').nullish(),
});

/** Invites a person by mail. */
export async function inviteUser(context: Context, input: unknown): Promise<Outcome<User>> {
  const { db, mail } = context;
  const parsed = parseInput(inviteUserInput, input);
  if (parsed.kind === 'refused') return parsed;
  const { name, email, ...wanted } = parsed.value;
  try {
    return await db.$transaction(async (transaction): Promise<Outcome<User>> => {
      const belongs = await belongingOf(transaction, wanted);
      if (belongs.kind === 'refused') return belongs;
      const user = await transaction.user.create({
        data: { name, email: email.toLowerCase(), role: wanted.role, status: 'INVITED', ...belongs.value },
      });
      await recordAudit(transaction, context, { action: 'user.invite', ...entryOf(user), after: user });
      // Before the commit: a person whom no mail reached must not stand in the way of inviting them again.
      await mail.send(inviteMail(user, await issueToken(transaction, 'INVITE', user.id)));
      return done(user);
    });
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')) throw error;
    return refused(userError('ALREADY_EXISTS', 'There is a user with this e-mail address.', ['email']));
  }
}

/** Gives a user another role. Tokens with the old one stop working; refreshing gives the new one. */
export async function changeUserRole(context: Context, input: unknown): Promise<Outcome<User>> {
  const parsed = parseInput(changeUserRoleInput, input);
  if (parsed.kind === 'refused') return parsed;
  const { userId, ...wanted } = parsed.value;
  return changeUser(context, userId, async (transaction, user) => {
    if (wanted.role !== 'ADMIN' && (await isLastAdmin(transaction, user))) return lastAdmin('role');
    const belongs = await belongingOf(transaction, keptBy(user, wanted));
    if (belongs.kind === 'refused') return belongs;
    const changed = await transaction.user.update({ where: { id: user.id }, data: { role: wanted.role, ...belongs.value } });
    await recordAudit(transaction, context, { action: 'user.changeRole', ...entryOf(user), before: user, after: changed });
    return done({ user: changed, revocations: await revoke(transaction, 'USER', [String(user.id)], new Date()) });
  });
}

/** Blocks a user, or lets them in again. Blocking ends their sessions and stops their keys. */
export async function setUserStatus(context: Context, input: unknown): Promise<Outcome<User>> {
  const parsed = parseInput(setUserStatusInput, input);
  if (parsed.kind === 'refused') return parsed;
  const { userId, status, reason } = parsed.value;
  return changeUser(context, userId, async (transaction, user) => {
    if (user.status === 'INVITED' && status === 'ACTIVE') {
      return refused(userError('NOT_ALLOWED', 'An invited person becomes active by accepting the invitation.', ['status']));
    }
    if (status === 'BLOCKED' && (await isLastAdmin(transaction, user))) return lastAdmin('status');
    // Whoever never chose a password goes back to being invited.
    const next = status === 'ACTIVE' && user.passwordHash === null ? 'INVITED' : status;
    const changed = await transaction.user.update({ where: { id: user.id }, data: { status: next } });
    const told = (row: User, why: string | null = null) => ({ status: row.status, ...(why !== null && { reason: why }) });
    await recordAudit(transaction, context, {
      action: 'user.setStatus',
      ...entryOf(user),
      before: told(user),
      after: told(changed, reason),
    });
    if (status === 'ACTIVE') return done({ user: changed, revocations: [] });
    context.logger.info('a user was blocked', { userId: user.id, reason: reason ?? null });
    const ended = await endSessions(transaction, { userId: user.id });
    return done({ user: changed, revocations: [...ended, ...(await revoke(transaction, 'USER', [String(user.id)], new Date()))] });
  });
}

/** What the audit trail calls a user; what it says of them is under their key. */
export const entryOf = ({ id }: Pick<User, 'id'>) => ({ object: { type: 'User', id }, about: `user:${id}` });

interface Changed {
  readonly user: User;
  readonly revocations: readonly Revocation[];
}

/** Changes a user whom the transaction has locked, and announces what stops working by it. */
export async function changeUser(
  { db, announce }: Context,
  userId: string,
  change: (transaction: Transaction, user: User) => Promise<Outcome<Changed>>,
): Promise<Outcome<User>> {
  const outcome = await db.$transaction(async (transaction): Promise<Outcome<Changed>> => {
    // All administrators are locked in one order: two of them cannot demote each other at the same time.
    await transaction.$queryRaw(
      Prisma.sql`SELECT 1 FROM "User" WHERE "role" = 'ADMIN' OR "id" = ${numberOf(userId)} ORDER BY "id" FOR UPDATE`,
    );
    const user = await transaction.user.findUnique({ where: { id: numberOf(userId) } });
    return user === null ? refused(userError('NOT_FOUND', undefined, ['userId'])) : change(transaction, user);
  });
  if (outcome.kind === 'refused') return outcome;
  for (const revocation of outcome.value.revocations) announce(revocation);
  return done(outcome.value.user);
}

export async function isLastAdmin(transaction: Transaction, { id, role, status }: User): Promise<boolean> {
  if (role !== 'ADMIN' || status !== 'ACTIVE') return false;
  return (await transaction.user.count({ where: { role: 'ADMIN', status: 'ACTIVE', id: { not: id } } })) === 0;
}

export const lastAdmin = (field: string) => refused(userError('LAST_ADMIN', undefined, [field]));

interface Wanted {
  readonly role: Role;
  readonly customerId?: string | null | undefined;
  readonly employeeId?: string | null | undefined;
}

/** What is absent stays as it is, as far as it goes with the role; null clears. */
function keptBy(user: User, wanted: Wanted): Wanted {
  if (wanted.role === 'CUSTOMER') return { ...wanted, customerId: wanted.customerId === undefined ? user.customerId : wanted.customerId };
  const employeeId = user.employeeId === null ? null : String(user.employeeId);
  return { ...wanted, employeeId: wanted.employeeId === undefined ? employeeId : wanted.employeeId };
}

/** The company or employee that a role needs, if they exist. */
async function belongingOf(
  transaction: Transaction,
  { role, customerId, employeeId }: Wanted,
): Promise<Outcome<{ customerId: string | null; employeeId: number | null }>> {
  if (role === 'CUSTOMER') {
    if (employeeId != null) return wrong('INVALID_INPUT', 'employeeId', 'A customer is no employee.');
    if (customerId == null) return wrong('REQUIRED', 'customerId', 'Say which company the person buys for.');
    const customer = await transaction.customer.findUnique({ where: { id: customerId } });
    return customer === null ? wrong('NOT_FOUND', 'customerId', 'There is no such company.') : done({ customerId, employeeId: null });
  }
  if (customerId != null) return wrong('INVALID_INPUT', 'customerId', 'Staff buy for no company.');
  if (employeeId == null) {
    return role === 'ADMIN'
      ? done({ customerId: null, employeeId: null })
      : wrong('REQUIRED', 'employeeId', 'Say which employee the person is.');
  }
  const employee = await transaction.employee.findUnique({ where: { id: numberOf(employeeId) } });
  return employee === null
    ? wrong('NOT_FOUND', 'employeeId', 'There is no such employee.')
    : done({ customerId: null, employeeId: employee.id });
}

function wrong(code: UserError['code'], field: string, message: string) {
  return refused(userError(code, message, [field]));
}

/** "Maria A." */
export function displayNameOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const [first] = words;
  if (first === undefined) throw new AppError('INTERNAL_SERVER_ERROR');
  const [initial] = words.length > 1 ? (words.at(-1) ?? '') : '';
  return initial === undefined ? first : `${first} ${initial.toUpperCase()}.`;
}
