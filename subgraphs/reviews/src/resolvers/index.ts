// Type -> file: where a field is resolved.
import { scalars } from '@tributary/subgraph-kit';
import type { Resolvers } from '../generated/schema.ts';
import { Mutation } from './Mutation.ts';
import { Product } from './Product.ts';
import { Query } from './Query.ts';
import { Review } from './Review.ts';
import { Subscription } from './Subscription.ts';
import { User } from './User.ts';

export const resolvers: Resolvers = { Query, Mutation, Subscription, Review, Product, User, DateTime: scalars.DateTime };
