// What prisma/catalog/schema.prisma says of published fields is true.
import { testSubgraph, untrueAnnotations } from '@tributary/test-kit';
import { afterAll, expect, it } from 'vitest';

const subgraph = await testSubgraph('catalog');
afterAll(() => subgraph.stop());

it('each field changes with the column that it is said to be read from', { timeout: 60_000 }, async () => {
  const untrue = await untrueAnnotations(subgraph, 'catalog', {
    ask: {
      Category: (selection) => `{ categories { ${selection} } }`,
      PriceChange: (selection) => `{ products(first: 2) { nodes { priceHistory { ${selection} } } } }`,
      Product: (selection) => `{ products(first: 2) { nodes { ${selection} } } }`,
      Supplier: (selection) => `{ suppliers(first: 2) { nodes { ${selection} } } }`,
    },
    behind: {
      'Category.products': ' { totalCount }',
      'Product.priceHistory': ' { changedAt }',
      'Supplier.products': ' { totalCount }',
    },
  });
  expect(untrue).toEqual([]);
});
