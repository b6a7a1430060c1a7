// Ships an order: the intent first, then its stock, then the order.
import { type AuditedRequest, done, numberOf, type Outcome, parseInput, refused, userError } from '@tributary/subgraph-kit';
import { busy, lockForMove, move, type Transaction, userIdOf } from './change-order.ts';
import type { Context } from './context.ts';
import type { StockLine } from './datasources/stock-room.ts';
import type { Order, OrderIntent, PrismaClient } from './generated/prisma/client.ts';
import { shipOrderInput } from './inputs.ts';
import { abandon, intend, settle } from './intents.ts';
import { shortageErrors } from './price-lines.ts';

/** @throws {AppError} DOWNSTREAM_SERVICE_ERROR when inventory does not answer; the reconciler then finishes it, or not at all. */
export async function shipOrder(context: Context, input: unknown): Promise<Outcome<Order>> {
  const { db, stockRoom, requestId, reached } = context;
  const parsed = parseInput(shipOrderInput, input);
  if (parsed.kind === 'refused') return parsed;
  const intended = await intendToShip(context, parsed.value);
  if (intended.kind === 'refused') return intended;
  const { id, attempt } = intended.value;
  await reached('ship.intended', String(id));
  const lines = await stockLinesOf(db, id);
  const shipment = await stockRoom.ship(String(id), attempt, lines, requestId).catch(async (error: unknown) => {
    await abandon(db, id);
    throw error;
  });
  if (shipment.outcome !== 'DONE') {
    await settle(db, id, 'SHIP', attempt);
    // This command was so slow that the reconciler ended it.
    if (shipment.outcome === 'RELEASED') return busy();
    const left = new Map(shipment.shortages.map(({ productId, availableQuantity }) => [productId, availableQuantity]));
    return refused(...shortageErrors(lines, left).map((error) => ({ ...error, path: ['id'] })));
  }
  await reached('ship.shipped', String(id));
  const order = await completeShipping(db, context, id, attempt);
  await reached('ship.committed', String(id));
  return done(order);
}

async function intendToShip(
  { db, principal, intentLeaseMs }: Context,
  { shipperId, ...target }: { id: string; expectedVersion?: number | null | undefined; shipperId: string },
): Promise<Outcome<{ readonly id: number; readonly attempt: string }>> {
  return db.$transaction(async (transaction): Promise<Outcome<{ readonly id: number; readonly attempt: string }>> => {
    const order = await lockForMove(transaction, principal, { ...target, to: 'SHIPPED' });
    if (order.kind === 'refused') return order;
    const shipper = await transaction.shipper.findUnique({ where: { id: numberOf(shipperId) } });
    if (shipper === null) return refused(userError('NOT_FOUND', 'There is no such shipper.', ['shipperId']));
    const intent = { orderId: order.value.id, kind: 'SHIP' as const, shipperId: shipper.id, byUser: userIdOf(principal) };
    const attempt = await intend(transaction, intent, intentLeaseMs);
    return attempt === null ? busy() : done({ id: order.value.id, attempt });
  });
}

export async function stockLinesOf(db: PrismaClient | Transaction, orderId: number): Promise<StockLine[]> {
  const lines = await db.orderLine.findMany({ where: { orderId }, orderBy: { position: 'asc' } });
  return lines.map(({ productId, quantity }) => ({ productId: String(productId), quantity }));
}

/** Moves the order to SHIPPED and ends the intent; done by the command or by the reconciler, whichever comes first. */
export async function completeShipping(db: PrismaClient, request: AuditedRequest, orderId: number, attempt: string): Promise<Order> {
  return db.$transaction(async (transaction) => {
    const intent: OrderIntent | null = await transaction.orderIntent.findUnique({ where: { orderId } });
    // Deleting decides who of two was first: the other finds the order as it is.
    if (intent === null || !(await settle(transaction, orderId, 'SHIP', attempt)))
      return transaction.order.findUniqueOrThrow({ where: { id: orderId } });
    return move(
      transaction,
      request,
      { id: orderId, status: 'CONFIRMED' }, // no other status has an intent to ship
      { status: 'SHIPPED', byUser: intent.byUser, shippedAt: new Date(), shipperId: intent.shipperId },
    );
  });
}
