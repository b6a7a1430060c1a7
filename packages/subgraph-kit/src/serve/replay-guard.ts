// Remembers the nonces of signed mutations until their signatures expire, in the database: a replay fails on every replica.
import { sqltag as sql } from '@prisma/client/runtime/client';
import { AppError } from '@tributary/errors';
import type { RawClient } from '../database.ts';

/** @throws {AppError} UNAUTHENTICATED when the nonce was seen before. */
export type ReplayGuard = (nonce: string, expiresAt: Date) => Promise<void>;

const sweepEvery = 1_000;

export function createReplayGuard(client: RawClient): ReplayGuard {
  let seen = 0;
  return async (nonce, expiresAt) => {
    const inserted = await client.$executeRaw(
      sql`INSERT INTO "UsedNonce" ("nonce", "expiresAt") VALUES (${nonce}, ${expiresAt}) ON CONFLICT DO NOTHING`,
    );
    if (inserted === 0) throw new AppError('UNAUTHENTICATED', 'This request was sent before.');
    seen += 1;
    if (seen % sweepEvery === 0) await client.$executeRaw(sql`DELETE FROM "UsedNonce" WHERE "expiresAt" < now() - interval '1 minute'`);
  };
}
