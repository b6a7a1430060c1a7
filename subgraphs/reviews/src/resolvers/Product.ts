// Fields that reviews add to Product.
import { numberOf } from '@tributary/subgraph-kit';
import type { ProductResolvers } from '../generated/schema.ts';
import { published, reviewsOfProduct } from '../lists.ts';
import { ratingSummaryOf } from '../ratings.ts';

export const Product: ProductResolvers = {
  // Async on purpose: a synchronous throw would fail every entity in the batch.
  __resolveReference: async ({ id }) => ({ id }),
  reviews: ({ id }, { sort, ...args }, { db, lists }) =>
    reviewsOfProduct.connection(lists, { db, args, sort: sort ?? 'NEWEST', where: [published], parentId: numberOf(id) }),
  rating: async ({ id }, _args, { loaders }) => ratingSummaryOf(await loaders.ratingCountByProductId.load(numberOf(id))),
};
