// Quotes an order: today's prices and stock; reserves nothing.
import { parseInput, refused, type UserError, userError } from '@tributary/subgraph-kit';
import { buyerOf, isStaff } from './buyer.ts';
import type { Context } from './context.ts';
import { orderQuoteInput } from './inputs.ts';
import { priceLines, shortageErrors } from './price-lines.ts';
import { type PricedLine, type Totals, totalsOf } from './pricing.ts';

export interface OrderQuote extends Totals {
  readonly lines: readonly (PricedLine & { readonly availableQuantity: number })[];
}

export interface QuoteOutcome {
  readonly quote: OrderQuote | null;
  readonly userErrors: UserError[];
}

/** Gives the quote with what stands in the way of the order; no quote when a line cannot be priced. */
export async function quoteOrder(context: Context, input: unknown): Promise<QuoteOutcome> {
  const { principal, prices, requestId, companies, stockRoom } = context;
  const parsed = parseInput(orderQuoteInput, input);
  if (parsed.kind === 'refused') return none(parsed.userErrors);
  const buyer = buyerOf(principal, parsed.value.customerId);
  if (buyer.kind === 'refused') return none(buyer.userErrors);
  if (isStaff(principal) && (await companies.find(buyer.value, requestId)) === null) {
    return none(refused(userError('NOT_FOUND', undefined, ['customerId'])).userErrors);
  }
  const priced = await priceLines({ prices, principal, requestId, lines: parsed.value.lines });
  if (priced.kind === 'refused') return none(priced.userErrors);
  const available = await stockRoom.availability(
    priced.value.map(({ productId }) => productId),
    requestId,
  );
  const lines = priced.value.map((line) => ({ ...line, availableQuantity: Math.min(line.quantity, available.get(line.productId) ?? 0) }));
  return { quote: { lines, ...totalsOf(lines) }, userErrors: shortageErrors(lines, available) };
}

const none = (userErrors: UserError[]): QuoteOutcome => ({ quote: null, userErrors });
