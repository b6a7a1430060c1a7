// What must stop working: rows that the gateway reads, written in the transaction that decides it.
import { accessTokenSeconds } from './access-tokens.ts';
import type { Prisma, PrismaClient, Revocation, RevocationKind } from './generated/prisma/client.ts';

/** Longer than a token and a clock's error: then nothing that it concerns can exist. */
const keptMs = (accessTokenSeconds + 60) * 1000;
/** Rows become visible when their transaction commits, not when they are numbered: each answer reaches back this far. */
const overlapMs = 30_000;

/** Writes a revocation for each subject, in one statement; the caller announces them after the commit. */
export async function revoke(
  transaction: Prisma.TransactionClient,
  kind: RevocationKind,
  subjectIds: readonly string[],
  now: Date,
): Promise<Revocation[]> {
  if (subjectIds.length === 0) return [];
  const expiresAt = new Date(now.getTime() + keptMs);
  return transaction.revocation.createManyAndReturn({
    data: subjectIds.map((subjectId) => ({ kind, subjectId, notBefore: now, expiresAt })),
  });
}

/** What became refused since the cursor, and some of what came before; everything still of interest without one. */
export async function revocationsSince(
  db: PrismaClient,
  cursor: string | null,
  now: Date,
): Promise<{ cursor: string; entries: Revocation[] }> {
  const since = new Date(cursor === null ? 0 : Number(cursor) - overlapMs);
  const entries = await db.revocation.findMany({ where: { createdAt: { gt: since }, expiresAt: { gt: now } }, orderBy: { id: 'asc' } });
  return { cursor: String(now.getTime()), entries };
}
