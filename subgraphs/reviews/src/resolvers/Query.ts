// Query fields of the reviews service.
import { connectionOf } from '@tributary/subgraph-kit';
import type { QueryResolvers } from '../generated/schema.ts';
import { pending, reviewsToModerate } from '../lists.ts';
import { idOf } from '../reviews.ts';

export const Query: QueryResolvers = {
  review: (_parent, { id }, { loaders }) => {
    const reviewId = idOf(id);
    return reviewId === null ? null : loaders.reviewById.load(reviewId);
  },
  reviewsToModerate: (_parent, args, { db }) => connectionOf(reviewsToModerate, { db, args, sort: 'OLDEST', where: [pending] }),
};
