// Confirms a placed order: one transaction, nothing remote.
import { done, type Outcome, parseInput } from '@tributary/subgraph-kit';
import { lockForMove, move, userIdOf } from './change-order.ts';
import type { Context } from './context.ts';
import type { Order } from './generated/prisma/client.ts';
import { confirmOrderInput } from './inputs.ts';

export async function confirmOrder(context: Context, input: unknown): Promise<Outcome<Order>> {
  const { db, principal, reached } = context;
  const parsed = parseInput(confirmOrderInput, input);
  if (parsed.kind === 'refused') return parsed;
  await reached('confirm.started', parsed.value.id);
  const outcome = await db.$transaction(async (transaction): Promise<Outcome<Order>> => {
    const order = await lockForMove(transaction, principal, { ...parsed.value, to: 'CONFIRMED' });
    return order.kind === 'refused'
      ? order
      : done(await move(transaction, context, order.value, { status: 'CONFIRMED', byUser: userIdOf(principal) }));
  });
  await reached('confirm.committed', parsed.value.id);
  return outcome;
}
