// What prisma/orders/schema.prisma says of published fields is true.
import { testSubgraph, untrueAnnotations } from '@tributary/test-kit';
import { afterAll, expect, it } from 'vitest';

const subgraph = await testSubgraph('orders');
afterAll(() => subgraph.stop());

const entities =
  (type: string, ...keys: readonly (string | number)[]) =>
  (selection: string) =>
    `{ _entities(representations: [${keys.map((key) => `{ __typename: "${type}", id: "${key}" }`).join(', ')}]) { ... on ${type} { ${selection} } } }`;

it('each field changes with the column that it is said to be read from', { timeout: 60_000 }, async () => {
  const untrue = await untrueAnnotations(subgraph, 'orders', {
    ask: {
      Customer: entities('Customer', 'ALFKI', 'ANATR'),
      Employee: entities('Employee', 1, 2),
      Order: (selection) => `{ orders(first: 2) { nodes { ${selection} } } }`,
      OrderEvent: (selection) => `{ orders(first: 2) { nodes { history { ${selection} } } } }`,
      OrderLine: (selection) => `{ orders(first: 2) { nodes { lines { ${selection} } } } }`,
      Product: entities('Product', 1, 2),
      Query: (selection) => `{ ${selection} }`,
      SalesReportRow: (selection) =>
        `{ salesReport(groupBy: CUSTOMER, first: 2) { nodes { ${selection} } } byMonth: salesReport(groupBy: MONTH) { nodes { ${selection} } } }`,
      Shipper: (selection) => `{ shippers { ${selection} } }`,
    },
    values: { 'OrderLine.position': '-"position"', 'ProductPair.orders': '-"orders"', 'SalesByDay.day': '"day" + 40' },
    behind: {
      'Customer.orders': ' { totalCount }',
      'Employee.orders': ' { totalCount }',
      'Order.history': ' { at }',
      'Order.lines': ' { productId }',
      'Product.boughtTogether': ' { id }',
      'Query.salesReport': '(groupBy: CUSTOMER) { totalCount }',
    },
  });
  expect(untrue).toEqual([]);
});
