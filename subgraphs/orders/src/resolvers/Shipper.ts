// Fields of Shipper.
import { numberOf } from '@tributary/subgraph-kit';
import type { ShipperResolvers } from '../generated/schema.ts';

export const Shipper: ShipperResolvers = {
  // Async on purpose: a synchronous throw would fail every entity in the batch.
  __resolveReference: async ({ id }, { loaders }) => loaders.shipperById.load(numberOf(id)),
  id: ({ id }) => String(id),
};
