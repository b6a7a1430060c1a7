// Sentences of the specification about the catalog that no other test shows.
import { raw } from '@prisma/client/runtime/client';
import { type TestSubgraph, testSubgraph } from '@tributary/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await testSubgraph('catalog');
});
afterAll(() => subgraph.stop());

const changePrice = (unitPrice: unknown) =>
  subgraph.execute({
    document: 'mutation ($input: ChangePriceInput!) { changePrice(input: $input) { product { id } userErrors { code path } } }',
    variables: { input: { id: '41', unitPrice } },
    as: 'manager',
  });

describe('a price in a command', () => {
  it.each(['18.0000000000000001', '99999999999999999999', '-0.00000000000000000001', 0.1 + 0.2])(
    'of %s is a decimal that a person can correct',
    async (unitPrice) => {
      expect(await changePrice(unitPrice)).toEqual({
        data: { changePrice: { product: null, userErrors: [{ code: 'INVALID_PRICE', path: ['unitPrice'] }] } },
      });
    },
  );
});

describe('on a database whose clock is not in UTC', () => {
  let elsewhere: TestSubgraph;
  beforeAll(async () => {
    const { databaseUrl } = subgraph.config;
    const name = new URL(databaseUrl).pathname.slice(1);
    await subgraph.service.database.client.$executeRaw(raw(`ALTER DATABASE "${name}" SET timezone TO 'Asia/Kolkata'`));
    elsewhere = await testSubgraph('catalog', { env: { CATALOG_DATABASE_URL: databaseUrl } });
  });
  afterAll(() => elsewhere.stop());

  it('instants are in UTC all the same', async () => {
    const document = '{ product(id: "1") { updatedAt priceHistory { changedAt } } }';
    expect(await elsewhere.execute({ document })).toEqual({
      data: { product: { updatedAt: '1996-07-01T00:00:00.000Z', priceHistory: [{ changedAt: '1996-07-01T00:00:00.000Z' }] } },
    });
  });
});
