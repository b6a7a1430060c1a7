// Fields of Category.
import { numberOf } from '@tributary/subgraph-kit';
import type { CategoryResolvers } from '../generated/schema.ts';
import { productsOfCategory } from '../lists.ts';

export const Category: CategoryResolvers = {
  // Async on purpose: a synchronous throw would fail every entity in the batch.
  __resolveReference: async ({ id }, { loaders }) => loaders.categoryById.load(numberOf(id)),
  id: ({ id }) => String(id),
  products: ({ id }, args, { db, lists }) => productsOfCategory.connection(lists, { db, args, sort: 'NAME_ASC', parentId: id }),
};
