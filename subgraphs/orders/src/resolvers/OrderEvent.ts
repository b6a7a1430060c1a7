// Fields of OrderEvent.
import type { OrderEventResolvers } from '../generated/schema.ts';

export const OrderEvent: OrderEventResolvers = {
  by: ({ byUser }) => (byUser === null ? null : { id: byUser }),
};
