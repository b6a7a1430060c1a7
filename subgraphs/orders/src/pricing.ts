// What an order costs: exact, rounded half up to the cent, once per line.
import { Prisma } from './generated/prisma/client.ts';

type Decimal = Prisma.Decimal;

const freightShare = '0.05';
const cents = 2;

export interface PricedLine {
  readonly productId: string;
  readonly productName: string;
  readonly quantity: number;
  readonly unitPrice: Decimal;
  readonly discount: Decimal;
  readonly lineTotal: Decimal;
}

export interface Totals {
  readonly subtotal: Decimal;
  readonly freight: Decimal;
  readonly total: Decimal;
}

/** unitPrice x quantity x (1 - discount), rounded half up. */
export function lineTotalOf(unitPrice: Decimal, quantity: number, discount: Decimal): Decimal {
  return halfUp(unitPrice.times(quantity).times(new Prisma.Decimal(1).minus(discount)));
}

/** Sums rounded lines; the freight of a new order is 5 % of its subtotal. */
export function totalsOf(lines: readonly { readonly lineTotal: Decimal }[]): Totals {
  const subtotal = lines.reduce((sum, { lineTotal }) => sum.plus(lineTotal), new Prisma.Decimal(0));
  const freight = halfUp(subtotal.times(freightShare));
  return { subtotal, freight, total: subtotal.plus(freight) };
}

const halfUp = (amount: Decimal): Decimal => amount.toDecimalPlaces(cents, Prisma.Decimal.ROUND_HALF_UP);
