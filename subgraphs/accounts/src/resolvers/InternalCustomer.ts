// Fields of InternalCustomer.
import type { InternalCustomerResolvers } from '../generated/schema.ts';

export const InternalCustomer: InternalCustomerResolvers = {
  address: ({ line1, city, region, postalCode, country }) => ({ line1, city, region, postalCode, country }),
};
