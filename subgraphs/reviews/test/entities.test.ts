// Reviews by key, what reviews adds to Product and User, and how many statements that takes.
import { testSubgraph } from '@tributary/test-kit';
import { afterAll, describe, expect, it } from 'vitest';

const subgraph = await testSubgraph('reviews');
afterAll(() => subgraph.stop());

type EntityType = 'Review' | 'Product' | 'User';
type Representation = Readonly<Record<string, unknown>>;

const entities = (type: EntityType, selection: string, representations: readonly Representation[], as = 'anonymous') =>
  subgraph.execute({
    document: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { ${selection} } } }`,
    variables: { representations },
    as,
  });

const keys = (__typename: EntityType, ...ids: (number | string)[]): Representation[] => ids.map((id) => ({ __typename, id: String(id) }));
const found = (..._entities: unknown[]) => ({ data: { _entities } });
const noReviews = { totalCount: 0, nodes: [] };

describe('an entity by its key', () => {
  it('Review: has everything, and leads to its product and its author', async () => {
    const selection =
      'id productId product { id rating { count } } author { id reviews(first: 1) { nodes { id } } } rating title body status createdAt';
    expect(await entities('Review', selection, keys('Review', 1))).toEqual(
      found({
        id: '1',
        productId: '20',
        product: { id: '20', rating: { count: 5 } },
        author: { id: '86', reviews: { nodes: [{ id: '429' }] } },
        rating: 3,
        title: 'Decent, not more',
        body: "Sir Rodney's Marmalade: It sells steadily without anybody noticing. Delivery was on time.",
        status: 'PUBLISHED',
        createdAt: '1996-07-14T00:48:36.814Z',
      }),
    );
  });

  it('Review: is null without an error when there is none or the caller may not see it, and the others come in their order', async () => {
    const representations = keys('Review', 2, 9999, 49, 24, 1, 'x', '01', '', '-1', '99999999999', 2);
    const nulls = Array(5).fill(null);
    expect(await entities('Review', 'id', representations)).toEqual(
      found({ id: '2' }, null, null, null, { id: '1' }, ...nulls, { id: '2' }),
    );
    expect(await entities('Review', 'id', representations, 'manager')).toEqual(
      found({ id: '2' }, null, { id: '49' }, { id: '24' }, { id: '1' }, ...nulls, { id: '2' }),
    );
  });

  it('Product: has no rating and no reviews when nobody wrote of it, whatever its key', async () => {
    const selection = 'rating { average count histogram } reviews { totalCount nodes { id } }';
    const nothing = { rating: { average: null, count: 0, histogram: [0, 0, 0, 0, 0] }, reviews: noReviews };
    expect(await entities('Product', selection, keys('Product', 9999, 'ALFKI', '', '-1', '99999999999'))).toEqual(
      found(...Array(5).fill(nothing)),
    );
  });

  it('User: has no reviews when they wrote none', async () => {
    expect(await entities('User', 'id reviews { totalCount nodes { id } }', keys('User', 1, '9999', 'x'))).toEqual(
      found({ id: '1', reviews: noReviews }, { id: '9999', reviews: noReviews }, { id: 'x', reviews: noReviews }),
    );
  });

  it('takes nothing but the key from the representation', async () => {
    const review = { __typename: 'Review', id: '49', status: 'PUBLISHED', authorId: '12' };
    expect(await entities('Review', 'id title', [review])).toEqual(found(null));
    const product = { __typename: 'Product', id: '9999', rating: { average: 5, count: 1_000, histogram: [0, 0, 0, 0, 1_000] } };
    expect(await entities('Product', 'rating { count }', [product])).toEqual(found({ rating: { count: 0 } }));
  });
});

describe('statements', () => {
  const page = 'totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor } nodes { id rating }';
  const selections: [type: EntityType, selection: string, statements: number][] = [
    ['Review', 'id title product { id } author { id }', 1],
    ['Review', 'product { rating { average } }', 2],
    ['Review', 'product { reviews(first: 2) { nodes { id } } } author { reviews(first: 2) { nodes { id } } }', 3],
    ['Product', 'id', 0],
    ['Product', 'rating { average count histogram }', 1],
    ['Product', 'reviews(first: 3) { nodes { rating title author { id } } }', 1],
    ['Product', `reviews(first: 3) { ${page} }`, 2],
    ['Product', 'rating { average count } reviews(first: 3) { nodes { author { reviews(first: 1) { nodes { id } } } } }', 3],
    ['Product', 'new: reviews(first: 3) { nodes { id } } best: reviews(first: 3, sort: RATING_HIGH) { nodes { id } }', 2],
    ['User', `reviews(first: 3) { ${page} }`, 2],
    ['User', 'reviews { nodes { product { rating { average } } } }', 2],
  ];

  it.each(selections)('%s { %s }: %i for 1, 10 and 100 entities', async (type, selection, statements) => {
    const counts: number[] = [];
    for (const size of [1, 10, 100]) {
      const ids = Array.from({ length: size }, (_, index) => index + 12); // the first has what is selected, the last do not
      const { data, errors } = await entities(type, selection, keys(type, ...ids), 'ALFKI');
      expect(errors).toBeUndefined();
      expect(data?._entities).toHaveLength(size);
      counts.push(subgraph.statements());
    }
    expect(counts).toEqual([statements, statements, statements]);
  });
});
