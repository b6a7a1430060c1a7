// What goes when an author is erased: reviews that are not published. Published ones stay, and their author is a number without a name.
import { auditedService, type Holdings, recordAudit } from '@tributary/subgraph-kit';
import type { PrismaClient } from './generated/prisma/client.ts';

const unpublished = { status: { not: 'PUBLISHED' } } as const;

/** A published review keeps no reason: that was written about its author. */
export function unpublishedReviews(db: PrismaClient): Holdings {
  const held = { OR: [unpublished, { reason: { not: null } }] };
  return {
    async holders() {
      const authors = await db.review.findMany({ where: held, distinct: ['authorId'], select: { authorId: true } });
      return authors.map(({ authorId }) => authorId);
    },
    async forget(userIds) {
      const theirs = { authorId: { in: [...userIds] } };
      await db.$transaction(async (transaction) => {
        const ids = await transaction.review.findMany({ where: { ...theirs, ...unpublished }, select: { id: true } });
        await transaction.review.deleteMany({ where: { id: { in: ids.map(({ id }) => id) }, ...unpublished } });
        await transaction.review.updateMany({ where: theirs, data: { reason: null } });
        const request = auditedService('reviews', 'erasure');
        for (const { id } of ids) await recordAudit(transaction, request, { action: 'review.erase', object: { type: 'Review', id } });
      });
    },
  };
}
