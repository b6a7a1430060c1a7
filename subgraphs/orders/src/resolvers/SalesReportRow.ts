// Fields of SalesReportRow.
import { moneyOf } from '@tributary/subgraph-kit';
import type { SalesReportRowResolvers } from '../generated/schema.ts';

export const SalesReportRow: SalesReportRowResolvers = {
  revenue: ({ revenue }) => moneyOf(revenue),
  customer: ({ grouping, key }) => (grouping === 'CUSTOMER' ? { id: key } : null),
  employee: ({ grouping, key }) => (grouping === 'EMPLOYEE' && key !== '' ? { id: key } : null),
  product: ({ grouping, key }) => (grouping === 'PRODUCT' ? { id: key } : null),
};
