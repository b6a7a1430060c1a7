// What inventory adds to Product, by key as the gateway asks for it, and how many statements that takes.
import { testSubgraph } from '@tributary/test-kit';
import { describe, expect, it } from 'vitest';

const subgraph = await testSubgraph('inventory');

type Representation = Readonly<Record<string, unknown>>;

const entities = (selection: string, representations: readonly Representation[], as = 'manager') =>
  subgraph.execute({
    document: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Product { ${selection} } } }`,
    variables: { representations },
    as,
  });

const product = (id: number | string, more: Representation = {}): Representation => ({ __typename: 'Product', id: String(id), ...more });
const found = (..._entities: unknown[]) => ({ data: { _entities } });

describe('a product by its key', () => {
  it('has its stock', async () => {
    const selection = 'id stock { productId product { id } onHand reserved available onOrder reorderLevel }';
    expect(await entities(selection, [product(11)])).toEqual(
      found({
        id: '11',
        stock: { productId: '11', product: { id: '11' }, onHand: 22, reserved: 0, available: 22, onOrder: 30, reorderLevel: 30 },
      }),
    );
  });

  it('has 0 of everything without a row', async () => {
    const selection =
      'availability stock { productId onHand reserved available onOrder reorderLevel movements { totalCount nodes { id } } } reorderCost { amount currency }';
    const unitPrice = { amount: '18.00', currency: 'USD' };
    expect(await entities(selection, [product(9999, { discontinued: false, unitPrice })])).toEqual(
      found({
        availability: 'OUT_OF_STOCK',
        stock: {
          productId: '9999',
          onHand: 0,
          reserved: 0,
          available: 0,
          onOrder: 0,
          reorderLevel: 0,
          movements: { totalCount: 0, nodes: [] },
        },
        reorderCost: { amount: '0.00', currency: 'USD' },
      }),
    );
  });

  it('is nothing when the key is no product number', async () => {
    expect(await entities('id stock { onHand }', [product('ALFKI'), product('1e3'), product(''), product(11)])).toEqual(
      found(null, null, null, { id: '11', stock: { onHand: 22 } }),
    );
  });

  it.each<[string, number, boolean, string]>([
    ['discontinued, though there are some', 1, true, 'DISCONTINUED'],
    ['discontinued, and there is none', 5, true, 'DISCONTINUED'],
    ['none available', 31, false, 'OUT_OF_STOCK'],
    ['below the reorder level', 11, false, 'LOW_STOCK'],
    ['above the reorder level', 14, false, 'IN_STOCK'],
    ['some, and no reorder level', 8, false, 'IN_STOCK'],
  ])('availability: %s', async (_name, id, discontinued, availability) => {
    expect(await entities('availability', [product(id, { discontinued })], 'anonymous')).toEqual(found({ availability }));
  });

  it('availability: at the reorder level', async () => {
    const document = 'mutation { setReorderLevel(input: { productId: "14", reorderLevel: 35 }) { userErrors { code } } }';
    await subgraph.execute({ document, as: 'manager' });
    expect(await entities('availability', [product(14, { discontinued: false })])).toEqual(found({ availability: 'LOW_STOCK' }));
  });

  it.each<[number, string, string]>([
    [30, '25.89', '129.45'], // 5 short
    [70, '15.00', '75.00'],
    [2, '19.00', '0.00'], // what is on order covers it
    [8, '40.00', '0.00'], // no reorder level
    [30, '9999999.99', '49999999.95'],
  ])('reorderCost of %s at %s is %s, exactly', async (id, amount, cost) => {
    const unitPrice = { amount, currency: 'USD' };
    expect(await entities('reorderCost { amount currency }', [product(id, { unitPrice })])).toEqual(
      found({ reorderCost: { amount: cost, currency: 'USD' } }),
    );
  });

  it('takes nothing of its own from the representation', async () => {
    const spoofed = product(11, {
      stock: { onHand: 1_000_000 },
      availability: 'IN_STOCK',
      reorderCost: { amount: '0.01', currency: 'EUR' },
    });
    const required = { discontinued: true, unitPrice: { amount: '21.00', currency: 'EUR' } };
    expect(await entities('availability stock { onHand } reorderCost { amount currency }', [{ ...spoofed, ...required }])).toEqual(
      found({ availability: 'DISCONTINUED', stock: { onHand: 22 }, reorderCost: { amount: '0.00', currency: 'USD' } }),
    );
    // A type that is no entity of this service cannot be had by naming it.
    const { data, errors } = await entities('id', [{ ...spoofed, __typename: 'Stock', productId: '11' }]);
    expect(data).toEqual({ _entities: [null] });
    expect(errors).toHaveLength(1);
  });
});

describe('statements', () => {
  const selections = {
    availability: 'availability',
    stock: 'stock { onHand available }',
    reorderCost: 'reorderCost { amount }',
    movements: 'stock { movements(first: 3) { nodes { id } } }',
    'movements with pageInfo and totalCount':
      'stock { movements(first: 3) { totalCount pageInfo { hasNextPage hasPreviousPage } edges { cursor } nodes { id } } }',
    everything: 'availability stock { onHand movements { totalCount nodes { id } } } reorderCost { amount }',
  };
  const representations = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      product(index + 1, { discontinued: false, unitPrice: { amount: '1.00', currency: 'USD' } }),
    );

  it.each(Object.entries(selections))('%s: as many for 1, 10 and 100 entities', async (_name, selection) => {
    const counts: number[] = [];
    for (const size of [1, 10, 100]) {
      const { errors } = await entities(selection, representations(size));
      expect(errors).toBeUndefined();
      counts.push(subgraph.statements());
    }
    expect(counts).toEqual([counts[0], counts[0], counts[0]]);
  });

  it('one for rows, one more for totalCount when it is asked for', async () => {
    await entities('stock { onHand }', representations(10));
    expect(subgraph.statements()).toBe(1);
    await entities('stock { movements { nodes { id } } }', representations(10));
    expect(subgraph.statements()).toBe(2);
    await entities('stock { movements { nodes { id } totalCount } }', representations(10));
    expect(subgraph.statements()).toBe(3);
  });

  it('internalAvailability: one for any number of products', async () => {
    const document = 'query ($productIds: [ID!]!) { internalAvailability(productIds: $productIds) { productId availableQuantity } }';
    for (const size of [1, 10, 100]) {
      const productIds = Array.from({ length: size }, (_, index) => String(index + 1));
      const { data } = await subgraph.execute({ document, variables: { productIds }, as: 'orders' });
      expect(data?.internalAvailability).toHaveLength(size);
      expect(subgraph.statements()).toBe(1);
    }
  });

  it('productsToReorder: as many for 1 row as for 77, movements included', async () => {
    const raise = Array.from(
      { length: 77 },
      (_, index) => `p${index}: setReorderLevel(input: { productId: "${index + 1}", reorderLevel: 1000 }) { userErrors { code } }`,
    );
    await subgraph.execute({ document: `mutation { ${raise.join('\n')} }`, as: 'manager' });
    const document = `query ($first: Int) { productsToReorder(first: $first) { totalCount pageInfo { hasNextPage hasPreviousPage }
      nodes { productId product { id } movements(first: 2) { nodes { id } totalCount } } } }`;
    const counts: number[] = [];
    for (const first of [1, 10, 77]) {
      const { data } = await subgraph.execute({ document, variables: { first }, as: 'manager' });
      expect(data?.productsToReorder.nodes).toHaveLength(first);
      counts.push(subgraph.statements());
    }
    expect(counts).toEqual([4, 4, 4]);
  });
});

it('internalAvailability answers in the order of the ids, 0 for what is unknown', async () => {
  const document = '{ internalAvailability(productIds: ["2", "x", "9999", "1"]) { productId availableQuantity } }';
  expect(await subgraph.execute({ document, as: 'orders' })).toEqual({
    data: {
      internalAvailability: [
        { productId: '2', availableQuantity: 17 },
        { productId: 'x', availableQuantity: 0 },
        { productId: '9999', availableQuantity: 0 },
        { productId: '1', availableQuantity: 39 },
      ],
    },
  });
});
