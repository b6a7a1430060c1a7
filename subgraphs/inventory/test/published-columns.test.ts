// What prisma/inventory/schema.prisma says of published fields is true.
import { testSubgraph, untrueAnnotations } from '@tributary/test-kit';
import { afterAll, expect, it } from 'vitest';

const subgraph = await testSubgraph('inventory');
afterAll(() => subgraph.stop());

const products = Array.from({ length: 77 }, (_, index) => `{ __typename: "Product", id: "${index + 1}", discontinued: false }`);
// A product without stock is answered as one that has none: only a list shows that its number is read.
const ofList = (selection: string) => `{ productsToReorder { nodes { ${selection} } } }`;
const ofProducts = (selection: string) => `{ _entities(representations: [${products.join(', ')}]) { ... on Product { ${selection} } } }`;

it('each field changes with the column that it is said to be read from', { timeout: 60_000 }, async () => {
  const untrue = await untrueAnnotations(subgraph, 'inventory', {
    ask: {
      Product: ofProducts,
      Stock: (selection) => ofProducts(`stock { ${selection} }`),
      'Stock.productId': ofList,
      'Stock.product.id': ofList,
      StockMovement: (selection) => ofProducts(`stock { movements(first: 2) { nodes { ${selection} } } }`),
    },
    behind: { 'Stock.movements': ' { totalCount }' },
    // The database computes it.
    except: ['Stock.shortage'],
  });
  expect(untrue).toEqual([]);
});
