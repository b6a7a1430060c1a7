// Fields of Stock.
import { availableOf } from '../availability.ts';
import type { StockResolvers } from '../generated/schema.ts';
import { movementsOfStock } from '../lists.ts';

export const Stock: StockResolvers = {
  productId: ({ productId }) => String(productId),
  product: ({ productId }) => ({ id: String(productId) }),
  available: (stock) => availableOf(stock),
  movements: ({ productId }, args, { db, lists }) => movementsOfStock.connection(lists, { db, args, sort: 'NEWEST', parentId: productId }),
};
