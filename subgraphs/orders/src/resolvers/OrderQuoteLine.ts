// Fields of OrderQuoteLine.
import { moneyOf } from '@tributary/subgraph-kit';
import type { OrderQuoteLineResolvers } from '../generated/schema.ts';

export const OrderQuoteLine: OrderQuoteLineResolvers = {
  product: ({ productId }) => ({ id: productId }),
  unitPrice: ({ unitPrice }) => moneyOf(unitPrice),
  discount: ({ discount }) => discount.toString(),
  lineTotal: ({ lineTotal }) => moneyOf(lineTotal),
};
