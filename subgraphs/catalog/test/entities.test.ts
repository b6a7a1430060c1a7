// Products, categories and suppliers by key as the gateway asks for them, and how many statements that takes.
import { testSubgraph } from '@tributary/test-kit';
import { describe, expect, it } from 'vitest';

const subgraph = await testSubgraph('catalog');

type EntityType = 'Product' | 'Category' | 'Supplier';
type Representation = Readonly<Record<string, unknown>>;

const entities = (type: EntityType, selection: string, representations: readonly Representation[], as = 'sales') =>
  subgraph.execute({
    document: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { ${selection} } } }`,
    variables: { representations },
    as,
  });

const keys = (__typename: EntityType, ...ids: (number | string)[]): Representation[] => ids.map((id) => ({ __typename, id: String(id) }));
const found = (..._entities: unknown[]) => ({ data: { _entities } });
const usd = (amount: string) => ({ amount, currency: 'USD' });

describe('an entity by its key', () => {
  it('Product: has everything that the catalog knows', async () => {
    const selection = `id version name quantityPerUnit unitPrice { amount currency } priceHistory { price { amount currency } changedAt }
      discontinued category { id name } supplier { id companyName } updatedAt`;
    expect(await entities('Product', selection, keys('Product', 1), 'anonymous')).toEqual(
      found({
        id: '1',
        version: 1,
        name: 'Chai',
        quantityPerUnit: '10 boxes x 30 bags',
        unitPrice: usd('18.00'),
        priceHistory: [{ price: usd('18.00'), changedAt: '1996-07-01T00:00:00.000Z' }],
        discontinued: true,
        category: { id: '1', name: 'Beverages' },
        supplier: { id: '8', companyName: 'Specialty Biscuits, Ltd.' },
        updatedAt: '1996-07-01T00:00:00.000Z',
      }),
    );
  });

  it('Category: has its description and its products by name', async () => {
    const selection = 'id name description products(first: 2) { totalCount nodes { id name } }';
    expect(await entities('Category', selection, keys('Category', 6), 'anonymous')).toEqual(
      found({
        id: '6',
        name: 'Meat/Poultry',
        description: 'Prepared meats',
        products: {
          totalCount: 6,
          nodes: [
            { id: '17', name: 'Alice Mutton' },
            { id: '9', name: 'Mishi Kobe Niku' },
          ],
        },
      }),
    );
  });

  it('Supplier: has its address, contact and products', async () => {
    const selection = 'id companyName contactName phone address { line1 city region postalCode country } products { nodes { id name } }';
    expect(await entities('Supplier', selection, keys('Supplier', 2))).toEqual(
      found({
        id: '2',
        companyName: 'New Orleans Cajun Delights',
        contactName: 'Shelley Burke',
        phone: '(100) 555-4822',
        address: { line1: 'P.O. Box 78934', city: 'New Orleans', region: 'LA', postalCode: '70117', country: 'USA' },
        products: {
          nodes: [
            { id: '4', name: "Chef Anton's Cajun Seasoning" },
            { id: '5', name: "Chef Anton's Gumbo Mix" },
            { id: '65', name: 'Louisiana Fiery Hot Pepper Sauce' },
            { id: '66', name: 'Louisiana Hot Spiced Okra' },
          ],
        },
      }),
    );
  });

  it.each<EntityType>(['Product', 'Category', 'Supplier'])(
    '%s: is null without an error when there is none, and the others come in their order',
    async (type) => {
      const representations = keys(type, 2, 9999, 1, 'ALFKI', '1e0', '01', '', '-1', '99999999999', 2);
      expect(await entities(type, 'id', representations)).toEqual(
        found({ id: '2' }, null, { id: '1' }, null, null, null, null, null, null, { id: '2' }),
      );
    },
  );

  it('takes nothing but the key from the representation', async () => {
    const spoofed = {
      __typename: 'Product',
      id: '1',
      name: 'Free beer',
      unitPrice: { amount: '0.01', currency: 'EUR' },
      categoryId: 8,
      version: 99,
    };
    expect(await entities('Product', 'name version unitPrice { amount currency } category { id }', [spoofed])).toEqual(
      found({ name: 'Chai', version: 1, unitPrice: usd('18.00'), category: { id: '1' } }),
    );
  });

  it('answers for several types in one request', async () => {
    const document = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on Product { name } ... on Category { name } ... on Supplier { companyName } } }`;
    const representations = [...keys('Supplier', 1), ...keys('Product', 2), ...keys('Category', 3)];
    expect(await subgraph.execute({ document, variables: { representations } })).toEqual(
      found({ companyName: 'Exotic Liquids' }, { name: 'Chang' }, { name: 'Confections' }),
    );
  });

  it('gives no value type by its name', async () => {
    const document = '{ _entities(representations: [{ __typename: "PriceChange", id: "1" }]) { __typename } }';
    const { data, errors } = await subgraph.execute({ document });
    expect(data).toEqual({ _entities: [null] });
    expect(errors).toHaveLength(1);
  });
});

describe('statements', () => {
  const page = 'totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor } nodes { id }';
  const selections: [type: EntityType, selection: string, statements: number][] = [
    ['Product', 'id name unitPrice { amount }', 1],
    ['Product', 'category { name }', 2],
    ['Product', 'category { name } supplier { companyName address { city } phone }', 3],
    ['Product', 'priceHistory(first: 3) { price { amount } }', 2],
    ['Product', 'all: priceHistory { changedAt } one: priceHistory(first: 1) { changedAt }', 2],
    ['Product', 'category { products(first: 3) { nodes { name supplier { companyName } } } }', 4],
    ['Category', 'id name', 1],
    ['Category', 'products(first: 2) { nodes { name } }', 2],
    ['Category', `products(first: 2) { ${page} }`, 3],
    ['Category', 'products { nodes { supplier { products(first: 1) { nodes { name } } } } }', 4],
    ['Supplier', 'companyName contactName', 1],
    ['Supplier', `products { ${page} }`, 3],
    ['Supplier', 'products { nodes { priceHistory { changedAt } category { name } } }', 4],
  ];

  it.each(selections)('%s { %s }: %i for 1, 10 and 100 entities', async (type, selection, statements) => {
    const counts: number[] = [];
    for (const size of [1, 10, 100]) {
      const ids = Array.from({ length: size }, (_, index) => index + 1); // the last of them do not exist
      const { data, errors } = await entities(type, selection, keys(type, ...ids));
      expect(errors).toBeUndefined();
      expect(data?._entities).toHaveLength(size);
      counts.push(subgraph.statements());
    }
    expect(counts).toEqual([statements, statements, statements]);
  });

  it('internalProducts: one for any number of products', async () => {
    const document = 'query ($ids: [ID!]!) { internalProducts(ids: $ids) { id unitPrice { amount } discontinued } }';
    for (const size of [1, 10, 100]) {
      const ids = Array.from({ length: size }, (_, index) => String(index + 1));
      const { data } = await subgraph.execute({ document, variables: { ids }, as: 'orders' });
      expect(data?.internalProducts).toHaveLength(size);
      expect(subgraph.statements()).toBe(1);
    }
  });
});

it('internalProducts answers in the order of the ids, null for what is unknown', async () => {
  const document = '{ internalProducts(ids: ["3", "x", "9999", "1", "3"]) { id name unitPrice { amount } discontinued } }';
  const syrup = { id: '3', name: 'Aniseed Syrup', unitPrice: { amount: '10.00' }, discontinued: false };
  const chai = { id: '1', name: 'Chai', unitPrice: { amount: '18.00' }, discontinued: true };
  expect(await subgraph.execute({ document, as: 'orders' })).toEqual({ data: { internalProducts: [syrup, null, null, chai, syrup] } });
});
