// Mutation fields of the reviews service.
import { AppError } from '@tributary/errors';
import { payloadOf } from '@tributary/subgraph-kit';
import { forgetReads } from '../context.ts';
import type { MutationResolvers } from '../generated/schema.ts';
import { moderateReview, writeReview } from '../reviews.ts';

export const Mutation: MutationResolvers = {
  writeReview: async (_parent, { input }, context) => {
    const { db, purchases, principal, requestId } = context;
    // A client acts for a company, not for a person: a review needs an author.
    if (principal.kind !== 'user') throw new AppError('FORBIDDEN', 'Only a person can write a review.');
    const outcome = await writeReview({ db, purchases, author: principal, requestId, input });
    forgetReads(context);
    return payloadOf('review', outcome);
  },
  moderateReview: async (_parent, { input }, context) => {
    const outcome = await moderateReview(context.db, input);
    forgetReads(context);
    return payloadOf('review', outcome);
  },
};
