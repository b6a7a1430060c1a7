// Writing and moderating reviews, with a real orders service that knows who has bought what.
import { sqltag as sql } from '@prisma/client/runtime/client';
import type { Principal } from '@tributary/auth-kit';
import { testSubgraph } from '@tributary/test-kit';
import { afterAll, describe, expect, it } from 'vitest';

const subgraph = await testSubgraph('reviews');
afterAll(() => subgraph.stop());

const { client } = subgraph.service.database;

type Input = Record<string, unknown>;

const ask = (document: string, variables: Input = {}, as: Principal | string = 'anonymous') =>
  subgraph.execute({ document, variables, as });

const selection =
  'review { id productId product { id } author { id } rating title body status createdAt } userErrors { code message path }';
const writeDocument = `mutation ($input: WriteReviewInput!) { writeReview(input: $input) { ${selection} } }`;
const moderateDocument =
  'mutation ($input: ModerateReviewInput!) { moderateReview(input: $input) { review { id status } userErrors { code message path } } }';

const opinion = { rating: 4, title: 'Good', body: 'It sells.' };
const write = (input: Input, as: Principal | string = 'ALFKI') => ask(writeDocument, { input: { ...opinion, ...input } }, as);
const moderate = (id: string | number, decision: string, more: Input = {}, as = 'manager') =>
  ask(moderateDocument, { input: { id: String(id), decision, ...more } }, as);

const refused = (field: string, code: string, message: string, path: string) => ({
  data: { [field]: { review: null, userErrors: [{ code, message, path: [path] }] } },
});
const notPurchased = refused('writeReview', 'NOT_PURCHASED', 'Your company has not bought this product.', 'productId');
const decided = (id: string | number, status: string) => ({
  data: { moderateReview: { review: { id: String(id), status }, userErrors: [] } },
});

/** A person of a company, beside its sample user. */
const person = (userId: string, customerId: string | null): Principal => ({
  kind: 'user',
  userId,
  role: 'CUSTOMER',
  scopes: ['reviews:write'],
  customerId,
  employeeId: null,
  sessionId: 'session',
  apiKeyId: null,
});

interface Rating {
  readonly average: number | null;
  readonly count: number;
  readonly histogram: readonly number[];
}

async function ratingOf(productId: number | string): Promise<Rating> {
  const { data } = await ask(
    `{ _entities(representations: [{ __typename: "Product", id: "${productId}" }]) { ... on Product { rating { average count histogram } } } }`,
  );
  return data?._entities[0].rating;
}

/** What the published rows themselves add up to. */
async function countedRows(productId: number): Promise<number[]> {
  const rows = await client.$queryRaw<{ rating: number }[]>(
    sql`SELECT "rating" FROM "Review" WHERE "productId" = ${productId} AND "status" = 'PUBLISHED'`,
  );
  return [1, 2, 3, 4, 5].map((stars) => rows.filter(({ rating }) => rating === stars).length);
}

/** Pending reviews of a product that nobody has written about, one per rating. */
async function pendingReviews(productId: number, ratings: readonly number[]): Promise<number[]> {
  const ids: number[] = [];
  for (const [index, rating] of ratings.entries()) {
    const [row] = await client.$queryRaw<{ id: number }[]>(
      sql`INSERT INTO "Review" ("productId", "authorId", "rating", "title", "body") VALUES (${productId}, ${`author ${index}`}, ${rating}::int, 't', 'b') RETURNING "id"`,
    );
    if (row !== undefined) ids.push(row.id);
  }
  return ids;
}

// ALFKI's user 11 bought, among others, products 3, 6, 28, 39, 58, 59, 63 and 77, and has reviewed 46, 71 and 76 of what it bought.
describe('writeReview', () => {
  it('makes a pending review of the caller, with trimmed text, which counts for nothing yet', async () => {
    const before = await ratingOf(28);
    const { data, errors } = await write({ productId: '28', title: ' Good ', body: ' It sells.\n' });
    expect(errors).toBeUndefined();
    expect(data?.writeReview).toEqual({
      review: {
        id: '498',
        productId: '28',
        product: { id: '28' },
        author: { id: '11' },
        rating: 4,
        title: 'Good',
        body: 'It sells.',
        status: 'PENDING',
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      },
      userErrors: [],
    });
    expect(await ratingOf(28)).toEqual(before);
    expect(await ask('{ review(id: "498") { id } }')).toEqual({ data: { review: null } });
    expect(await ask('{ review(id: "498") { status } }', {}, 'ALFKI')).toEqual({ data: { review: { status: 'PENDING' } } });
  });

  it('takes one review per person and product, whatever became of the first', async () => {
    const again = refused('writeReview', 'ALREADY_EXISTS', 'You have reviewed this product before.', 'productId');
    expect(await write({ productId: '28', rating: 1 })).toEqual(again);
    expect(await write({ productId: '46' })).toEqual(again); // published long ago
    await moderate(498, 'REJECT');
    expect(await write({ productId: '28' })).toEqual(again);
    expect((await write({ productId: '28' }, person('500', 'ALFKI'))).data?.writeReview).toMatchObject({
      review: { author: { id: '500' } },
      userErrors: [],
    });
  });

  it('of ten at the same time, takes one', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => write({ productId: '39', title: `Title ${index}` })));
    const codes = answers.map(({ data }) => data?.writeReview.userErrors[0]?.code ?? 'done');
    expect(codes.toSorted()).toEqual([...Array(9).fill('ALREADY_EXISTS'), 'done']);
  });

  it.each(['1', '9999', '0', 'x', '', '-3', '3.0', '99999999999'])(
    'refuses product %o, which the company has not bought',
    async (productId) => {
      expect(await write({ productId })).toEqual(notPurchased);
    },
  );

  it('refuses whoever buys for no company, or for one that has not bought it', async () => {
    for (const as of ['sales', 'manager', 'admin', person('501', null), person('502', 'PARIS'), person('503', 'nobody'), 'BSBEV']) {
      expect(await write({ productId: '58' }, as)).toEqual(notPurchased);
    }
  });

  it.each([
    ['PLACED', false],
    ['CANCELLED', false],
    ['CONFIRMED', true],
    ['SHIPPED', true],
  ])('counts an order that is %s: %s', async (status, counts) => {
    const orders = subgraph.siblings['orders']?.service.database.client;
    // Order 10702 is the only one of ALFKI's with product 3.
    await orders?.$executeRaw(sql`UPDATE "Order" SET "status" = ${status}::"OrderStatus" WHERE "id" = 10702`);
    const answer = await write({ productId: '3' }, person(`of ${status}`, 'ALFKI'));
    if (counts) expect(answer.data?.writeReview).toMatchObject({ review: { productId: '3' }, userErrors: [] });
    else expect(answer).toEqual(notPurchased);
  });

  it.each<[string, Input, string, string]>([
    ['a rating of 0', { rating: 0 }, 'A rating is 1 to 5.', 'rating'],
    ['a rating of 6', { rating: 6 }, 'A rating is 1 to 5.', 'rating'],
    ['a rating below 0', { rating: -5 }, 'A rating is 1 to 5.', 'rating'],
    ['no title', { title: ' ' }, 'Give the review a title.', 'title'],
    ['a title of 121 characters', { title: 'x'.repeat(121) }, 'A title has at most 120 characters.', 'title'],
    ['a title that no database takes', { title: 'a\0b' }, 'This is text without U+0000.', 'title'],
    ['no body', { body: '\n' }, 'Give the review a body.', 'body'],
    ['a body of 5,001 characters', { body: 'x'.repeat(5_001) }, 'A body has at most 5,000 characters.', 'body'],
    ['a body that no database takes', { body: 'a\0b' }, 'This is text without U+0000.', 'body'],
  ])('refuses %s', async (_name, wrong, message, path) => {
    expect(await write({ productId: '6', ...wrong })).toEqual(refused('writeReview', 'INVALID_INPUT', message, path));
  });

  it('takes the longest title and body, and says all that is wrong at once', async () => {
    const { data } = await write({ productId: '6', rating: 0, title: '', body: '' });
    expect(data?.writeReview.userErrors.map(({ path }: { path: string[] }) => path)).toEqual([['rating'], ['title'], ['body']]);
    const longest = { title: 'x'.repeat(120), body: 'y'.repeat(5_000) };
    expect((await write({ productId: '6', ...longest })).data?.writeReview.review).toMatchObject(longest);
  });

  it.each([{ rating: 4.5 }, { rating: '4' }, { rating: null }, { title: null }])('refuses %o before it is a command', async (wrong) => {
    const { data, errors } = await write({ productId: '6', ...wrong });
    expect(data?.writeReview ?? null).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

describe('moderateReview', () => {
  it('publishes: everyone sees the review, and the rating follows at once', async () => {
    const [id = 0] = await pendingReviews(9001, [4]);
    expect(await ratingOf(9001)).toEqual({ average: null, count: 0, histogram: [0, 0, 0, 0, 0] });
    expect(await moderate(id, 'PUBLISH')).toEqual(decided(id, 'PUBLISHED'));
    expect(await ratingOf(9001)).toEqual({ average: 4, count: 1, histogram: [0, 0, 0, 1, 0] });
    expect(await ask(`{ review(id: "${id}") { status } }`)).toEqual({ data: { review: { status: 'PUBLISHED' } } });
    const { data } = await ask('{ reviewsToModerate(first: 100) { nodes { id } } }', {}, 'manager');
    expect(data?.reviewsToModerate.nodes).not.toContainEqual({ id: String(id) });
  });

  it('rejects: only author and moderators see the review, and nothing is counted', async () => {
    const [id = 0] = await pendingReviews(9002, [5]);
    expect(await moderate(id, 'REJECT', { reason: 'Rude.' })).toEqual(decided(id, 'REJECTED'));
    expect(await ratingOf(9002)).toMatchObject({ average: null, count: 0 });
    expect(await ask(`{ review(id: "${id}") { status } }`)).toEqual({ data: { review: null } });
    expect(await client.$queryRaw(sql`SELECT "reason" FROM "Review" WHERE "id" = ${id}`)).toEqual([{ reason: 'Rude.' }]);
  });

  it('can decide again, any number of times; the rating is always that of the published ones', async () => {
    const [id = 0, other = 0] = await pendingReviews(9003, [5, 2]);
    await moderate(other, 'PUBLISH');
    const both = { average: 3.5, count: 2, histogram: [0, 1, 0, 0, 1] };
    const one = { average: 2, count: 1, histogram: [0, 1, 0, 0, 0] };
    for (const [decision, rating] of [
      ['PUBLISH', both],
      ['PUBLISH', both],
      ['REJECT', one],
      ['REJECT', one],
      ['PUBLISH', both],
      ['REJECT', one],
    ] as const) {
      expect(await moderate(id, decision)).toEqual(decided(id, decision === 'PUBLISH' ? 'PUBLISHED' : 'REJECTED'));
      expect(await ratingOf(9003)).toEqual(rating);
    }
    await moderate(other, 'REJECT');
    expect(await ratingOf(9003)).toEqual({ average: null, count: 0, histogram: [0, 0, 0, 0, 0] });
  });

  it('takes a review of the first run away from its rating', async () => {
    const before = await ratingOf(20);
    expect(await moderate(1, 'REJECT')).toEqual(decided(1, 'REJECTED')); // 3 stars
    const after = await ratingOf(20);
    expect(after.histogram).toEqual(before.histogram.map((stars, index) => (index === 2 ? stars - 1 : stars)));
    expect(after.histogram).toEqual(await countedRows(20));
  });

  it('counts one review once when ten moderators publish it at the same time', async () => {
    const [id = 0] = await pendingReviews(9004, [3]);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => moderate(id, 'PUBLISH', {}, index % 2 === 0 ? 'manager' : 'admin')),
    );
    expect(answers).toEqual(Array(10).fill(decided(id, 'PUBLISHED')));
    expect(await ratingOf(9004)).toEqual({ average: 3, count: 1, histogram: [0, 0, 1, 0, 0] });
  });

  it('loses none of ten that are published, and then half of them rejected, at the same time', async () => {
    const ids = await pendingReviews(9005, [1, 2, 3, 4, 5, 1, 2, 3, 4, 5]);
    await Promise.all(ids.map((id) => moderate(id, 'PUBLISH')));
    expect(await ratingOf(9005)).toEqual({ average: 3, count: 10, histogram: [2, 2, 2, 2, 2] });
    await Promise.all(ids.map((id, index) => moderate(id, index < 5 ? 'REJECT' : 'PUBLISH')));
    expect(await ratingOf(9005)).toEqual({ average: 3, count: 5, histogram: [1, 1, 1, 1, 1] });
    expect(await countedRows(9005)).toEqual([1, 1, 1, 1, 1]);
  });

  it('twice in one request answers each time what is true then', async () => {
    const [id = 0] = await pendingReviews(9006, [5]);
    const payload = 'review { status product { rating { count } reviews { totalCount } } author { reviews { nodes { status } } } }';
    const run = (alias: string, decision: string) =>
      `${alias}: moderateReview(input: { id: "${id}", decision: ${decision} }) { ${payload} }`;
    const { data, errors } = await ask(`mutation { ${run('a', 'PUBLISH')} ${run('b', 'REJECT')} }`, {}, 'manager');
    expect(errors).toBeUndefined();
    expect(data?.a.review).toMatchObject({ status: 'PUBLISHED', product: { rating: { count: 1 }, reviews: { totalCount: 1 } } });
    expect(data?.b.review).toMatchObject({ status: 'REJECTED', product: { rating: { count: 0 }, reviews: { totalCount: 0 } } });
    const statusOf = (alias: string) => data?.[alias].review.author.reviews.nodes[0].status;
    expect([statusOf('a'), statusOf('b')]).toEqual(['PUBLISHED', 'REJECTED']);
  });

  it.each(['9999', '0', 'x', '', '99999999999'])('knows no review %o', async (id) => {
    const message = 'There is no such object, or you may not see it.';
    expect(await moderate(id, 'PUBLISH')).toEqual(refused('moderateReview', 'NOT_FOUND', message, 'id'));
  });

  it.each([
    ['of 1,001 characters', 'x'.repeat(1_001), 'A reason has at most 1,000 characters.'],
    ['that no database takes', 'a\0b', 'This is text without U+0000.'],
  ])('refuses a reason %s', async (_name, reason, message) => {
    expect(await moderate(49, 'REJECT', { reason })).toEqual(refused('moderateReview', 'INVALID_INPUT', message, 'reason'));
    expect(await ask('{ review(id: "49") { status } }', {}, 'manager')).toEqual({ data: { review: { status: 'PENDING' } } });
  });

  it('leaves every rating what its published rows add up to', async () => {
    for (const productId of [1, 20, 28, 70, 9001, 9002, 9003, 9004, 9005, 9006]) {
      expect((await ratingOf(productId)).histogram).toEqual(await countedRows(productId));
    }
  });
});

describe('when orders does not answer', async () => {
  const alone = await testSubgraph('reviews', { env: { ORDERS_URL: 'http://127.0.0.1:1/graphql' } }); // nobody listens there
  afterAll(() => alone.stop());
  const writeAlone = (input: Input, as: string) =>
    alone.execute({ document: writeDocument, variables: { input: { ...opinion, ...input } }, as });

  it('nothing can be written, but all can be read and moderated', async () => {
    const { data, errors } = await writeAlone({ productId: '77' }, 'ALFKI');
    expect(data).toEqual({ writeReview: null });
    expect(errors).toMatchObject([{ path: ['writeReview'], extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } }]);
    const ofAuthor = '{ _entities(representations: [{ __typename: "User", id: "11" }]) { ... on User { reviews { totalCount } } } }';
    expect(await alone.execute({ document: ofAuthor, as: 'ALFKI' })).toEqual({ data: { _entities: [{ reviews: { totalCount: 3 } }] } });
    const variables = { input: { id: '45', decision: 'PUBLISH' } };
    expect(await alone.execute({ document: moderateDocument, variables, as: 'manager' })).toEqual(decided(45, 'PUBLISHED'));
  });

  it('what needs no answer is refused as ever', async () => {
    expect(await writeAlone({ productId: '77' }, 'manager')).toEqual(notPurchased);
    expect(await writeAlone({ productId: '77', rating: 0 }, 'ALFKI')).toEqual(
      refused('writeReview', 'INVALID_INPUT', 'A rating is 1 to 5.', 'rating'),
    );
  });
});
