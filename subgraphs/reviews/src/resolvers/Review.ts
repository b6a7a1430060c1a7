// Fields of Review.
import { numberOf } from '@tributary/subgraph-kit';
import type { ReviewResolvers } from '../generated/schema.ts';

export const Review: ReviewResolvers = {
  // Async on purpose: a synchronous throw would fail every entity in the batch.
  __resolveReference: async ({ id }, { loaders }) => loaders.reviewById.load(numberOf(id)),
  id: ({ id }) => String(id),
  productId: ({ productId }) => String(productId),
  product: ({ productId }) => ({ id: String(productId) }),
  author: ({ authorId }) => ({ id: authorId }),
};
