// Query fields of the accounts service.
import { connectionOf, numberOf } from '@tributary/subgraph-kit';
import { principalOfApiKey } from '../api-keys.ts';
import { auditConditions, auditTrail } from '../audit/trail.ts';
import type { QueryResolvers } from '../generated/schema.ts';
import { customerConditions, customers, userConditions, users } from '../lists.ts';
import { erasedUsers } from '../persons.ts';
import { revocationsSince } from '../revocations.ts';
import { visibleCustomers } from '../visibility.ts';

export const Query: QueryResolvers = {
  me: (_parent, _args, { loaders, principal }) => (principal.kind === 'user' ? loaders.userById.load(numberOf(principal.userId)) : null),
  user: (_parent, { id }, { loaders }) => loaders.userById.load(numberOf(id)),
  users: (_parent, { filter, sort, ...args }, { db }) =>
    connectionOf(users, { db, args, sort: sort ?? 'NAME_ASC', filter: filter ?? null, where: userConditions(filter) }),
  customer: (_parent, { id }, { loaders }) => loaders.customerById.load(id),
  customers: (_parent, { filter, sort, ...args }, { db, principal }) =>
    connectionOf(customers, {
      db,
      args,
      sort: sort ?? 'COMPANY_NAME_ASC',
      filter: filter ?? null,
      where: [visibleCustomers(principal), ...customerConditions(filter)],
    }),
  employee: (_parent, { id }, { loaders }) => loaders.employeeById.load(numberOf(id)),
  employees: (_parent, _args, { db }) => db.employee.findMany({ orderBy: { id: 'asc' } }),
  oauthClients: (_parent, _args, { db }) => db.oAuthClient.findMany({ orderBy: [{ name: 'asc' }, { id: 'asc' }] }),
  oauthClient: (_parent, { id }, { db }) => db.oAuthClient.findUnique({ where: { id } }),
  auditTrail: async (_parent, { filter, ...args }, { db, auditSubjects }) =>
    connectionOf(auditTrail, { db, args, sort: 'AT_DESC', filter: filter ?? null, where: await auditConditions(filter, auditSubjects) }),
  internalCustomer: (_parent, { id }, { loaders }) => loaders.customerById.load(id),
  internalRevocations: (_parent, { after }, { db }) => revocationsSince(db, after ?? null, new Date()),
  internalErasedUsers: (_parent, { userIds }, { db }) => erasedUsers(db, userIds),
  internalApiKeyPrincipal: (_parent, { secretHash }, { db }) => principalOfApiKey(db, secretHash),
};
