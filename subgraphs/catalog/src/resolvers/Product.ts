// Fields of Product.
import { AppError } from '@tributary/errors';
import { moneyOf, numberOf, present } from '@tributary/subgraph-kit';
import type { ProductResolvers } from '../generated/schema.ts';

const maxPriceHistory = 100;

export const Product: ProductResolvers = {
  // Async on purpose: a synchronous throw would fail every entity in the batch.
  __resolveReference: async ({ id }, { loaders }) => loaders.productById.load(numberOf(id)),
  id: ({ id }) => String(id),
  unitPrice: ({ unitPrice }) => moneyOf(unitPrice),
  priceHistory: ({ id }, { first }, { loaders }) => {
    const count = first ?? 20;
    if (count < 0 || count > maxPriceHistory) throw new AppError('BAD_USER_INPUT', `Ask for 0 to ${maxPriceHistory} prices, not ${count}.`);
    return loaders.priceHistory.load({ productId: id, first: count });
  },
  // Both exist: the database refuses a product without them.
  category: async ({ categoryId }, _args, { loaders }) => present(await loaders.categoryById.load(categoryId)),
  supplier: async ({ supplierId }, _args, { loaders }) => present(await loaders.supplierById.load(supplierId)),
};
