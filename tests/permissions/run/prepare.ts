// Makes the rows that the matrix is about, by the commands that people have for it.
import { createHash } from 'node:crypto';
import { loadNorthwind } from '@tributary/northwind';
import type { SubgraphName } from '@tributary/test-kit';
import { anonymous, type Caller, companies, customer, keys, manager, people, service, stranger } from '../policy/callers.ts';
import type { World } from '../policy/world.ts';

// biome-ignore lint/suspicious/noExplicitAny: each command knows what it asked for
export type Data = any;

/** Asks a subgraph directly. @throws {Error} when it answers with an error or a userError. */
export type Send = (caller: Caller, document: string, variables?: object) => Promise<Data>;

export interface Prepared {
  readonly worlds: readonly World[];
  /** The access tokens of people by their names, and the secrets of the keys by theirs. */
  readonly credentials: ReadonlyMap<string, string>;
}

/** What the matrix of these subgraphs needs; of the others, values that lead nowhere. */
export async function prepare(subgraphs: Readonly<Partial<Record<SubgraphName, Send>>>): Promise<Prepared> {
  const { accounts, orders, reviews } = subgraphs;
  const credentials = new Map<string, string>();
  const keys = accounts === undefined ? nowhere : await prepareAccounts(accounts, credentials);
  const sides = await Promise.all(
    ([customer, stranger] as const).map(async (buyer, side) => ({
      buyer,
      placed: orders === undefined ? ['0'] : await placeOrders(orders, buyer, side === 0 ? 21 : 15),
      written: reviews === undefined ? nothingWritten : await writeReviews(reviews, buyer),
      spareKey: keys.spares.get(buyer.name) ?? '0',
    })),
  );
  const [own, foreign] = await Promise.all(
    sides.map(async ({ buyer, placed, written, spareKey }) => {
      const [order = '0', ...spares] = placed;
      const confirmed = spares.splice(0, 5);
      for (const id of orders === undefined ? [] : confirmed) await orders?.(manager, confirm, { id });
      return worldOf(buyer, { order, placed: spares, confirmed, ...written, spareKey, keyHash: keys.hash });
    }),
  );
  if (own === undefined || foreign === undefined) throw new Error('There are two companies.');
  const { userId, employeeId, email } = manager;
  const user = { type: 'User', id: userId ?? '', customerId: null, employeeId } as const;
  const staff: World = { ...foreign, name: 'staff', user, values: { ...foreign.values, user: user.id, email: email ?? '' } };
  return { worlds: [own, foreign, staff], credentials };
}

const nowhere = { spares: new Map<string, string>(), hash: '0'.repeat(64) };
const nothingWritten = { product: '1', pending: '0', published: '0', unreviewed: ['1'] };
const confirm = 'mutation ($id: ID!) { confirmOrder(input: { id: $id }) { userErrors { code } } }';

/** Everyone has a session, and keys that were used; one key is revoked. */
async function prepareAccounts(send: Send, credentials: Map<string, string>) {
  const signIn =
    'mutation ($email: EmailAddress!) { done: signIn(input: { email: $email, password: "tributary" }) { tokens { accessToken } userErrors { code } } }';
  const create =
    'mutation ($scopes: [String!]!) { done: createApiKey(input: { name: "matrix", scopes: $scopes }) { apiKey { id } secret userErrors { code } } }';
  const created: { readonly of: Caller; readonly id: string; readonly secret: string }[] = [];
  const makeKey = async (of: Caller, scopes: readonly string[]) => {
    const { apiKey, secret } = (await send(of, create, { scopes })).done;
    created.push({ of, id: apiKey.id, secret });
  };
  for (const { scopes } of keys) await makeKey(customer, scopes);
  for (const person of [...people, stranger]) {
    credentials.set(person.name, (await send(anonymous, signIn, { email: person.email })).done.tokens.accessToken);
    await makeKey(person, []);
  }
  const day = new Date().toISOString().slice(0, 10);
  const entries = created.map(({ id }) => ({ apiKeyId: id, day, requests: 1, rejected: 0 }));
  await send(service('gateway'), 'mutation ($entries: [InternalApiKeyUsage!]!) { internalRecordApiKeyUsage(entries: $entries) }', {
    entries,
  });
  const ended = created.find(({ of }) => of === manager)?.id;
  await send(manager, 'mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { userErrors { code } } }', { id: ended });
  for (const [index, { name }] of keys.entries()) credentials.set(name, created[index]?.secret ?? '');
  return {
    hash: createHash('sha256')
      .update(created[0]?.secret ?? '')
      .digest('hex'),
    spares: new Map(created.map(({ of, id }) => [of.name, id])), // the newest of each
  };
}

async function placeOrders(send: Send, buyer: Caller, count: number): Promise<string[]> {
  const document = `mutation ($key: String!) {
    done: placeOrder(input: { idempotencyKey: $key, shipperId: "1", lines: [{ productId: "75", quantity: 1 }] }) { order { id } userErrors { code } } }`;
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1)
    ids.push((await send(buyer, document, { key: `matrix ${buyer.name} ${index}` })).done.order.id);
  return ids;
}

/** One review that waits, one that is published, and the products that the buyer has bought and not reviewed. */
async function writeReviews(send: Send, buyer: Caller) {
  const { orders, customers } = loadNorthwind();
  const buyerIndex = customers.findIndex(({ id }) => id === buyer.customerId);
  const bought = orders.filter(({ customerIndex, shippedOn }) => customerIndex === buyerIndex && shippedOn !== null);
  const products = new Set(bought.flatMap(({ lines }) => lines.map(({ productId }) => String(productId))));
  const known = `query ($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) {
    ... on User { reviews(first: 100) { nodes { productId } } } } }`;
  const [{ reviews }] = (await send(buyer, known, { id: buyer.userId }))._entities;
  for (const { productId } of reviews.nodes) products.delete(productId);
  const write = `mutation ($productId: ID!) {
    done: writeReview(input: { productId: $productId, rating: 4, title: "Matrix", body: "A row." }) { review { id } userErrors { code } } }`;
  const [waiting, shown, ...unreviewed] = products;
  const pending = (await send(buyer, write, { productId: waiting })).done.review.id;
  const published = (await send(buyer, write, { productId: shown })).done.review.id;
  await send(manager, 'mutation ($id: ID!) { moderateReview(input: { id: $id, decision: PUBLISH }) { userErrors { code } } }', {
    id: published,
  });
  return { product: shown ?? '1', pending, published, unreviewed };
}

interface Rows {
  readonly order: string;
  readonly placed: string[];
  readonly confirmed: string[];
  readonly product: string;
  readonly pending: string;
  readonly published: string;
  readonly unreviewed: string[];
  readonly spareKey: string;
  readonly keyHash: string;
}

function worldOf(buyer: Caller, { order, placed, confirmed, unreviewed, ...values }: Rows): World {
  const { userId, customerId, email } = buyer;
  if (userId === null || customerId === null || email === null) throw new Error(`${buyer.name} buys for nobody.`);
  const isOwn = customerId === companies.own;
  // Of the latest source order of each: their own buyer's orders go on with it.
  const salesRep = isOwn ? '3' : '4';
  const review = { type: 'Review', authorId: userId } as const;
  const companyName = loadNorthwind().customers.find(({ id }) => id === customerId)?.companyName ?? '';
  return {
    name: isOwn ? 'own' : 'foreign',
    customer: { type: 'Customer', id: customerId },
    user: { type: 'User', id: userId, customerId, employeeId: null },
    order: { type: 'Order', id: order, customerId, salesRepId: salesRep },
    pending: { ...review, id: values.pending, published: false },
    published: { ...review, id: values.published, published: true },
    salesRep,
    values: {
      ...values,
      order,
      user: userId,
      customer: customerId,
      companyName,
      email,
      salesRep,
      today: new Date().toISOString().slice(0, 10),
    },
    spares: { placedOrder: placed, confirmedOrder: confirmed, unreviewed },
  };
}
