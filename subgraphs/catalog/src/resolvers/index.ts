// Type -> file: where a field is resolved.
import { scalars } from '@tributary/subgraph-kit';
import type { Resolvers } from '../generated/schema.ts';
import { Category } from './Category.ts';
import { Mutation } from './Mutation.ts';
import { PriceChange } from './PriceChange.ts';
import { Product } from './Product.ts';
import { Query } from './Query.ts';
import { Supplier } from './Supplier.ts';

export const resolvers: Resolvers = {
  Query,
  Mutation,
  Product,
  PriceChange,
  Category,
  Supplier,
  DateTime: scalars.DateTime,
  Decimal: scalars.Decimal,
};
