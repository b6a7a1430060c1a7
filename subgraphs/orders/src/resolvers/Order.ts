// Fields of Order.
import { moneyOf, numberOf } from '@tributary/subgraph-kit';
import type { OrderResolvers } from '../generated/schema.ts';

export const Order: OrderResolvers = {
  // Async on purpose: a synchronous throw would fail every entity in the batch.
  __resolveReference: async ({ id }, { loaders }) => loaders.orderById.load(numberOf(id)),
  id: ({ id }) => String(id),
  customer: ({ customerId }) => ({ id: customerId }),
  salesRep: ({ salesRepId }) => (salesRepId === null ? null : { id: String(salesRepId) }),
  shipper: ({ shipperId }, _args, { loaders }) => (shipperId === null ? null : loaders.shipperById.load(shipperId)),
  shipTo: ({ shipName, shipLine1, shipCity, shipRegion, shipPostalCode, shipCountry }) => ({
    name: shipName,
    line1: shipLine1,
    city: shipCity,
    region: shipRegion,
    postalCode: shipPostalCode,
    country: shipCountry,
  }),
  lines: ({ id }, _args, { loaders }) => loaders.linesByOrderId.load(id),
  subtotal: ({ subtotal }) => moneyOf(subtotal),
  freight: ({ freight }) => moneyOf(freight),
  total: ({ total }) => moneyOf(total),
  history: ({ id }, _args, { loaders }) => loaders.eventsByOrderId.load(id),
};
