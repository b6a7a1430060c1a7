// Query fields of the orders service.
import { connectionOf, numberOf } from '@tributary/subgraph-kit';
import type { QueryResolvers } from '../generated/schema.ts';
import { orderConditions, orders, salesReport } from '../lists.ts';
import { hasBought } from '../purchases.ts';
import { quoteOrder } from '../quote-order.ts';
import { visibleOrders } from '../visibility.ts';

export const Query: QueryResolvers = {
  order: (_parent, { id }, { loaders }) => loaders.orderById.load(numberOf(id)),
  orders: (_parent, { filter, sort, ...args }, { db, principal }) =>
    connectionOf(orders, {
      db,
      args,
      sort: sort ?? 'PLACED_AT_DESC',
      filter: filter ?? null,
      where: [visibleOrders(principal), ...orderConditions(filter)],
    }),
  shippers: (_parent, _args, { db }) => db.shipper.findMany({ orderBy: { id: 'asc' } }),
  orderQuote: (_parent, { input }, context) => quoteOrder(context, input),
  salesReport: (_parent, { groupBy, from, to, ...args }, { db }) =>
    connectionOf(salesReport(groupBy, from ?? null, to ?? null), {
      db,
      args,
      sort: 'DEFAULT',
      filter: [groupBy, from ?? null, to ?? null],
    }),
  internalHasBought: (_parent, purchase, { db }) => hasBought(db, purchase),
};
