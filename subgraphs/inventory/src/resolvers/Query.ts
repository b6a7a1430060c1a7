// Query fields of the inventory service.
import { connectionOf, numberOf } from '@tributary/subgraph-kit';
import { availableOf } from '../availability.ts';
import type { QueryResolvers } from '../generated/schema.ts';
import { stocksToReorder, toReorder } from '../lists.ts';

export const Query: QueryResolvers = {
  productsToReorder: (_parent, args, { db }) => connectionOf(stocksToReorder, { db, args, sort: 'SHORTAGE', where: [toReorder] }),
  internalAvailability: (_parent, { productIds }, { loaders }) =>
    Promise.all(
      productIds.map(async (productId) => ({
        productId,
        availableQuantity: availableOf(await loaders.stockByProductId.load(numberOf(productId))),
      })),
    ),
};
