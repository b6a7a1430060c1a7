// Mutation fields of the reviews service.
import { forgettingReads, payloadOf } from '@tributary/subgraph-kit';
import type { MutationResolvers } from '../generated/schema.ts';
import { moderateReview, writeReview } from '../reviews.ts';

export const Mutation: MutationResolvers = forgettingReads({
  writeReview: async (_parent, { input }, { db, purchases, principal, requestId }) =>
    payloadOf('review', await writeReview({ db, purchases, principal, requestId, input })),
  moderateReview: async (_parent, { input }, { db }) => payloadOf('review', await moderateReview(db, input)),
});
