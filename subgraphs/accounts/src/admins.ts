// The first administrator, made by whoever runs the system: there is nobody yet who could invite them.
import { done, type Outcome, parseInput, refused, userError } from '@tributary/subgraph-kit';
import { z } from 'zod';
import type { Parts } from './context.ts';
import { Prisma, type User } from './generated/prisma/client.ts';
import { inviteMail } from './mails.ts';
import { issueToken } from './one-time-tokens.ts';
import { newPassword } from './passwords.ts';

const createAdminInput = z.object({
  email: z.email('This is no e-mail address.').max(320, 'An address has at most 320 characters.'),
  name: z.string().trim().min(1, 'Give a name.').max(200, 'A name has at most 200 characters.'),
  /** Null: they are invited by mail, and choose it themselves. */
  password: newPassword.nullable(),
  /** Whether there may be one already. */
  another: z.boolean(),
});

/** Makes an administrator: active with a password, or invited. Two at a time make one. */
export async function createAdmin(
  { db, passwords, mail }: Pick<Parts, 'db' | 'passwords' | 'mail'>,
  input: unknown,
): Promise<Outcome<User>> {
  const parsed = parseInput(createAdminInput, input);
  if (parsed.kind === 'refused') return parsed;
  const { email, name, password, another } = parsed.value;
  const passwordHash = password === null ? null : await passwords.hash(password);
  return db.$transaction(async (transaction): Promise<Outcome<User>> => {
    await transaction.$executeRaw(Prisma.sql`LOCK TABLE "User" IN SHARE ROW EXCLUSIVE MODE`);
    if (!another && (await transaction.user.count({ where: { role: 'ADMIN', status: { not: 'BLOCKED' } } })) > 0)
      return refused(userError('ALREADY_EXISTS', 'There is an administrator already; --another makes one more.'));
    if ((await transaction.user.count({ where: { email: email.toLowerCase() } })) > 0)
      return refused(userError('ALREADY_EXISTS', 'There is a user with this e-mail address.', ['email']));
    const status = passwordHash === null ? 'INVITED' : 'ACTIVE';
    const user = await transaction.user.create({ data: { email: email.toLowerCase(), name, role: 'ADMIN', status, passwordHash } });
    // Before the commit: a person whom no mail reached must not stand in the way of inviting them again.
    if (passwordHash === null) await mail.send(inviteMail(user, await issueToken(transaction, 'INVITE', user.id)));
    return done(user);
  });
}
