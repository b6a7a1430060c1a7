// Mutation fields of the reviews service.
import { AppError } from '@tributary/errors';
import { forgettingReads, payloadOf } from '@tributary/subgraph-kit';
import type { MutationResolvers } from '../generated/schema.ts';
import { moderateReview, writeReview } from '../reviews.ts';

export const Mutation: MutationResolvers = forgettingReads({
  writeReview: async (_parent, { input }, context) => {
    const { db, purchases, principal, requestId } = context;
    // A client acts for a company, not for a person: a review needs an author.
    if (principal.kind !== 'user') throw new AppError('FORBIDDEN', 'Only a person can write a review.');
    return payloadOf('review', await writeReview({ db, purchases, author: principal, requestId, input }));
  },
  moderateReview: async (_parent, { input }, { db }) => payloadOf('review', await moderateReview(db, input)),
});
