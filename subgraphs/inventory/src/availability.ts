// Rules about stock that need no database.
import { Prisma, type Stock } from './generated/prisma/client.ts';

/** What a product without a row has. */
export function emptyStock(productId: number): Stock {
  return { productId, onHand: 0, reserved: 0, onOrder: 0, reorderLevel: 0, shortage: 0 };
}

export function availableOf({ onHand, reserved }: Pick<Stock, 'onHand' | 'reserved'>): number {
  return Math.max(0, onHand - reserved);
}

/** What a buyer may know of the stock. */
export function availabilityOf(stock: Stock, discontinued: boolean) {
  const available = availableOf(stock);
  if (discontinued) return 'DISCONTINUED';
  if (available === 0) return 'OUT_OF_STOCK';
  return available <= stock.reorderLevel ? 'LOW_STOCK' : 'IN_STOCK';
}

/** What buying the shortage would cost. */
export function reorderCostOf({ shortage }: Stock, unitPrice: string): Prisma.Decimal {
  return new Prisma.Decimal(unitPrice).times(shortage ?? 0);
}
