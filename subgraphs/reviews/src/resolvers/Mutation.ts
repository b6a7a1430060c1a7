// Mutation fields of the reviews service.
import { AppError } from '@tributary/errors';
import type { MutationResolvers } from '../generated/schema.ts';
import { moderateReview, writeReview } from '../reviews.ts';

export const Mutation: MutationResolvers = {
  writeReview: async (_parent, { input }, { db, purchases, principal, requestId }) => {
    // A client acts for a company, not for a person: a review needs an author.
    if (principal.kind !== 'user') throw new AppError('FORBIDDEN', 'Only a person can write a review.');
    const outcome = await writeReview({ db, purchases, author: principal, requestId, input });
    return outcome.kind === 'done' ? { review: outcome.value, userErrors: [] } : { review: null, userErrors: outcome.userErrors };
  },
  moderateReview: async (_parent, { input }, { db }) => {
    const outcome = await moderateReview(db, input);
    return outcome.kind === 'done' ? { review: outcome.value, userErrors: [] } : { review: null, userErrors: outcome.userErrors };
  },
};
