// What the directives of schema.graphql cannot say: what is public, and which rows who sees.
import { hasScope, type Permissions, permissionsOf, public_, rowRule } from '@tributary/auth-kit';
import type { DocumentNode } from 'graphql';
import type { Context } from './context.ts';
import type { ReviewModel } from './mappers.ts';

const visibleReview = rowRule('published, own, or seen by a moderator', ({ status, authorId }: ReviewModel, { principal }: Context) => {
  if (status === 'PUBLISHED' || hasScope(principal, 'reviews:moderate')) return true;
  return principal.kind === 'user' && principal.userId === authorId;
});

/** @throws {Error} when a coordinate of the schema is not covered. */
export function permissionsFor(typeDefs: DocumentNode): Permissions {
  return permissionsOf<Context>(typeDefs, {
    Query: { review: public_ },
    Subscription: { reviewPublished: public_ },
    Review: {
      rows: visibleReview,
      id: public_,
      productId: public_,
      product: public_,
      author: public_,
      rating: public_,
      title: public_,
      body: public_,
      status: public_,
      createdAt: public_,
    },
    Product: { id: public_, reviews: public_, rating: public_ },
    User: { id: public_, reviews: public_ },
    RatingSummary: public_,
    ReviewConnection: public_,
    ReviewEdge: public_,
    PageInfo: public_,
    UserError: public_,
    ReviewPayload: public_,
  });
}
