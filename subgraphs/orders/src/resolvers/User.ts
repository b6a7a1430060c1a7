// Fields that orders adds to User.
import type { UserResolvers } from '../generated/schema.ts';

export const User: UserResolvers = {
  // Async on purpose: a synchronous throw would fail every entity in the batch.
  __resolveReference: async ({ id }) => ({ id }),
  /** Moves of orders name the person by id alone, and stay when the person is erased: they are the record of the order. */
  personalDataInOrders: async ({ id }, _args, { db }) => {
    const orderEvents = await db.orderEvent.findMany({ where: { byUser: id }, omit: { id: true, byUser: true }, orderBy: { id: 'asc' } });
    return JSON.stringify({ orderEvents });
  },
};
