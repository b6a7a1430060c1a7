// Tokens of mails: random, stored as a hash, good once and for a while.
import type { Prisma, PrismaClient, TokenPurpose } from './generated/prisma/client.ts';
import { hashOf, newSecret } from './secrets.ts';

const hourMs = 60 * 60 * 1000;
const validMs: Readonly<Record<TokenPurpose, number>> = { INVITE: 7 * 24 * hourMs, RESET: hourMs };

/** Makes a token. Those before it go on working: whoever asks for tokens again and again must not keep their owner from using one. */
export async function issueToken(db: Prisma.TransactionClient, purpose: TokenPurpose, userId: number): Promise<string> {
  const token = newSecret();
  const now = new Date();
  await db.oneTimeToken.create({ data: { hash: hashOf(token), userId, purpose, expiresAt: new Date(now.getTime() + validMs[purpose]) } });
  return token;
}

/** How many tokens were made that are not older than they may be, used or not. */
export async function countTokens(db: Prisma.TransactionClient, purpose: TokenPurpose, userId: number): Promise<number> {
  return db.oneTimeToken.count({ where: { userId, purpose, expiresAt: { gt: new Date() } } });
}

/** Whether a token would work now. */
export async function isGoodToken(db: PrismaClient, purpose: TokenPurpose, token: string): Promise<boolean> {
  return (await db.oneTimeToken.count({ where: { hash: hashOf(token), purpose, usedAt: null, expiresAt: { gt: new Date() } } })) > 0;
}

/** Uses a token up, with all others of its purpose and owner, and gives whose it was; null when it is unknown, used or expired. */
export async function spendToken(transaction: Prisma.TransactionClient, purpose: TokenPurpose, token: string): Promise<number | null> {
  const now = new Date();
  const [spent] = await transaction.oneTimeToken.updateManyAndReturn({
    where: { hash: hashOf(token), purpose, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  if (spent === undefined) return null;
  await transaction.oneTimeToken.updateMany({ where: { userId: spent.userId, purpose, usedAt: null }, data: { usedAt: now } });
  return spent.userId;
}
