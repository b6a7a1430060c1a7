// Who may do what with reviews, and who sees which of them, on every path.
import { type Principal, scopesOfRole } from '@tributary/auth-kit';
import { testSubgraph } from '@tributary/test-kit';
import { afterAll, describe, expect, it } from 'vitest';

const subgraph = await testSubgraph('reviews');
afterAll(() => subgraph.stop());

const entity = (type: string, id: number, selection: string) =>
  `{ result: _entities(representations: [{ __typename: "${type}", id: "${id}" }]) { ... on ${type} { ${selection} } } }`;

const review = 'id productId product { id } author { id } rating title body status createdAt';
const connection = `edges { cursor node { ${review} } } nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount`;

const operations = {
  review: `{ result: review(id: "1") { ${review} } }`,
  'a review by key': entity('Review', 1, review),
  'reviews of a product': entity('Product', 1, `reviews { ${connection} }`),
  'rating of a product': entity('Product', 1, 'rating { average count histogram }'),
  'reviews of a user': entity('User', 86, `reviews { ${connection} }`),
  reviewsToModerate: `{ result: reviewsToModerate(first: 1) { ${connection} } }`,
  writeReview:
    'mutation { result: writeReview(input: { productId: "1", rating: 0, title: "", body: "" }) { review { id } userErrors { code } } }',
  moderateReview: 'mutation { result: moderateReview(input: { id: "0", decision: PUBLISH }) { review { id } userErrors { code } } }',
};

type Operation = keyof typeof operations;

const everyone: Operation[] = ['review', 'a review by key', 'reviews of a product', 'rating of a product', 'reviews of a user'];
const moderator: Operation[] = [...everyone, 'writeReview', 'reviewsToModerate', 'moderateReview'];

type Client = Extract<Principal, { kind: 'client' }>;
const client = (scopes: Client['scopes'], customerId: string | null = null): Client => ({
  kind: 'client',
  clientId: 'shop',
  scopes,
  customerId,
});
/** ANATR's user by one of their API keys. */
const key = (...scopes: Client['scopes']): Principal => ({
  kind: 'user',
  userId: '12',
  role: 'CUSTOMER',
  scopes,
  customerId: 'ANATR',
  employeeId: null,
  sessionId: null,
  apiKeyId: 'key',
});

describe.each<[name: string, as: Principal | string, allowed: Operation[], refusal: string]>([
  ['anonymous', 'anonymous', everyone, 'UNAUTHENTICATED'],
  ['a customer', 'ALFKI', [...everyone, 'writeReview'], 'FORBIDDEN'],
  ['a key without scopes', key(), everyone, 'FORBIDDEN'],
  ['a key that writes', key('reviews:write'), [...everyone, 'writeReview'], 'FORBIDDEN'],
  ['sales', 'sales', [...everyone, 'writeReview'], 'FORBIDDEN'],
  ['a manager', 'manager', moderator, 'FORBIDDEN'],
  ['an administrator', 'admin', moderator, 'FORBIDDEN'],
  ['orders', 'orders', everyone, 'FORBIDDEN'],
  ['a client that may write', client(['reviews:write'], 'ALFKI'), [...everyone, 'writeReview'], 'FORBIDDEN'],
  ['a client that may moderate', client(['reviews:moderate']), [...everyone, 'reviewsToModerate', 'moderateReview'], 'FORBIDDEN'],
])('%s', (_name, as, allowed, refusal) => {
  it.each(Object.entries(operations))('%s', async (name, document) => {
    const { errors } = await subgraph.execute({ document, as });
    const isAllowed = allowed.some((operation) => operation === name);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(isAllowed ? undefined : [refusal]);
  });
});

// Review 49 of product 70 by user 12 (ANATR) is PENDING; review 24 of product 64 by user 21 (BSBEV) is REJECTED.
describe.each([
  { status: 'PENDING', id: '49', productId: '70', authorId: '12', author: 'ANATR', stranger: 'BSBEV', published: 2 },
  { status: 'REJECTED', id: '24', productId: '64', authorId: '21', author: 'BSBEV', stranger: 'ANATR', published: 4 },
])('a review that is $status', ({ status, id, productId, authorId, author, stranger, published }) => {
  const documents = {
    'by its id': `{ review(id: "${id}") { id status } }`,
    'by its key': `{ _entities(representations: [{ __typename: "Review", id: "${id}" }]) { ... on Review { id status } } }`,
  };
  const ofAuthor = `{ _entities(representations: [{ __typename: "User", id: "${authorId}" }]) { ... on User { reviews(first: 100) { totalCount nodes { id status } edges { node { id } } } } } }`;
  const throughReview = `query ($id: ID!) { review(id: $id) { author { reviews(first: 100) { nodes { id } } } product { reviews(first: 100) { nodes { id } } } } }`;
  const moderatingClient = client(['reviews:moderate']);
  const ownKey: Principal = {
    kind: 'user',
    userId: authorId,
    role: 'CUSTOMER',
    scopes: [],
    customerId: author,
    employeeId: null,
    sessionId: null,
    apiKeyId: 'key',
  };
  const colleague: Principal = { ...ownKey, userId: '5000', scopes: scopesOfRole('CUSTOMER'), sessionId: 'session', apiKeyId: null };

  it.each<[string, Principal | string, boolean]>([
    ['its author', author, true],
    ['its author by a key', ownKey, true],
    ['a manager', 'manager', true],
    ['an administrator', 'admin', true],
    ['a client that may moderate', moderatingClient, true],
    ['anonymous', 'anonymous', false],
    ['a stranger', stranger, false],
    ['a colleague of its author', colleague, false],
    ['sales', 'sales', false],
    ['a client of its company', client(['reviews:write'], author), false],
    ['orders', 'orders', false],
  ])('%s: sees it, or sees nothing of it, on every path', async (_name, as, isVisible) => {
    const seen = isVisible ? { id, status } : null;
    expect(await subgraph.execute({ document: documents['by its id'], as })).toEqual({ data: { review: seen } });
    expect(await subgraph.execute({ document: documents['by its key'], as })).toEqual({ data: { _entities: [seen] } });
    const { data } = await subgraph.execute({ document: ofAuthor, as });
    const { totalCount, nodes, edges } = data?._entities[0].reviews;
    expect(nodes.some((node: { id: string }) => node.id === id)).toBe(isVisible);
    expect(nodes).toHaveLength(published + (isVisible ? 1 : 0));
    expect([totalCount, edges.length]).toEqual([nodes.length, nodes.length]);
    const other = nodes.find((node: { id: string }) => node.id !== id).id;
    const through = await subgraph.execute({ document: throughReview, variables: { id: other }, as });
    expect(through.data?.review.author.reviews.nodes).toHaveLength(nodes.length);
  });

  it('is among the reviews of its product for nobody, and does not count there', async () => {
    const document = `{ _entities(representations: [{ __typename: "Product", id: "${productId}" }]) { ... on Product { rating { count } reviews(first: 100) { totalCount nodes { id status } } } } }`;
    const seen = await Promise.all(
      [author, 'manager', 'anonymous'].map(async (as) => (await subgraph.execute({ document, as })).data?._entities[0]),
    );
    expect(seen[0]).toEqual(seen[2]);
    expect(seen[1]).toEqual(seen[2]);
    const { rating, reviews } = seen[2];
    expect(reviews.nodes.map((node: { status: string }) => node.status)).toEqual(Array(reviews.totalCount).fill('PUBLISHED'));
    expect(rating.count).toBe(reviews.totalCount);
  });
});

it('reviewsToModerate is refused as a whole, and says nothing', async () => {
  expect(await subgraph.execute({ document: '{ reviewsToModerate { totalCount } }', as: 'ALFKI' })).toEqual({
    data: { reviewsToModerate: null },
    errors: [{ message: 'You lack a permission that this needs.', path: ['reviewsToModerate'], extensions: { code: 'FORBIDDEN' } }],
  });
});
