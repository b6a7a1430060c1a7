// What inventory does for an order: reserve, release, ship. One transaction each, idempotent by order id.
import { numberOf } from '@tributary/subgraph-kit';
import { availableOf } from './availability.ts';
import { Prisma, type PrismaClient, type Reservation, type Stock, type StockMovementReason } from './generated/prisma/client.ts';
import type { ReachedStep } from './steps.ts';

type Transaction = Prisma.TransactionClient;

export interface StockLine {
  readonly productId: string;
  readonly quantity: number;
}

export interface StockResult {
  readonly outcome: 'DONE' | 'SHORT' | 'RELEASED';
  readonly shortages: { readonly productId: string; readonly availableQuantity: number }[];
}

interface OrderStock {
  readonly db: PrismaClient;
  readonly reached: ReachedStep;
  readonly orderId: string;
}

const completed: StockResult = { outcome: 'DONE', shortages: [] };

/** Holds stock for an order, all lines or none. */
export async function reserveStock({ db, reached, orderId }: OrderStock, lines: readonly StockLine[]): Promise<StockResult> {
  await reached('inventory.reserve.started', orderId);
  const result = await db.$transaction(async (transaction) => {
    const earlier = await lockReservation(transaction, orderId, 'HELD');
    if (earlier !== null) return earlier.state === 'RELEASED' ? { outcome: 'RELEASED' as const, shortages: [] } : completed;
    const shortages = await shortagesOf(transaction, lines);
    if (shortages.length > 0) return abandon(transaction, orderId, shortages);
    await transaction.reservationLine.createMany({ data: numbered(lines).map((line) => ({ orderId, ...line })) });
    await move(transaction, orderId, 'RESERVED', numbered(lines), { onHand: 0, reserved: 1 });
    return completed;
  });
  await reached('inventory.reserve.committed', orderId);
  return result;
}

/** Gives back what an order holds. What was shipped stays shipped; an order that never came keeps a tombstone. */
export async function releaseStock({ db, reached, orderId }: OrderStock): Promise<StockResult> {
  await reached('inventory.release.started', orderId);
  await db.$transaction(async (transaction) => {
    const earlier = await lockReservation(transaction, orderId, 'RELEASED');
    if (earlier === null || earlier.state !== 'HELD') return;
    const lines = await transaction.reservationLine.findMany({ where: { orderId } });
    await move(transaction, orderId, 'RELEASED', lines, { onHand: 0, reserved: -1 });
    await transaction.reservation.update({ where: { orderId }, data: { state: 'RELEASED' } });
  });
  await reached('inventory.release.committed', orderId);
  return completed;
}

/** Takes out what an order holds; an order of the source holds nothing and takes from what is available. */
export async function shipStock({ db, reached, orderId }: OrderStock, lines: readonly StockLine[]): Promise<StockResult> {
  await reached('inventory.ship.started', orderId);
  const result = await db.$transaction(async (transaction) => {
    const earlier = await lockReservation(transaction, orderId, 'SHIPPED');
    if (earlier?.state === 'SHIPPED') return completed;
    if (earlier?.state === 'RELEASED') return { outcome: 'RELEASED' as const, shortages: [] };
    if (earlier?.state === 'HELD') {
      const held = await transaction.reservationLine.findMany({ where: { orderId } });
      await move(transaction, orderId, 'SHIPPED', held, { onHand: -1, reserved: -1 });
      await transaction.reservation.update({ where: { orderId }, data: { state: 'SHIPPED' } });
      return completed;
    }
    const shortages = await shortagesOf(transaction, lines);
    if (shortages.length > 0) return abandon(transaction, orderId, shortages);
    await transaction.reservationLine.createMany({ data: numbered(lines).map((line) => ({ orderId, ...line })) });
    await move(transaction, orderId, 'SHIPPED', numbered(lines), { onHand: -1, reserved: 0 });
    return completed;
  });
  await reached('inventory.ship.committed', orderId);
  return result;
}

/** Makes the reservation in the given state and gives null, or locks the earlier one and gives it. */
async function lockReservation(transaction: Transaction, orderId: string, state: Reservation['state']): Promise<Reservation | null> {
  const inserted = await transaction.$executeRaw(
    Prisma.sql`INSERT INTO "Reservation" ("orderId", "state") VALUES (${orderId}, ${state}::"ReservationState") ON CONFLICT DO NOTHING`,
  );
  if (inserted > 0) return null;
  const [reservation] = await transaction.$queryRaw<Reservation[]>(Prisma.sql`SELECT * FROM "Reservation" WHERE "orderId" = ${orderId} FOR UPDATE`);
  return reservation ?? null;
}

/** Refused for want of stock: nothing of it stays, so that a retry can do better. */
async function abandon(transaction: Transaction, orderId: string, shortages: StockResult['shortages']): Promise<StockResult> {
  await transaction.reservation.delete({ where: { orderId } });
  return { outcome: 'SHORT', shortages };
}

interface NumberedLine {
  readonly productId: number;
  readonly quantity: number;
}

const numbered = (lines: readonly StockLine[]): NumberedLine[] => lines.map(({ productId, quantity }) => ({ productId: numberOf(productId), quantity }));

/** Locks the rows of all products, in the order of their numbers so that no two orders wait for each other, and gives what lacks. */
async function shortagesOf(transaction: Transaction, lines: readonly StockLine[]): Promise<StockResult['shortages']> {
  const productIds = numbered(lines).map(({ productId }) => productId);
  const rows = await transaction.$queryRaw<Stock[]>(
    Prisma.sql`SELECT * FROM "Stock" WHERE "productId" = ANY(${productIds}::int4[]) ORDER BY "productId" FOR UPDATE`,
  );
  const available = new Map(rows.map((row) => [row.productId, availableOf(row)]));
  return lines.flatMap(({ productId, quantity }) => {
    const availableQuantity = available.get(numberOf(productId)) ?? 0;
    return availableQuantity < quantity ? [{ productId, availableQuantity }] : [];
  });
}

/** Moves the quantities by the given signs, and writes the ledger. */
async function move(
  transaction: Transaction,
  orderId: string,
  reason: StockMovementReason,
  lines: readonly NumberedLine[],
  sign: { readonly onHand: 0 | -1; readonly reserved: 1 | 0 | -1 },
): Promise<void> {
  const inOrder = [...lines].sort((a, b) => a.productId - b.productId);
  for (const { productId, quantity } of inOrder) {
    const [delta, reservedDelta] = [quantity * sign.onHand, quantity * sign.reserved];
    await transaction.stock.update({ where: { productId }, data: { onHand: { increment: delta }, reserved: { increment: reservedDelta } } });
    await transaction.stockMovement.create({ data: { productId, delta, reservedDelta, reason, reference: orderId } });
  }
}
