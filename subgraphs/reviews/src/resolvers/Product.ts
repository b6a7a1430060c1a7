// Fields that reviews add to Product.
import type { ProductResolvers } from '../generated/schema.ts';
import { published, reviewsOfProduct } from '../lists.ts';
import { ratingSummaryOf } from '../ratings.ts';
import { idOf } from '../reviews.ts';

export const Product: ProductResolvers = {
  // Async on purpose: a synchronous throw would fail every entity in the batch.
  __resolveReference: async ({ id }) => ({ id }),
  reviews: ({ id }, { sort, ...args }, { db, lists }) =>
    reviewsOfProduct.connection(lists, { db, args, sort: sort ?? 'NEWEST', where: [published], parentId: idOf(id) ?? 0 }),
  rating: async ({ id }, _args, { loaders }) => ratingSummaryOf(await loaders.ratingCountByProductId.load(idOf(id) ?? 0)),
};
