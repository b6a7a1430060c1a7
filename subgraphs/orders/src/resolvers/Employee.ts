// Fields that orders adds to Employee.
import { moneyOf, numberOf } from '@tributary/subgraph-kit';
import type { EmployeeResolvers } from '../generated/schema.ts';
import { orderConditions, ordersOfEmployee } from '../lists.ts';
import { visibleOrders } from '../visibility.ts';

export const Employee: EmployeeResolvers = {
  // Async on purpose: a synchronous throw would fail every entity in the batch.
  __resolveReference: async ({ id }) => ({ id }),
  orders: ({ id }, { filter, ...args }, { db, lists, principal }) =>
    ordersOfEmployee.connection(lists, {
      db,
      args,
      sort: 'NEWEST',
      filter: filter ?? null,
      where: [visibleOrders(principal), ...orderConditions(filter)],
      parentId: numberOf(id),
    }),
  salesTotal: async ({ id }, _args, { loaders }) => moneyOf((await loaders.salesByEmployee.load(id)).revenue),
};
