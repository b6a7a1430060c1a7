// Query fields of the catalog service.
import { connectionOf, numberOf } from '@tributary/subgraph-kit';
import type { QueryResolvers } from '../generated/schema.ts';
import { productConditions, products, suppliers } from '../lists.ts';

export const Query: QueryResolvers = {
  product: (_parent, { id }, { loaders }) => loaders.productById.load(numberOf(id)),
  products: (_parent, { filter, sort, ...args }, { db }) =>
    connectionOf(products, { db, args, sort: sort ?? 'NAME_ASC', filter: filter ?? null, where: productConditions(filter) }),
  category: (_parent, { id }, { loaders }) => loaders.categoryById.load(numberOf(id)),
  categories: (_parent, _args, { db }) => db.category.findMany({ orderBy: [{ name: 'asc' }, { id: 'asc' }] }),
  supplier: (_parent, { id }, { loaders }) => loaders.supplierById.load(numberOf(id)),
  suppliers: (_parent, args, { db }) => connectionOf(suppliers, { db, args, sort: 'NAME_ASC' }),
  internalProducts: (_parent, { ids }, { loaders }) => Promise.all(ids.map((id) => loaders.productById.load(numberOf(id)))),
};
