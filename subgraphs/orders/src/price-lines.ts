// Prices the lines of an order at what the catalog says now.
import type { Principal } from '@tributary/auth-kit';
import { done, type Outcome, refused, type UserError, userError } from '@tributary/subgraph-kit';
import { whyNoDiscount } from './buyer.ts';
import type { PricedProduct, Prices } from './datasources/prices.ts';
import { Prisma } from './generated/prisma/client.ts';
import type { LineInput } from './inputs.ts';
import { lineTotalOf, type PricedLine } from './pricing.ts';

interface PriceLines {
  readonly prices: Prices;
  readonly principal: Principal;
  readonly requestId: string;
  readonly lines: readonly LineInput[];
}

/** Gives every line with its price, or every problem with them. @throws {AppError} DOWNSTREAM_SERVICE_ERROR */
export async function priceLines({ prices, principal, requestId, lines }: PriceLines): Promise<Outcome<PricedLine[]>> {
  const products = await prices.find(
    lines.map(({ productId }) => productId),
    requestId,
  );
  const problems: UserError[] = [];
  const priced: PricedLine[] = [];
  for (const [index, line] of lines.entries()) {
    const at = (field: string) => ['lines', String(index), field];
    const product = products.get(line.productId);
    const noDiscount = line.discount == null ? null : whyNoDiscount(principal, line.discount);
    if (noDiscount !== null) problems.push(userError('DISCOUNT_NOT_ALLOWED', noDiscount, at('discount')));
    if (product === undefined) problems.push(userError('NOT_FOUND', 'There is no such product.', at('productId')));
    else if (product.discontinued)
      problems.push(userError('PRODUCT_DISCONTINUED', `${product.name} can no longer be ordered.`, at('productId')));
    else if (noDiscount === null) priced.push(pricedLine(line, product));
  }
  return problems.length > 0 ? refused(...problems) : done(priced);
}

function pricedLine({ productId, quantity, discount }: LineInput, { name, unitPrice }: PricedProduct): PricedLine {
  const price = new Prisma.Decimal(unitPrice.amount);
  const off = new Prisma.Decimal(discount ?? 0);
  return { productId, productName: name, quantity, unitPrice: price, discount: off, lineTotal: lineTotalOf(price, quantity, off) };
}

/** Says of each line that lacks stock how many are left. */
export function shortageErrors(
  lines: readonly { readonly productId: string; readonly quantity: number }[],
  available: ReadonlyMap<string, number>,
): UserError[] {
  return lines.flatMap(({ productId, quantity }, index) => {
    const left = available.get(productId);
    if (left === undefined || left >= quantity) return [];
    return [
      userError('INSUFFICIENT_STOCK', `Of product ${productId} only ${left} of the ${quantity} are left.`, [
        'lines',
        String(index),
        'quantity',
      ]),
    ];
  });
}
