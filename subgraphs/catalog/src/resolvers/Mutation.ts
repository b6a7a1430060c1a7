// Mutation fields of the catalog service.
import { forgettingReads, payloadOf } from '@tributary/subgraph-kit';
import { createCategory } from '../categories.ts';
import type { MutationResolvers } from '../generated/schema.ts';
import { changePrice, createProduct, discontinueProduct, updateProduct } from '../products.ts';
import { createSupplier } from '../suppliers.ts';

export const Mutation: MutationResolvers = forgettingReads({
  createProduct: async (_parent, { input }, context) => payloadOf('product', await createProduct(context, input)),
  updateProduct: async (_parent, { input }, context) => payloadOf('product', await updateProduct(context, input)),
  changePrice: async (_parent, { input }, context) => payloadOf('product', await changePrice(context, input)),
  discontinueProduct: async (_parent, { input }, context) => payloadOf('product', await discontinueProduct(context, input)),
  createCategory: async (_parent, { input }, context) => payloadOf('category', await createCategory(context, input)),
  createSupplier: async (_parent, { input }, context) => payloadOf('supplier', await createSupplier(context, input)),
});
