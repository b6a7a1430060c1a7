// Mutation fields of the inventory service.
import { forgettingReads, payloadOf } from '@tributary/subgraph-kit';
import type { MutationResolvers } from '../generated/schema.ts';
import { releaseStock, reserveStock, shipStock } from '../reservations.ts';
import { adjustStock, receiveStock, setReorderLevel } from '../stock.ts';

export const Mutation: MutationResolvers = forgettingReads({
  adjustStock: async (_parent, { input }, context) => payloadOf('stock', await adjustStock({ ...context, input })),
  receiveStock: async (_parent, { input }, context) => payloadOf('stock', await receiveStock({ ...context, input })),
  setReorderLevel: async (_parent, { input }, context) => payloadOf('stock', await setReorderLevel({ ...context, input })),
  internalReserveStock: (_parent, { orderId, lines }, context) => reserveStock({ ...context, orderId }, lines),
  internalReleaseStock: (_parent, { orderId }, context) => releaseStock({ ...context, orderId }),
  internalShipStock: (_parent, { orderId, attempt, lines }, context) => shipStock({ ...context, orderId }, attempt, lines),
});
