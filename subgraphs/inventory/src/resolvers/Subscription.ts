// Subscription fields of the inventory service.
import { subscriptionsUnavailable } from '@tributary/subgraph-kit';
import type { SubscriptionResolvers } from '../generated/schema.ts';

export const Subscription: SubscriptionResolvers = { stockChanged: subscriptionsUnavailable };
