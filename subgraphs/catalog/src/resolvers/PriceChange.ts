// Fields of PriceChange.
import { moneyOf } from '@tributary/subgraph-kit';
import type { PriceChangeResolvers } from '../generated/schema.ts';

export const PriceChange: PriceChangeResolvers = {
  price: ({ price }) => moneyOf(price),
};
