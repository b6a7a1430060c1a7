// Mutation fields of the catalog service.
import { forgettingReads, payloadOf } from '@tributary/subgraph-kit';
import { createCategory } from '../categories.ts';
import type { MutationResolvers } from '../generated/schema.ts';
import { changePrice, createProduct, discontinueProduct, updateProduct } from '../products.ts';
import { createSupplier } from '../suppliers.ts';

export const Mutation: MutationResolvers = forgettingReads({
  createProduct: async (_parent, { input }, { db }) => payloadOf('product', await createProduct(db, input)),
  updateProduct: async (_parent, { input }, { db }) => payloadOf('product', await updateProduct(db, input)),
  changePrice: async (_parent, { input }, { db }) => payloadOf('product', await changePrice(db, input)),
  discontinueProduct: async (_parent, { input }, { db }) => payloadOf('product', await discontinueProduct(db, input)),
  createCategory: async (_parent, { input }, { db }) => payloadOf('category', await createCategory(db, input)),
  createSupplier: async (_parent, { input }, { db }) => payloadOf('supplier', await createSupplier(db, input)),
});
