// Fields of OrderLine.
import { moneyOf } from '@tributary/subgraph-kit';
import type { OrderLineResolvers } from '../generated/schema.ts';

export const OrderLine: OrderLineResolvers = {
  productId: ({ productId }) => String(productId),
  product: ({ productId }) => ({ id: String(productId) }),
  unitPrice: ({ unitPrice }) => moneyOf(unitPrice),
  discount: ({ discount }) => discount.toString(),
  lineTotal: ({ lineTotal }) => moneyOf(lineTotal),
};
