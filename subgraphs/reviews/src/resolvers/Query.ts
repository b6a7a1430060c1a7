// Query fields of the reviews service.
import { connectionOf, numberOf } from '@tributary/subgraph-kit';
import type { QueryResolvers } from '../generated/schema.ts';
import { pending, reviewsToModerate } from '../lists.ts';

export const Query: QueryResolvers = {
  review: (_parent, { id }, { loaders }) => loaders.reviewById.load(numberOf(id)),
  reviewsToModerate: (_parent, args, { db }) => connectionOf(reviewsToModerate, { db, args, sort: 'OLDEST', where: [pending] }),
};
