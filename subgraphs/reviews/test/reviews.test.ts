// Reading reviews: lists of a product, of a user and for moderators, and ratings, against the same computed here from the rows.
import { sqltag as sql } from '@prisma/client/runtime/client';
import { testSubgraph } from '@tributary/test-kit';
import { afterAll, describe, expect, it } from 'vitest';

const subgraph = await testSubgraph('reviews');
afterAll(() => subgraph.stop());

const { client } = subgraph.service.database;

interface Row {
  readonly id: number;
  readonly productId: number;
  readonly authorId: string;
  readonly rating: number;
  readonly status: string;
  readonly createdAt: Date;
}

const rows = await client.$queryRaw<Row[]>(sql`SELECT * FROM "Review"`);
const published = rows.filter(({ status }) => status === 'PUBLISHED');
const productIds = Array.from({ length: 77 }, (_, index) => index + 1);

const time = ({ createdAt }: Row) => createdAt.getTime();
/** The orders, computed here: every one ends with the id. */
const orders: Record<string, (a: Row, b: Row) => number> = {
  NEWEST: (a, b) => time(b) - time(a) || a.id - b.id,
  OLDEST: (a, b) => time(a) - time(b) || a.id - b.id,
  RATING_HIGH: (a, b) => b.rating - a.rating || a.id - b.id,
  RATING_LOW: (a, b) => a.rating - b.rating || a.id - b.id,
};
const idsOf = (list: readonly Row[], sort: string): string[] => list.toSorted(orders[sort]).map(({ id }) => String(id));

const ask = (document: string, variables: Record<string, unknown> = {}, as = 'anonymous') => subgraph.execute({ document, variables, as });
const page = 'totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id } } nodes { id }';
const entityDocument = (type: string, field: string) =>
  `query ($representations: [_Any!]!, $first: Int, $after: String, $sort: ReviewSort) { _entities(representations: $representations) { ... on ${type} { ${field} } } }`;
const ofProductDocument = entityDocument('Product', `reviews(first: $first, after: $after, sort: $sort) { ${page} }`);
const ofUserDocument = entityDocument('User', `reviews(first: $first, after: $after) { ${page} }`).replace(', $sort: ReviewSort', '');
const toModerateDocument = `query ($first: Int, $after: String) { reviewsToModerate(first: $first, after: $after) { ${page} } }`;

interface Page {
  readonly totalCount: number;
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
  readonly nodes: readonly { readonly id: string }[];
}
type ReadPage = (variables: Record<string, unknown>) => Promise<Page>;

const key = (__typename: string, id: number | string) => ({ __typename, id: String(id) });
const ofProduct =
  (id: number): ReadPage =>
  async (variables) =>
    (await ask(ofProductDocument, { representations: [key('Product', id)], ...variables })).data?._entities[0].reviews;
const ofUser =
  (id: string, as?: string): ReadPage =>
  async (variables) =>
    (await ask(ofUserDocument, { representations: [key('User', id)], ...variables }, as)).data?._entities[0].reviews;
const toModerate: ReadPage = async (variables) => (await ask(toModerateDocument, variables, 'manager')).data?.reviewsToModerate;

/** Reads a list to its end, and checks what each page says of its place. */
async function walk(read: ReadPage, variables: Record<string, unknown>, total: number): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const { nodes, edges, pageInfo, totalCount } = await read({ ...variables, after });
    expect(edges.map(({ node }) => node)).toEqual(nodes);
    expect(totalCount).toBe(total);
    expect(pageInfo).toEqual({
      hasPreviousPage: after !== null,
      hasNextPage: ids.length + nodes.length < total,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    });
    ids.push(...nodes.map(({ id }) => id));
    if (!pageInfo.hasNextPage) return ids;
    after = pageInfo.endCursor;
  }
}

describe('review', () => {
  it('is null without an error when there is none', async () => {
    expect(
      await ask('{ a: review(id: "9999") { id } b: review(id: "x") { id } c: review(id: "") { id } d: review(id: "1") { rating } }'),
    ).toEqual({
      data: { a: null, b: null, c: null, d: { rating: 3 } },
    });
  });
});

describe('the reviews of a product', () => {
  it.each(Object.keys(orders))('%s: come in this order, in pages of any size, the published ones only', async (sort) => {
    for (const id of [1, 29, 75]) {
      const expected = published.filter(({ productId }) => productId === id);
      for (const first of [1, 4, 100]) expect(await walk(ofProduct(id), { first, sort }, expected.length)).toEqual(idsOf(expected, sort));
    }
  });

  it('come newest first unless told, for every product in one statement and one for the counts', async () => {
    const document = entityDocument('Product', 'reviews(first: $first) { totalCount nodes { id } }').replace(
      ', $after: String, $sort: ReviewSort',
      '',
    );
    const { data } = await ask(document, { representations: productIds.map((id) => key('Product', id)), first: 3 });
    expect(subgraph.statements()).toBe(2);
    expect(data?._entities).toEqual(
      productIds.map((id) => {
        const expected = published.filter(({ productId }) => productId === id);
        return {
          reviews: {
            totalCount: expected.length,
            nodes: idsOf(expected, 'NEWEST')
              .slice(0, 3)
              .map((review) => ({ id: review })),
          },
        };
      }),
    );
    const [none] = (await ask(ofProductDocument, { representations: [key('Product', 1)], sort: null, first: 3 })).data?._entities ?? [];
    expect(none.reviews.nodes).toEqual(data?._entities[0].reviews.nodes);
  });

  it('do not shift when a review is published in front', async () => {
    const read = ofProduct(54);
    const first = await read({ first: 3 });
    const second = await read({ first: 3, after: first.pageInfo.endCursor });
    await client.$executeRaw(
      sql`INSERT INTO "Review" ("productId", "authorId", "rating", "title", "body", "status") VALUES (54, 'new', 5, 't', 'b', 'PUBLISHED')`,
    );
    expect((await read({ first: 3, after: first.pageInfo.endCursor })).nodes).toEqual(second.nodes);
    expect((await read({ first: 3 })).nodes.slice(1)).toEqual(first.nodes.slice(0, 2));
    await client.$executeRaw(sql`DELETE FROM "Review" WHERE "authorId" = 'new'`);
  });

  it.each<[Record<string, unknown>, string]>([
    [{ first: 101 }, 'BAD_USER_INPUT'],
    [{ first: -1 }, 'BAD_USER_INPUT'],
    [{ after: 'x' }, 'INVALID_CURSOR'],
    [{ after: '' }, 'INVALID_CURSOR'],
  ])('cannot be read with %o', async (variables, code) => {
    const { data, errors } = await ask(ofProductDocument, { representations: [key('Product', 1)], ...variables });
    expect(data).toEqual({ _entities: [{ reviews: null }] });
    expect(errors).toMatchObject([{ path: ['_entities', 0, 'reviews'], extensions: { code } }]);
  });

  it('refuse the cursor of another list', async () => {
    const others = [
      (await ofProduct(1)({ first: 1, sort: 'OLDEST' })).pageInfo.endCursor,
      (await ofProduct(2)({ first: 1 })).pageInfo.endCursor,
      (await ofUser('86')({ first: 1 })).pageInfo.endCursor,
      (await toModerate({ first: 1 })).pageInfo.endCursor,
    ];
    for (const after of others) {
      const { errors } = await ask(ofProductDocument, { representations: [key('Product', 1)], after });
      expect(errors).toMatchObject([{ extensions: { code: 'INVALID_CURSOR' } }]);
    }
  });
});

describe('the reviews of a user', () => {
  it('are the published ones, the newest first, in pages of any size', async () => {
    for (const id of ['81', '86', '99']) {
      const expected = published.filter(({ authorId }) => authorId === id);
      for (const first of [1, 4, 100]) expect(await walk(ofUser(id), { first }, expected.length)).toEqual(idsOf(expected, 'NEWEST'));
    }
  });

  it('are all of them for a moderator, page by page', async () => {
    for (const id of ['81', '86', '99']) {
      const expected = rows.filter(({ authorId }) => authorId === id);
      expect(await walk(ofUser(id, 'manager'), { first: 2 }, expected.length)).toEqual(idsOf(expected, 'NEWEST'));
    }
  });

  it('are for an author all of their own and the published ones of others', async () => {
    const own = rows.filter(({ authorId }) => authorId === '12');
    expect(own.some(({ status }) => status !== 'PUBLISHED')).toBe(true);
    expect(await walk(ofUser('12', 'ANATR'), { first: 2 }, own.length)).toEqual(idsOf(own, 'NEWEST'));
    const other = published.filter(({ authorId }) => authorId === '81');
    expect(await walk(ofUser('81', 'ANATR'), { first: 2 }, other.length)).toEqual(idsOf(other, 'NEWEST'));
  });
});

describe('reviewsToModerate', () => {
  it('are the pending ones, the oldest first, in pages of any size', async () => {
    const pending = rows.filter(({ status }) => status === 'PENDING');
    expect(pending).toHaveLength(23);
    for (const first of [1, 10, 100]) expect(await walk(toModerate, { first }, 23)).toEqual(idsOf(pending, 'OLDEST'));
  });

  it('cost as many statements for 20 as for 1, and the count one only when it is asked for', async () => {
    const statementsOf = async (first: number, selection: string) => {
      await ask(`{ reviewsToModerate(first: ${first}) { ${selection} } }`, {}, 'manager');
      return subgraph.statements();
    };
    for (const first of [1, 10, 20]) {
      expect(
        await statementsOf(first, 'nodes { id product { id rating { average } } author { id reviews(first: 1) { nodes { id } } } }'),
      ).toBe(3);
      expect(await statementsOf(first, 'nodes { id } edges { cursor } pageInfo { hasNextPage hasPreviousPage }')).toBe(1);
      expect(await statementsOf(first, 'nodes { id } totalCount')).toBe(2);
    }
    expect(await statementsOf(1, 'totalCount')).toBe(1);
    expect(await statementsOf(1, '__typename')).toBe(0);
  });

  it.each<[Record<string, unknown>, string]>([
    [{ first: 101 }, 'BAD_USER_INPUT'],
    [{ first: -1 }, 'BAD_USER_INPUT'],
    [{ after: 'x' }, 'INVALID_CURSOR'],
  ])('cannot be read with %o', async (variables, code) => {
    const { data, errors } = await ask(toModerateDocument, variables, 'manager');
    expect(data).toEqual({ reviewsToModerate: null });
    expect(errors).toMatchObject([{ path: ['reviewsToModerate'], extensions: { code } }]);
  });
});

describe('the rating of a product', () => {
  const document = entityDocument('Product', 'rating { average count histogram }').replace(
    ', $first: Int, $after: String, $sort: ReviewSort',
    '',
  );
  const ratingsOf = async (ids: readonly number[]) => {
    const { data } = await ask(document, { representations: ids.map((id) => key('Product', id)) });
    return data?._entities.map(({ rating }: { rating: unknown }) => rating);
  };

  /** The mean with two decimals, rounded half up, in whole numbers. */
  function summaryOf(ratings: readonly number[]) {
    const histogram = [1, 2, 3, 4, 5].map((stars) => ratings.filter((rating) => rating === stars).length);
    const sum = ratings.reduce((total, rating) => total + rating, 0);
    const count = ratings.length;
    if (count === 0) return { average: null, count, histogram };
    const [whole, rest] = [Math.trunc((sum * 100) / count), (sum * 100) % count];
    return { average: Number(`${whole + (rest * 2 >= count ? 1 : 0)}e-2`), count, histogram };
  }

  it('adds up the published reviews, for all 77 products, in one statement', async () => {
    const ratings = await ratingsOf(productIds);
    expect(subgraph.statements()).toBe(1);
    expect(ratings).toEqual(
      productIds.map((id) => summaryOf(published.filter(({ productId }) => productId === id).map(({ rating }) => rating))),
    );
  });

  it.each<[histogram: number[], average: number]>([
    [[0, 0, 0, 0, 1], 5],
    [[3, 0, 0, 0, 0], 1],
    [[1, 1, 0, 0, 0], 1.5],
    [[2, 1, 0, 0, 0], 1.33],
    [[1, 2, 0, 0, 0], 1.67],
    [[7, 1, 0, 0, 0], 1.13], // 1.125
    [[0, 0, 0, 3, 5], 4.63], // 4.625
    [[199, 1, 0, 0, 0], 1.01], // 1.005, which no floating-point number is
    [[0, 0, 0, 199, 1], 4.01], // 4.005
    [[201, 1, 0, 0, 0], 1],
    [[0, 0, 0, 1, 199], 5], // 4.995
    [[0, 0, 0, 1_000_000_001, 1_000_000_000], 4.5],
  ])('%j is %s, rounded half up', async (histogram, average) => {
    const [one, two, three, four, five] = histogram;
    await client.$executeRaw(
      sql`INSERT INTO "RatingCount" VALUES (9001, ${one}::int, ${two}::int, ${three}::int, ${four}::int, ${five}::int)`,
    );
    const count = histogram.reduce((sum, stars) => sum + stars, 0);
    const ratings = await ratingsOf([9001]);
    await client.$executeRaw(sql`DELETE FROM "RatingCount" WHERE "productId" = 9001`);
    expect(ratings).toEqual([{ average, count, histogram }]);
  });
});

it('reviewPublished answers that subscriptions are not available', async () => {
  const { errors } = await subgraph.subscribe({ document: 'subscription { reviewPublished(productId: "1") { id } }' });
  expect(errors).toMatchObject([{ extensions: { code: 'SUBSCRIPTIONS_UNAVAILABLE' } }]);
});
