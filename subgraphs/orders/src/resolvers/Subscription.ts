// Subscription fields of the orders service.
import { subscriptionsUnavailable } from '@tributary/subgraph-kit';
import type { SubscriptionResolvers } from '../generated/schema.ts';

export const Subscription: SubscriptionResolvers = { orderStatusChanged: subscriptionsUnavailable };
