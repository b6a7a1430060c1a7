// Fields that orders adds to Product.
import { AppError } from '@tributary/errors';
import { moneyOf, numberOf } from '@tributary/subgraph-kit';
import type { ProductResolvers } from '../generated/schema.ts';

const maxBoughtTogether = 100;

export const Product: ProductResolvers = {
  // Async on purpose: a synchronous throw would fail every entity in the batch.
  __resolveReference: async ({ id }) => ({ id }),
  unitsSold: async ({ id }, _args, { loaders }) => (await loaders.salesByProduct.load(id)).units,
  revenue: async ({ id }, _args, { loaders }) => moneyOf((await loaders.salesByProduct.load(id)).revenue),
  boughtTogether: async ({ id }, { first }, { loaders }) => {
    const count = first ?? 5;
    if (count < 0 || count > maxBoughtTogether)
      throw new AppError('BAD_USER_INPUT', `Ask for 0 to ${maxBoughtTogether} products, not ${count}.`);
    const others = await loaders.boughtTogether.load({ productId: numberOf(id), first: count });
    return others.map((other) => ({ id: other }));
  },
};
