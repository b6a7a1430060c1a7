// Mutation fields of the orders service.
import { forgettingReads, payloadOf } from '@tributary/subgraph-kit';
import { cancelOrder } from '../cancel-order.ts';
import { confirmOrder } from '../confirm-order.ts';
import type { MutationResolvers } from '../generated/schema.ts';
import { placeOrder } from '../place-order.ts';
import { shipOrder } from '../ship-order.ts';

export const Mutation: MutationResolvers = forgettingReads({
  placeOrder: async (_parent, { input }, context) => payloadOf('order', await placeOrder(context, input)),
  confirmOrder: async (_parent, { input }, context) => payloadOf('order', await confirmOrder(context, input)),
  cancelOrder: async (_parent, { input }, context) => payloadOf('order', await cancelOrder(context, input)),
  shipOrder: async (_parent, { input }, context) => payloadOf('order', await shipOrder(context, input)),
});
