// Mutation fields of the reviews service.
import { forgettingReads, payloadOf } from '@tributary/subgraph-kit';
import type { MutationResolvers } from '../generated/schema.ts';
import { moderateReview, writeReview } from '../reviews.ts';

export const Mutation: MutationResolvers = forgettingReads({
  writeReview: async (_parent, { input }, context) => payloadOf('review', await writeReview({ ...context, input })),
  moderateReview: async (_parent, { input }, context) => payloadOf('review', await moderateReview(context, input)),
});
