// Fields of User.
import { scopesOfRole } from '@tributary/auth-kit';
import { numberOf } from '@tributary/subgraph-kit';
import type { UserResolvers } from '../generated/schema.ts';
import { displayNameOf } from '../users.ts';

export const User: UserResolvers = {
  // Async on purpose: a synchronous throw would fail every entity in the batch.
  __resolveReference: async ({ id }, { loaders }) => loaders.userById.load(numberOf(id)),
  id: ({ id }) => String(id),
  displayName: ({ name }) => displayNameOf(name),
  scopes: ({ role }) => [...scopesOfRole(role)],
  customer: ({ customerId }, _args, { loaders }) => (customerId === null ? null : loaders.customerById.load(customerId)),
  employee: ({ employeeId }, _args, { loaders }) => (employeeId === null ? null : loaders.employeeById.load(employeeId)),
  sessions: ({ id }, _args, { loaders }) => loaders.liveSessionsByUserId.load(id),
  consents: ({ id }, _args, { loaders }) => loaders.consentsByUserId.load(id),
  apiKeys: ({ id }, _args, { loaders }) => loaders.apiKeysByUserId.load(id),
};
