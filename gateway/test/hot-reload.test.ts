// The supergraph is replaced while the gateway runs: a good one is served, a bad one changes nothing.
import { once } from 'node:events';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { supergraphOf, useGateway } from './support.ts';
import { schemas, sendAnswer } from './support-subgraphs.ts';

const gateway = useGateway();
const served = 'a new supergraph is served';
const refused = 'the new supergraph is refused; the old one keeps serving';
const withPrice = schemas.catalog.replace('secretCost', 'price: String secretCost');
const prices = '{ product(id: "1") { name price } }';
const names = '{ product(id: "1") { name } }';
const chai = { status: 200, data: { product: { name: 'Chai' } } };
const original = () => supergraphOf(gateway().subgraphs);
const logged = (message: string) => gateway().logged((line) => line.message === message);

async function replaceBy(text: string, message: string): Promise<void> {
  gateway().lines.length = 0;
  writeFileSync(gateway().supergraphFile, text);
  await logged(message);
}

beforeEach(() =>
  gateway().subgraphs.catalog.reply((response) =>
    sendAnswer(response, { data: { product: { __typename: 'Product', id: '1', name: 'Chai', price: '18.00' } } }),
  ),
);

describe('a new supergraph', () => {
  afterEach(() => replaceBy(original(), served));

  it('is served without a restart', async () => {
    expect(await gateway().ask(prices)).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
    await replaceBy(supergraphOf(gateway().subgraphs, { catalog: withPrice }), served);
    expect(await gateway().ask(prices)).toEqual({ status: 200, data: { product: { name: 'Chai', price: '18.00' } } });
  });

  it('is served when the file was replaced by another, as a deployment does', async () => {
    const next = `${gateway().supergraphFile}.next`;
    writeFileSync(next, supergraphOf(gateway().subgraphs, { catalog: withPrice }));
    renameSync(next, gateway().supergraphFile);
    await logged(served);
    expect(await gateway().ask(prices)).toMatchObject({ status: 200, data: { product: { price: '18.00' } } });
  });

  it('takes fields away, also from documents that were run before', async () => {
    expect(await gateway().ask('{ latestReview { text } }')).toMatchObject({ status: 200 });
    await replaceBy(supergraphOf(gateway().subgraphs, { reviews: schemas.reviews.replace('latestReview', 'newestReview') }), served);
    expect(await gateway().ask('{ latestReview { text } }')).toMatchObject({
      errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
  });

  it('moves a subgraph', async () => {
    const { catalog, reviews } = gateway().subgraphs;
    reviews.reply((response) => sendAnswer(response, { data: { product: { __typename: 'Product', name: 'from the new address' } } }));
    await replaceBy(supergraphOf({ ...gateway().subgraphs, catalog: { ...catalog, url: reviews.url } }), served);
    expect(await gateway().ask(names)).toEqual({ status: 200, data: { product: { name: 'from the new address' } } });
    expect(catalog.calls).toEqual([]);
  });

  it('closes the connections to an address that it no longer names, after the last answer', async () => {
    const { catalog, reviews } = gateway().subgraphs;
    const asked = Promise.withResolvers<{ answerNow: () => void; closed: Promise<unknown> }>();
    catalog.reply((response, _operation, request) =>
      asked.resolve({
        answerNow: () => sendAnswer(response, { data: { product: { __typename: 'Product', id: '1', name: 'Chai' } } }),
        closed: once(request.socket, 'close'),
      }),
    );
    const answer = gateway().ask(names);
    const { answerNow, closed } = await asked.promise;
    await replaceBy(supergraphOf({ ...gateway().subgraphs, catalog: { ...catalog, url: reviews.url } }), served);
    answerNow();
    expect(await answer).toEqual(chai);
    await closed;
  });

  it('leaves the gateway its own way to accounts', async () => {
    const { accounts, reviews } = gateway().subgraphs;
    await replaceBy(supergraphOf({ ...gateway().subgraphs, accounts: { ...accounts, url: reviews.url } }), served);
    // The first may have been on its way before.
    for (let call = 0; call < 2; call += 1) await accounts.nextInternal('internalRevocations');
  });

  it('does not touch a running request', async () => {
    const { catalog } = gateway().subgraphs;
    const asked = Promise.withResolvers<() => void>();
    catalog.reply((response) =>
      asked.resolve(() => sendAnswer(response, { data: { product: { __typename: 'Product', id: '1', name: 'Chai' } } })),
    );
    const answer = gateway().ask('{ product(id: "1") { name rating } }');
    const answerNow = await asked.promise;
    await replaceBy(supergraphOf(gateway().subgraphs, { reviews: schemas.reviews.replace('rating: Float', 'stars: Float') }), served);
    answerNow();
    expect(await answer).toEqual({ status: 200, data: { product: { name: 'Chai', rating: 4.1 } } });
  });
});

describe('a broken supergraph', () => {
  const broken: Readonly<Record<string, () => string>> = {
    'that is empty': () => '',
    'that is no GraphQL': () => 'not { a schema',
    'that is half written': () => original().slice(0, 1_500),
    'that is no supergraph': () => 'type Query { product(id: ID!): String }',
    'that has no queries': () => original().replace(/type Query[^}]*\}/, ''),
    'that names a type that does not exist': () => original().replace('rating: Float', 'rating: Nothing'),
  };

  it.each(Object.entries(broken))('%s is refused, and the old one keeps serving', async (_what, text) => {
    await replaceBy(text(), refused);
    expect(await gateway().ask(names)).toEqual(chai);
    expect(await gateway().send({ path: '/readyz' })).toMatchObject({ status: 200 });
  });

  it('that is gone is refused, and the old one keeps serving', async () => {
    rmSync(gateway().supergraphFile);
    await logged(refused);
    expect(await gateway().ask(names)).toEqual(chai);
  });

  it('can be repaired', async () => {
    await replaceBy('not { a schema', refused);
    await replaceBy(supergraphOf(gateway().subgraphs, { catalog: withPrice }), served);
    expect(await gateway().ask(prices)).toMatchObject({ status: 200 });
  });
});
