// Subscription fields are part of the API and not delivered yet: they answer a coded error.
import { AppError } from '@tributary/errors';

/** The resolver of every Subscription field. */
export const subscriptionsUnavailable = {
  subscribe: (): never => {
    throw new AppError('SUBSCRIPTIONS_UNAVAILABLE');
  },
};
