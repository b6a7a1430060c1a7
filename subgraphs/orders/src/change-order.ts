// The frame of every change of an existing order: seen, locked, at the expected version, a legal move.
import type { Principal } from '@tributary/auth-kit';
import { type AuditedRequest, done, numberOf, type Outcome, recordAudit, refused, userError } from '@tributary/subgraph-kit';
import { isStaff } from './buyer.ts';
import { type Order, type OrderStatus, Prisma } from './generated/prisma/client.ts';
import { whyNot } from './transitions.ts';
import { seesOrder } from './visibility.ts';

export type Transaction = Prisma.TransactionClient;

export interface OrderChange {
  readonly id: string;
  readonly expectedVersion?: number | null | undefined;
  readonly to: OrderStatus;
}

/** Locks the order and checks that the caller may move it. A foreign order answers as a missing one. */
export async function lockForMove(
  transaction: Transaction,
  principal: Principal,
  { id, expectedVersion, to }: OrderChange,
): Promise<Outcome<Order>> {
  const [order] = await transaction.$queryRaw<Order[]>(Prisma.sql`SELECT * FROM "Order" WHERE "id" = ${numberOf(id)} FOR UPDATE`);
  if (order === undefined || !seesOrder(principal, order)) return refused(userError('NOT_FOUND', undefined, ['id']));
  if (expectedVersion != null && order.version !== expectedVersion) {
    return refused(userError('CONFLICT', `The order has version ${order.version} by now.`, ['expectedVersion']));
  }
  const problem = whyNot(order.status, to, isStaff(principal));
  return problem === null ? done(order) : refused(userError('ILLEGAL_TRANSITION', problem, ['id']));
}

/** Moves the order, and writes its history and the audit trail. */
export async function move(
  transaction: Transaction,
  request: AuditedRequest,
  order: Pick<Order, 'id' | 'status'>,
  {
    status,
    byUser,
    note = null,
    ...changes
  }: {
    readonly status: OrderStatus;
    readonly byUser: string | null;
    readonly note?: string | null;
    readonly shippedAt?: Date;
    readonly shipperId?: number | null;
  },
): Promise<Order> {
  const at = changes.shippedAt ?? new Date();
  await transaction.orderEvent.create({ data: { orderId: order.id, status, at, byUser, note } });
  const moved = await transaction.order.update({ where: { id: order.id }, data: { ...changes, status, version: { increment: 1 } } });
  await recordAudit(transaction, request, {
    action: actions[status],
    object: { type: 'Order', id: order.id },
    before: { status: order.status },
    after: { status, ...changes, ...(note !== null && { note }) },
  });
  return moved;
}

const actions: Readonly<Record<OrderStatus, string>> = {
  PLACED: 'order.place',
  CONFIRMED: 'order.confirm',
  SHIPPED: 'order.ship',
  CANCELLED: 'order.cancel',
};

export const userIdOf = (principal: Principal): string | null => (principal.kind === 'user' ? principal.userId : null);

/** Another command is at work on the order at this moment. */
export const busy = () => refused(userError('CONFLICT', 'Another change of this order is being carried out; try again.', ['id']));
