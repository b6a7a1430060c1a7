// Intents: what a command that spans services is about to do, written before its first remote step (ADR 0002).
import { type IntentKind, type OrderIntent, Prisma, type PrismaClient } from './generated/prisma/client.ts';

type Writer = PrismaClient | Prisma.TransactionClient;

/** Takes the number of a new order and writes the intent to place it. */
export async function intendToPlace(db: Writer, leaseMs: number): Promise<number> {
  const [row] = await db.$queryRaw<{ orderId: number }[]>(Prisma.sql`
    INSERT INTO "OrderIntent" ("orderId", "kind", "leasedUntil")
    VALUES (nextval(pg_get_serial_sequence('"Order"', 'id'))::int, 'PLACE', now() + ${leaseMs}::int * interval '1 millisecond')
    RETURNING "orderId"`);
  if (row === undefined) throw new Error('PostgreSQL inserted an intent and returned none.');
  return row.orderId;
}

/** Writes an intent for an order and names the try; null when another command is at work on it. */
export async function intend(
  db: Writer,
  intent: { orderId: number; kind: IntentKind; shipperId?: number; byUser: string | null },
  leaseMs: number,
): Promise<string | null> {
  const [inserted] = await db.$queryRaw<{ attempt: string }[]>(Prisma.sql`
    INSERT INTO "OrderIntent" ("orderId", "kind", "shipperId", "byUser", "leasedUntil")
    VALUES (${intent.orderId}, ${intent.kind}::"IntentKind", ${intent.shipperId ?? null}::int, ${intent.byUser}, now() + ${leaseMs}::int * interval '1 millisecond')
    ON CONFLICT DO NOTHING RETURNING "attempt"`);
  return inserted?.attempt ?? null;
}

/** Removes an intent; false when it is gone, has become another kind or is another try's: the reconciler was faster. */
export async function settle(db: Writer, orderId: number, kind: IntentKind, attempt: string | null = null): Promise<boolean> {
  const deleted = await db.$executeRaw(Prisma.sql`
    DELETE FROM "OrderIntent"
    WHERE "orderId" = ${orderId} AND "kind" = ${kind}::"IntentKind" AND (${attempt}::uuid IS NULL OR "attempt" = ${attempt}::uuid)`);
  return deleted > 0;
}

/** Hands an intent to the reconciler at once, when nobody knows whether the remote step took effect. */
export async function abandon(db: Writer, orderId: number): Promise<void> {
  await db.$executeRaw(Prisma.sql`UPDATE "OrderIntent" SET "leasedUntil" = now() WHERE "orderId" = ${orderId}`);
}

/** Takes over intents whose lease is over. A PLACE becomes UNDO, so that its command can no longer commit. */
export async function takeOver(db: Writer, leaseMs: number): Promise<OrderIntent[]> {
  return db.$queryRaw<OrderIntent[]>(Prisma.sql`
    UPDATE "OrderIntent" SET
      "kind" = CASE WHEN "kind" = 'PLACE' THEN 'UNDO'::"IntentKind" ELSE "kind" END,
      "leasedUntil" = now() + ${leaseMs}::int * interval '1 millisecond'
    WHERE "orderId" IN (SELECT "orderId" FROM "OrderIntent" WHERE "leasedUntil" <= now() ORDER BY "leasedUntil" LIMIT 20 FOR UPDATE SKIP LOCKED)
    RETURNING *`);
}
