// Fields of OAuthClient.
import type { OAuthClientResolvers } from '../generated/schema.ts';

export const OAuthClient: OAuthClientResolvers = {
  customer: ({ customerId }, _args, { loaders }) => (customerId === null ? null : loaders.customerById.load(customerId)),
  owner: ({ ownerId }, _args, { loaders }) => loaders.userById.load(ownerId),
};
