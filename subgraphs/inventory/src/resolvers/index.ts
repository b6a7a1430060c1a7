// Type -> file: where a field is resolved.
import { scalars } from '@tributary/subgraph-kit';
import type { Resolvers } from '../generated/schema.ts';
import { Mutation } from './Mutation.ts';
import { Product } from './Product.ts';
import { Query } from './Query.ts';
import { Stock } from './Stock.ts';
import { StockMovement } from './StockMovement.ts';
import { Subscription } from './Subscription.ts';

export const resolvers: Resolvers = {
  Query,
  Mutation,
  Subscription,
  Product,
  Stock,
  StockMovement,
  DateTime: scalars.DateTime,
  Decimal: scalars.Decimal,
};
