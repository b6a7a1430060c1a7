// What inventory does for an order: reserve, release, ship. One transaction each, idempotent by order id.
import { AppError } from '@tributary/errors';
import { numberOf } from '@tributary/subgraph-kit';
import type { z } from 'zod';
import { availableOf } from './availability.ts';
import { Prisma, type PrismaClient, type Reservation, type StockMovementReason } from './generated/prisma/client.ts';
import { attemptInput, orderIdInput, stockLinesInput } from './inputs.ts';
import { book, lockStocks, type Transaction } from './ledger.ts';
import type { OrderStep, ReachedStep } from './steps.ts';
import type { TakeTurn } from './turns.ts';

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
  readonly takeTurn: TakeTurn;
  readonly orderId: string;
}

/** How long a refused try is remembered; no command lives that long. */
const refusalMs = 24 * 60 * 60 * 1_000;

const completed: StockResult = { outcome: 'DONE', shortages: [] };
const releasedBefore: StockResult = { outcome: 'RELEASED', shortages: [] };

/** Holds stock for an order, all lines or none. @throws {AppError} BAD_USER_INPUT */
export async function reserveStock(order: OrderStock, lines: readonly StockLine[]): Promise<StockResult> {
  const needed = accepted(stockLinesInput, lines);
  return runStep('reserve', order, async (transaction) => {
    const earlier = await claimOrLock(transaction, order.orderId, 'HELD');
    if (earlier === null) return takeLines(transaction, order.orderId, needed, reserving);
    return nothingToDo(earlier.state === 'RELEASED' ? releasedBefore : completed);
  });
}

/** Gives back what an order holds. What was shipped stays shipped; an order that never came leaves a tombstone. @throws {AppError} BAD_USER_INPUT */
export async function releaseStock(order: OrderStock): Promise<StockResult> {
  return runStep('release', order, async (transaction) => {
    const earlier = await claimOrLock(transaction, order.orderId, 'RELEASED');
    if (earlier === null) return { result: completed, wrote: true };
    return earlier.state === 'HELD' ? endHold(transaction, order.orderId, 'RELEASED') : nothingToDo(completed);
  });
}

/**
 * Takes out what an order holds; an order that never held anything takes its lines from what is available. A try that was short stays
 * refused: its command may come again after its caller was told, and must not take stock that has arrived since.
 * @throws {AppError} BAD_USER_INPUT
 */
export async function shipStock(order: OrderStock, attempt: string, lines: readonly StockLine[]): Promise<StockResult> {
  const needed = accepted(stockLinesInput, lines);
  accepted(attemptInput, attempt);
  return runStep('ship', order, async (transaction) => {
    const earlier = await claimOrLock(transaction, order.orderId, 'SHIPPED');
    if (earlier === null) return shipUnheld(transaction, { orderId: order.orderId, attempt, lines: needed });
    if (earlier.state === 'HELD') return endHold(transaction, order.orderId, 'SHIPPED');
    return nothingToDo(earlier.state === 'RELEASED' ? releasedBefore : completed);
  });
}

async function shipUnheld(
  transaction: Transaction,
  { orderId, attempt, lines }: { readonly orderId: string; readonly attempt: string; readonly lines: readonly StockLine[] },
): Promise<Work> {
  if ((await transaction.refusedShipment.findUnique({ where: { orderId_attempt: { orderId, attempt } } })) !== null) {
    await transaction.reservation.delete({ where: { orderId } });
    return nothingToDo(releasedBefore);
  }
  const work = await takeLines(transaction, orderId, lines, shippingUnheld);
  if (work.result.outcome !== 'SHORT') return work;
  await transaction.refusedShipment.deleteMany({ where: { createdAt: { lt: new Date(Date.now() - refusalMs) } } });
  await transaction.refusedShipment.create({ data: { orderId, attempt } });
  return { ...work, wrote: true };
}

interface Work {
  readonly result: StockResult;
  /** Whether there is something to commit. */
  readonly wrote: boolean;
}

const nothingToDo = (result: StockResult): Work => ({ result, wrote: false });

/** Runs one step on an order's stock in a transaction, and tells the step hook where it is. */
async function runStep(name: OrderStep, order: OrderStock, work: (transaction: Transaction) => Promise<Work>): Promise<StockResult> {
  const { db, reached, takeTurn, orderId } = order;
  accepted(orderIdInput, orderId);
  await reached(`inventory.${name}.started`, orderId);
  const transact = () =>
    db.$transaction(async (transaction) => {
      const { result, wrote } = await work(transaction);
      if (wrote) await reached(`inventory.${name}.written`, orderId);
      return result;
    });
  const result = await takeTurn(transact);
  await reached(`inventory.${name}.committed`, orderId);
  return result;
}

/** Only our own services come here: what they send wrong is a fault, not something for a person to correct. */
function accepted<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new AppError('BAD_USER_INPUT', parsed.error.issues[0]?.message);
  return parsed.data;
}

/** Makes the reservation in the given state and gives null; or locks the earlier one and gives it. */
async function claimOrLock(transaction: Transaction, orderId: string, state: Reservation['state']): Promise<Reservation | null> {
  const inserted = await transaction.$executeRaw(
    Prisma.sql`INSERT INTO "Reservation" ("orderId", "state") VALUES (${orderId}, ${state}::"ReservationState") ON CONFLICT DO NOTHING`,
  );
  if (inserted > 0) return null;
  const [earlier] = await transaction.$queryRaw<Reservation[]>(
    Prisma.sql`SELECT * FROM "Reservation" WHERE "orderId" = ${orderId} FOR UPDATE`,
  );
  if (earlier === undefined) throw new Error(`The reservation of order ${orderId} vanished: nothing deletes committed ones.`);
  return earlier;
}

/** How a line of an order moves stock, per item. */
interface Move {
  readonly reason: StockMovementReason;
  readonly onHand: 0 | -1;
  readonly reserved: 1 | 0 | -1;
}

const reserving: Move = { reason: 'RESERVED', onHand: 0, reserved: 1 };
const releasing: Move = { reason: 'RELEASED', onHand: 0, reserved: -1 };
const shippingHeld: Move = { reason: 'SHIPPED', onHand: -1, reserved: -1 };
const shippingUnheld: Move = { reason: 'SHIPPED', onHand: -1, reserved: 0 };

/** Takes the lines of an order that holds nothing from what is available, all or none. */
async function takeLines(transaction: Transaction, orderId: string, lines: readonly StockLine[], move: Move): Promise<Work> {
  const numbered = lines.map(({ productId, quantity }) => ({ productId: numberOf(productId), quantity }));
  const stocks = await lockStocks(
    transaction,
    numbered.map(({ productId }) => productId),
  );
  const shortages = lines.flatMap(({ productId, quantity }) => {
    const stock = stocks.get(numberOf(productId));
    const availableQuantity = stock === undefined ? 0 : availableOf(stock);
    return availableQuantity < quantity ? [{ productId, availableQuantity }] : [];
  });
  if (shortages.length > 0) {
    // Nothing of it stays, so that a retry can do better.
    await transaction.reservation.delete({ where: { orderId } });
    return { result: { outcome: 'SHORT', shortages }, wrote: false };
  }
  await transaction.reservationLine.createMany({ data: numbered.map((line) => ({ orderId, ...line })) });
  await bookLines(transaction, orderId, numbered, move);
  return { result: completed, wrote: true };
}

/** Ends what an order holds: given back, or taken out. */
async function endHold(transaction: Transaction, orderId: string, state: 'RELEASED' | 'SHIPPED'): Promise<Work> {
  const lines = await transaction.reservationLine.findMany({ where: { orderId } });
  await lockStocks(
    transaction,
    lines.map(({ productId }) => productId),
  );
  await bookLines(transaction, orderId, lines, state === 'RELEASED' ? releasing : shippingHeld);
  await transaction.reservation.update({ where: { orderId }, data: { state } });
  return { result: completed, wrote: true };
}

interface NumberedLine {
  readonly productId: number;
  readonly quantity: number;
}

async function bookLines(
  transaction: Transaction,
  orderId: string,
  lines: readonly NumberedLine[],
  { reason, onHand, reserved }: Move,
): Promise<void> {
  const movements = lines.map(({ productId, quantity }) => ({
    productId,
    onHand: quantity * onHand,
    reserved: quantity * reserved,
    onOrder: 0,
  }));
  await book(transaction, { reason, reference: orderId }, movements);
}
