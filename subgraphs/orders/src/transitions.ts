// Which status an order may move to from where it is, and by whom.
import type { OrderStatus } from './generated/prisma/client.ts';

const moves: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  PLACED: ['CONFIRMED', 'CANCELLED'],
  CONFIRMED: ['SHIPPED', 'CANCELLED'],
  SHIPPED: [],
  CANCELLED: [],
};

/** The statuses that the order may move to; only staff may cancel a confirmed order. */
export function movesFrom(status: OrderStatus, staff: boolean): readonly OrderStatus[] {
  return moves[status].filter((to) => staff || !(status === 'CONFIRMED' && to === 'CANCELLED'));
}

/** Null when the move is allowed; else a sentence that says what is. */
export function whyNot(from: OrderStatus, to: OrderStatus, staff: boolean): string | null {
  const allowed = movesFrom(from, staff);
  if (allowed.includes(to)) return null;
  const instead = allowed.length === 0 ? 'it can no longer change' : `it can become ${allowed.join(' or ')}`;
  return `An order that is ${from} cannot become ${to}: ${instead}.`;
}
