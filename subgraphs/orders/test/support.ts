// What the tests of orders share: the source data, and what orders cost, computed here a second time with whole numbers.
// A path instead of the package's name as long as orders does not list @tributary/northwind among its devDependencies.
import { loadNorthwind, type Order, type OrderLine } from '../../../packages/northwind/src/index.ts';

export const source = loadNorthwind();
export type { Order, OrderLine };

/** Text with at most `places` decimals as a whole number: "18.5" with 2 is 1850n. */
export function scaled(text: string, places: number): bigint {
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(places, '0'));
}

export const cents = (text: string): bigint => scaled(text, 2);

/** Rounded half up to the cent. */
export function lineCents({ unitPrice, quantity, discount }: Pick<OrderLine, 'unitPrice' | 'quantity' | 'discount'>): bigint {
  return (cents(unitPrice) * BigInt(quantity) * (10_000n - scaled(discount, 4)) + 5_000n) / 10_000n;
}

export const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);
export const subtotalCents = ({ lines }: Order): bigint => sumOf(lines.map(lineCents));
export const totalCents = (order: Order): bigint => subtotalCents(order) + cents(order.freight);
export const unitsOf = ({ lines }: Order): number => lines.reduce((sum, { quantity }) => sum + quantity, 0);

export function amountOf(inCents: bigint): string {
  const digits = String(inCents).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Money as the API shows it. */
export const usd = (amount: bigint | string) => ({ amount: typeof amount === 'string' ? amount : amountOf(amount), currency: 'USD' });

/** The first order, the latest first or the first ones: by `keyOf`, then by id. */
export function sortedBy<Key extends bigint | string>(orders: readonly Order[], keyOf: (order: Order) => Key, direction: 'asc' | 'desc'): Order[] {
  const sign = direction === 'asc' ? 1 : -1;
  return [...orders].sort((a, b) => (keyOf(a) === keyOf(b) ? a.id - b.id : keyOf(a) < keyOf(b) ? -sign : sign));
}

export const newestFirst = (orders: readonly Order[]): Order[] => sortedBy(orders, ({ placedOn }) => placedOn, 'desc');
export const idsOf = (orders: readonly Order[]): string[] => orders.map(({ id }) => String(id));

/** Whether an employee of role SALES sees the order. */
export const seenBySales = (employeeId: number) => (order: Order) => order.employeeId === null || order.employeeId === employeeId;
