// Idempotent commands: a key belongs to a subject and a mutation, and what took effect is remembered with the effect.
import { createHash, randomUUID } from 'node:crypto';
import { sqltag as sql } from '@prisma/client/runtime/client';
import { type Principal, subjectOf } from '@tributary/auth-kit';
import { AppError } from '@tributary/errors';
import type { UserError } from './commands.ts';
import type { RawClient } from './database.ts';

export type IdempotentOutcome =
  | { readonly kind: 'done'; readonly objectId: string }
  | { readonly kind: 'refused'; readonly userErrors: UserError[] };

export interface IdempotencyClaim {
  /**
   * Stores the outcome; called inside the transaction that has the effect, so that both happen or neither.
   * @throws {AppError} IDEMPOTENCY_IN_PROGRESS when the claim was taken over because its lease ran out.
   */
  complete(transaction: RawClient, objectId: string): Promise<void>;
}

export interface IdempotentRequest {
  readonly client: RawClient;
  readonly principal: Principal;
  readonly mutation: string;
  readonly key: string;
  /** Compared by content: the same key with other input is an error. */
  readonly input: unknown;
  /** How long a command may run before another request may take it over; 30 s unless given. */
  readonly leaseMs?: number;
}

/**
 * Runs a command at most once per key. A repeat of a command that took effect answers its object without running it;
 * a command that was refused or failed leaves no trace, so a retry runs again.
 * @throws {AppError} IDEMPOTENCY_KEY_REUSED, IDEMPOTENCY_IN_PROGRESS
 */
export async function runIdempotently(
  request: IdempotentRequest,
  command: (claim: IdempotencyClaim) => Promise<IdempotentOutcome>,
): Promise<IdempotentOutcome> {
  const { client, mutation, key } = request;
  const subject = subjectOf(request.principal);
  const token = randomUUID();
  const earlier = await claimOrFind(request, subject, token);
  if (earlier !== null) return { kind: 'done', objectId: earlier };
  const mine = sql`"subject" = ${subject} AND "mutation" = ${mutation} AND "key" = ${key} AND "token" = ${token} AND "objectId" IS NULL`;
  try {
    return await command({
      async complete(transaction, objectId) {
        const updated = await transaction.$executeRaw(sql`UPDATE "IdempotencyKey" SET "objectId" = ${objectId} WHERE ${mine}`);
        if (updated === 0) throw new AppError('IDEMPOTENCY_IN_PROGRESS');
      },
    });
  } finally {
    // Only what did not take effect: a completed claim has an object and stays.
    await client.$executeRaw(sql`DELETE FROM "IdempotencyKey" WHERE ${mine}`);
  }
}

/** Claims the key, or gives the object of the command that took effect under it. */
async function claimOrFind(
  { client, mutation, key, input, leaseMs = 30_000 }: IdempotentRequest,
  subject: string,
  token: string,
): Promise<string | null> {
  const inputHash = createHash('sha256').update(canonicalJson(input)).digest('hex');
  // Takes over a claim whose process died: its lease is over and nothing took effect.
  const claimed = await client.$executeRaw(sql`
    INSERT INTO "IdempotencyKey" ("subject", "mutation", "key", "inputHash", "token", "leasedUntil")
    VALUES (${subject}, ${mutation}, ${key}, ${inputHash}, ${token}, now() + ${leaseMs}::int * interval '1 millisecond')
    ON CONFLICT ("subject", "mutation", "key") DO UPDATE SET "token" = excluded."token", "leasedUntil" = excluded."leasedUntil"
    WHERE "IdempotencyKey"."objectId" IS NULL AND "IdempotencyKey"."leasedUntil" < now() AND "IdempotencyKey"."inputHash" = excluded."inputHash"`);
  if (claimed > 0) return null;
  const [row] = await client.$queryRaw<{ inputHash: string; objectId: string | null }[]>(sql`
    SELECT "inputHash", "objectId" FROM "IdempotencyKey" WHERE "subject" = ${subject} AND "mutation" = ${mutation} AND "key" = ${key}`);
  // Gone between the two statements: the other request was refused just now; asking again is right.
  if (row === undefined) throw new AppError('IDEMPOTENCY_IN_PROGRESS');
  if (row.inputHash !== inputHash) throw new AppError('IDEMPOTENCY_KEY_REUSED');
  if (row.objectId === null) throw new AppError('IDEMPOTENCY_IN_PROGRESS');
  return row.objectId;
}

/** JSON with sorted keys: the same input gives the same text however its fields were ordered. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
