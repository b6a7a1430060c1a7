// Fields of Customer.
import type { CustomerResolvers } from '../generated/schema.ts';

export const Customer: CustomerResolvers = {
  // Async on purpose: a synchronous throw would fail every entity in the batch.
  __resolveReference: async ({ id }, { loaders }) => loaders.customerById.load(id),
  address: ({ line1, city, region, postalCode, country }) => ({ line1, city, region, postalCode, country }),
};
