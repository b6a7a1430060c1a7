// Fields of Review.
import type { ReviewResolvers } from '../generated/schema.ts';
import { idOf } from '../reviews.ts';

export const Review: ReviewResolvers = {
  // Async on purpose: a synchronous throw would fail every entity in the batch.
  __resolveReference: async ({ id }, { loaders }) => {
    const reviewId = idOf(id);
    return reviewId === null ? null : loaders.reviewById.load(reviewId);
  },
  id: ({ id }) => String(id),
  productId: ({ productId }) => String(productId),
  product: ({ productId }) => ({ id: String(productId) }),
  author: ({ authorId }) => ({ id: authorId }),
};
