// Fields of OrderQuote.
import { moneyOf } from '@tributary/subgraph-kit';
import type { OrderQuoteResolvers } from '../generated/schema.ts';

export const OrderQuote: OrderQuoteResolvers = {
  lines: ({ lines }) => [...lines],
  subtotal: ({ subtotal }) => moneyOf(subtotal),
  freight: ({ freight }) => moneyOf(freight),
  total: ({ total }) => moneyOf(total),
};
