// Cancels an order: the order first, with the intent to release its stock in the same transaction; then the stock.
import { done, type Outcome, parseInput } from '@tributary/subgraph-kit';
import { busy, lockForMove, move, userIdOf } from './change-order.ts';
import type { Context } from './context.ts';
import type { Order } from './generated/prisma/client.ts';
import { cancelOrderInput } from './inputs.ts';
import { abandon, intend, settle } from './intents.ts';
import { countSale } from './sales.ts';

export async function cancelOrder(context: Context, input: unknown): Promise<Outcome<Order>> {
  const { db, principal, reached, intentLeaseMs } = context;
  const parsed = parseInput(cancelOrderInput, input);
  if (parsed.kind === 'refused') return parsed;
  const { reason = null, ...target } = parsed.value;
  await reached('cancel.started', target.id);
  const byUser = userIdOf(principal);
  const outcome = await db.$transaction(async (transaction): Promise<Outcome<Order>> => {
    const order = await lockForMove(transaction, principal, { ...target, to: 'CANCELLED' });
    if (order.kind === 'refused') return order;
    if ((await intend(transaction, { orderId: order.value.id, kind: 'CANCEL', byUser }, intentLeaseMs)) === null) return busy();
    await countSale(transaction, order.value.id, -1);
    return done(await move(transaction, context, order.value, { status: 'CANCELLED', byUser, note: reason }));
  });
  if (outcome.kind === 'refused') return outcome;
  await reached('cancel.committed', target.id);
  await releaseNow(context, outcome.value.id);
  await reached('cancel.completed', target.id);
  return outcome;
}

/** The order is cancelled whatever happens here: what fails now, the reconciler does within a minute. */
async function releaseNow({ db, stockRoom, requestId, reached, logger }: Context, id: number): Promise<void> {
  try {
    await stockRoom.release(String(id), requestId);
  } catch (error) {
    logger.warn('the stock of a cancelled order is released later', { orderId: id, error });
    return abandon(db, id);
  }
  await reached('cancel.released', String(id));
  await settle(db, id, 'CANCEL');
}
