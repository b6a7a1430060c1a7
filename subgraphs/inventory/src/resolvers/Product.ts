// Fields that inventory adds to Product.
import { moneyOf, numberOf } from '@tributary/subgraph-kit';
import { availabilityOf, reorderCostOf } from '../availability.ts';
import type { ProductResolvers } from '../generated/schema.ts';

export const Product: ProductResolvers = {
  // Async on purpose: a synchronous throw would fail every entity in the batch. What @requires brings comes from the gateway's signed request.
  __resolveReference: async (product) => (numberOf(product.id) === 0 ? null : product),
  availability: async ({ id, discontinued }, _args, { loaders }) =>
    availabilityOf(await loaders.stockByProductId.load(numberOf(id)), discontinued === true),
  stock: ({ id }, _args, { loaders }) => loaders.stockByProductId.load(numberOf(id)),
  reorderCost: async ({ id, unitPrice }, _args, { loaders }) => {
    if (unitPrice == null) return null;
    return moneyOf(reorderCostOf(await loaders.stockByProductId.load(numberOf(id)), unitPrice.amount));
  },
};
