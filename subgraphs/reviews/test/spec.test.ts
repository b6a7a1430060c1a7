// Sentences of the specification about reviews that no other test shows.
import type { Principal } from '@tributary/auth-kit';
import { testSubgraph } from '@tributary/test-kit';
import { afterAll, expect, it } from 'vitest';

const subgraph = await testSubgraph('reviews');
afterAll(() => subgraph.stop());

it('a client that holds reviews:write lacks no scope, so it is told by a userError that a review needs a person', async () => {
  const as: Principal = { kind: 'client', clientId: 'shop', scopes: ['reviews:write'], customerId: 'ALFKI' };
  const input = { productId: '28', rating: 5, title: 'Good', body: 'It sells.' };
  const document = 'mutation ($input: WriteReviewInput!) { writeReview(input: $input) { review { id } userErrors { code } } }';
  expect(await subgraph.execute({ document, variables: { input }, as })).toEqual({
    data: { writeReview: { review: null, userErrors: [{ code: 'NOT_ALLOWED' }] } },
  });
});
