// What a company has bought.
import { numberOf } from '@tributary/subgraph-kit';
import type { PrismaClient } from './generated/prisma/client.ts';

/** Whether an order of the company with this product was confirmed or shipped. */
export async function hasBought(
  db: PrismaClient,
  { customerId, productId }: { readonly customerId: string; readonly productId: string },
): Promise<boolean> {
  const line = await db.orderLine.findFirst({
    where: { productId: numberOf(productId), order: { customerId, status: { in: ['CONFIRMED', 'SHIPPED'] } } },
    select: { orderId: true },
  });
  return line !== null;
}
