// The ledger: the only writer of quantities. Whatever changes a stock is a line here, in the same statement.
import { emptyStock } from './availability.ts';
import { Prisma, type Stock, type StockMovementReason } from './generated/prisma/client.ts';

export type Transaction = Prisma.TransactionClient;

/** By how much the quantities of one product change. */
export interface Movement {
  readonly productId: number;
  readonly onHand: number;
  readonly reserved: number;
  readonly onOrder: number;
}

export interface Entry {
  readonly reason: StockMovementReason;
  /** The order, delivery note or remark that the movements belong to. */
  readonly reference: string | null;
}

/**
 * Locks the rows of these products until the transaction ends, in the order of their numbers: no two transactions wait for each other in a
 * circle. A product without a row has none of anything.
 */
export async function lockStocks(transaction: Transaction, productIds: readonly number[]): Promise<ReadonlyMap<number, Stock>> {
  const rows = await transaction.$queryRaw<Stock[]>(
    Prisma.sql`SELECT * FROM "Stock" WHERE "productId" = ANY(${[...productIds]}::int4[]) ORDER BY "productId" FOR UPDATE`,
  );
  const byId = new Map(rows.map((row) => [row.productId, row]));
  return new Map(productIds.map((productId) => [productId, byId.get(productId) ?? emptyStock(productId)]));
}

/** Makes the row of a product that has none yet. */
export async function openStock(transaction: Transaction, productId: number): Promise<void> {
  await transaction.$executeRaw(Prisma.sql`INSERT INTO "Stock" ("productId", "onHand") VALUES (${productId}, 0) ON CONFLICT DO NOTHING`);
}

/** Changes quantities and writes the ledger, in one statement however many products. The rows are there, and locked by `lockStocks`. */
export async function book(transaction: Transaction, { reason, reference }: Entry, movements: readonly Movement[]): Promise<void> {
  const column = (name: keyof Movement) => movements.map((movement) => movement[name]);
  // The clock of the statement, not of the transaction's start: under the lock, a product's ids and times rise together.
  await transaction.$executeRaw(Prisma.sql`
    WITH movement AS (
      SELECT * FROM unnest(${column('productId')}::int4[], ${column('onHand')}::int4[], ${column('reserved')}::int4[], ${column('onOrder')}::int4[])
        AS movement("productId", "onHand", "reserved", "onOrder")
    ), moved AS (
      UPDATE "Stock" s SET "onHand" = s."onHand" + m."onHand", "reserved" = s."reserved" + m."reserved", "onOrder" = s."onOrder" + m."onOrder"
      FROM movement m WHERE s."productId" = m."productId"
      RETURNING m.*
    )
    INSERT INTO "StockMovement" ("productId", "delta", "reservedDelta", "reason", "reference", "at")
    SELECT "productId", "onHand", "reserved", ${reason}::"StockMovementReason", ${reference}, clock_timestamp() FROM moved ORDER BY "productId"`);
}
