// Fields that reviews add to User.
import type { UserResolvers } from '../generated/schema.ts';
import { reviewsOfUser, visibleTo } from '../lists.ts';

export const User: UserResolvers = {
  personalDataInReviews: async ({ id }, _args, { db }) => {
    const reviews = await db.review.findMany({ where: { authorId: id }, omit: { authorId: true }, orderBy: { id: 'asc' } });
    return JSON.stringify({ reviews });
  },
  // Async on purpose: a synchronous throw would fail every entity in the batch.
  __resolveReference: async ({ id }) => ({ id }),
  reviews: ({ id }, args, { db, lists, principal }) =>
    reviewsOfUser.connection(lists, { db, args, sort: 'NEWEST', where: visibleTo(principal), parentId: id }),
};
