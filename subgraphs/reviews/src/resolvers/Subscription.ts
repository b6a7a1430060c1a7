// Subscription fields of the reviews service.
import { subscriptionsUnavailable } from '@tributary/subgraph-kit';
import type { SubscriptionResolvers } from '../generated/schema.ts';

export const Subscription: SubscriptionResolvers = { reviewPublished: subscriptionsUnavailable };
