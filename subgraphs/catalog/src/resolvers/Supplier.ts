// Fields of Supplier.
import { numberOf } from '@tributary/subgraph-kit';
import type { SupplierResolvers } from '../generated/schema.ts';
import { productsOfSupplier } from '../lists.ts';

export const Supplier: SupplierResolvers = {
  // Async on purpose: a synchronous throw would fail every entity in the batch.
  __resolveReference: async ({ id }, { loaders }) => loaders.supplierById.load(numberOf(id)),
  id: ({ id }) => String(id),
  address: ({ line1, city, region, postalCode, country }) => ({ line1, city, region, postalCode, country }),
  products: ({ id }, args, { db, lists }) => productsOfSupplier.connection(lists, { db, args, sort: 'NAME_ASC', parentId: id }),
};
