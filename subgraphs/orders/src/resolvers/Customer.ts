// Fields that orders adds to Customer.
import { moneyOf } from '@tributary/subgraph-kit';
import type { CustomerResolvers } from '../generated/schema.ts';
import { orderConditions, ordersOfCustomer } from '../lists.ts';
import { visibleOrders } from '../visibility.ts';

export const Customer: CustomerResolvers = {
  // Async on purpose: a synchronous throw would fail every entity in the batch.
  __resolveReference: async ({ id }) => ({ id }),
  orders: ({ id }, { filter, ...args }, { db, lists, principal }) =>
    ordersOfCustomer.connection(lists, {
      db,
      args,
      sort: 'NEWEST',
      filter: filter ?? null,
      where: [visibleOrders(principal), ...orderConditions(filter)],
      parentId: id,
    }),
  orderCount: ({ id }, _args, { loaders }) => loaders.orderCountByCustomer.load(id),
  lifetimeValue: async ({ id }, _args, { loaders }) => moneyOf((await loaders.salesByCustomer.load(id)).revenue),
};
