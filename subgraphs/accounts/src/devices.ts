// Devices that people have signed in on: strangers who try passwords cannot lock their owners out of those.
import type { Principal } from '@tributary/auth-kit';
import type { Prisma, PrismaClient } from './generated/prisma/client.ts';
import { hashOf, newSecret } from './secrets.ts';

const validMs = 180 * 24 * 60 * 60 * 1000;

/** Names the device of a user that a token, or a session of theirs, shows; null when neither does. */
export async function knownDeviceOf(
  db: PrismaClient,
  userId: number | null,
  { token, principal }: { readonly token: string | null; readonly principal: Principal },
): Promise<string | null> {
  // Asked for also when there is no such user: the time of an answer must not tell.
  const device = token === null ? null : await db.knownDevice.findUnique({ where: { hash: hashOf(token) } });
  if (userId !== null && device?.userId === userId && device.expiresAt > new Date()) return device.hash;
  const isOwn = principal.kind === 'user' && principal.userId === String(userId) && principal.sessionId !== null;
  return isOwn ? `session ${principal.sessionId}` : null;
}

/** Makes a user's device known, or known for longer when its token is theirs; gives the token. */
export async function rememberDevice(transaction: Prisma.TransactionClient, userId: number, token: string | null): Promise<string> {
  const expiresAt = new Date(Date.now() + validMs);
  if (token !== null) {
    const { count } = await transaction.knownDevice.updateMany({ where: { hash: hashOf(token), userId }, data: { expiresAt } });
    if (count > 0) return token;
  }
  const made = newSecret();
  await transaction.knownDevice.create({ data: { hash: hashOf(made), userId, expiresAt } });
  return made;
}
