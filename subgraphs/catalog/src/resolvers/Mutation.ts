// Mutation fields of the catalog service.
import { type Outcome, payloadOf } from '@tributary/subgraph-kit';
import { createCategory } from '../categories.ts';
import { type Context, forgetReads } from '../context.ts';
import type { MutationResolvers } from '../generated/schema.ts';
import { changePrice, createProduct, discontinueProduct, updateProduct } from '../products.ts';
import { createSupplier } from '../suppliers.ts';

export const Mutation: MutationResolvers = {
  createProduct: async (_parent, { input }, context) => payloadOf('product', await run(createProduct, input, context)),
  updateProduct: async (_parent, { input }, context) => payloadOf('product', await run(updateProduct, input, context)),
  changePrice: async (_parent, { input }, context) => payloadOf('product', await run(changePrice, input, context)),
  discontinueProduct: async (_parent, { input }, context) => payloadOf('product', await run(discontinueProduct, input, context)),
  createCategory: async (_parent, { input }, context) => payloadOf('category', await run(createCategory, input, context)),
  createSupplier: async (_parent, { input }, context) => payloadOf('supplier', await run(createSupplier, input, context)),
};

async function run<Value>(
  command: (db: Context['db'], input: unknown) => Promise<Outcome<Value>>,
  input: unknown,
  context: Context,
): Promise<Outcome<Value>> {
  const outcome = await command(context.db, input);
  forgetReads(context);
  return outcome;
}
