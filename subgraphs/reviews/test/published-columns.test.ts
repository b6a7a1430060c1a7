// What prisma/reviews/schema.prisma says of published fields is true.
import { testSubgraph, untrueAnnotations } from '@tributary/test-kit';
import { afterAll, expect, it } from 'vitest';

const subgraph = await testSubgraph('reviews');
afterAll(() => subgraph.stop());

const entities =
  (type: string, ...keys: readonly (string | number)[]) =>
  (selection: string) =>
    `{ _entities(representations: [${keys.map((key) => `{ __typename: "${type}", id: "${key}" }`).join(', ')}]) { ... on ${type} { ${selection} } } }`;

it('each field changes with the column that it is said to be read from', { timeout: 60_000 }, async () => {
  const untrue = await untrueAnnotations(subgraph, 'reviews', {
    ask: {
      Product: entities('Product', 1, 2, 3, 4, 5, 6, 7, 8),
      Review: (selection) => `{ ${[1, 2, 3, 4].map((id) => `r${id}: review(id: ${id}) { ${selection} }`).join(' ')} }`,
      User: entities('User', ...Array.from({ length: 100 }, (_, index) => index + 1)),
    },
    behind: {
      'Product.rating': ' { average count histogram }',
      'Product.reviews': ' { totalCount }',
      'User.reviews': ' { totalCount }',
    },
  });
  expect(untrue).toEqual([]);
});
