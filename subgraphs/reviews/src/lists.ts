// The lists of the reviews service, and who sees what in them.
import { type Sql, sqltag as sql } from '@prisma/client/runtime/client';
import { hasScope, type Principal } from '@tributary/auth-kit';
import { asc, defineList, desc, nestedList } from '@tributary/subgraph-kit';
import type { Review } from './generated/prisma/client.ts';
import type { ReviewSort } from './generated/schema.ts';

const from = sql`"Review" t`;
const id = asc('id', 'int4');

export const reviewsToModerate = defineList<Review, 'OLDEST'>({
  name: 'reviewsToModerate',
  from,
  id,
  sorts: { OLDEST: [asc('createdAt', 'timestamptz')] },
});

export const reviewsOfProduct = nestedList(
  defineList<Review, ReviewSort>({
    name: 'productReviews',
    from,
    id,
    sorts: {
      NEWEST: [desc('createdAt', 'timestamptz')],
      OLDEST: [asc('createdAt', 'timestamptz')],
      RATING_HIGH: [desc('rating', 'int4')],
      RATING_LOW: [asc('rating', 'int4')],
    },
  }),
  { column: 'productId', type: 'int4' },
);

export const reviewsOfUser = nestedList(
  defineList<Review, 'NEWEST'>({ name: 'userReviews', from, id, sorts: { NEWEST: [desc('createdAt', 'timestamptz')] } }),
  { column: 'authorId', type: 'text' },
);

export const published: Sql = sql`t."status" = 'PUBLISHED'::"ReviewStatus"`;
export const pending: Sql = sql`t."status" = 'PENDING'::"ReviewStatus"`;

/** The rule of `isVisible` (permissions.ts), as a condition: lists filter in SQL, so that pages stay full and counts right. */
export function visibleTo(principal: Principal): Sql[] {
  if (hasScope(principal, 'reviews:moderate')) return [];
  if (principal.kind !== 'user') return [published];
  return [sql`(${published} OR t."authorId" = ${principal.userId})`];
}
