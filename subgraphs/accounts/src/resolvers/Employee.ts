// Fields of Employee.
import { numberOf } from '@tributary/subgraph-kit';
import type { EmployeeResolvers } from '../generated/schema.ts';

export const Employee: EmployeeResolvers = {
  // Async on purpose: a synchronous throw would fail every entity in the batch.
  __resolveReference: async ({ id }, { loaders }) => loaders.employeeById.load(numberOf(id)),
  id: ({ id }) => String(id),
  reportsTo: ({ reportsToId }, _args, { loaders }) => (reportsToId === null ? null : loaders.employeeById.load(reportsToId)),
  reports: ({ id }, _args, { loaders }) => loaders.reportsByEmployeeId.load(id),
  territories: ({ id }, _args, { loaders }) => loaders.territoriesByEmployeeId.load(id),
};
