// Orders and shippers, and what orders adds to companies, employees and products: by key as the gateway asks, and how many statements it takes.
import { testSubgraph } from '@tributary/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idsOf, newestFirst, type Order, seenBySales, source, subtotalCents, totalCents, usd } from './support.ts';

let subgraph: Awaited<ReturnType<typeof testSubgraph>>;
beforeAll(async () => {
  subgraph = await testSubgraph('orders');
});
afterAll(() => subgraph.stop());

type EntityType = 'Order' | 'Shipper' | 'Customer' | 'Employee' | 'Product';
type Representation = Readonly<Record<string, unknown>>;

const entities = (
  type: EntityType,
  selection: string,
  representations: readonly Representation[],
  as = 'manager',
  variables: Representation = {},
) =>
  subgraph.execute({
    document: `query ($representations: [_Any!]!, $first: Int, $after: String, $filter: OrderFilter) {
      _entities(representations: $representations) { ... on ${type} { ${selection} } } ${unused} }`,
    variables: { representations, ...variables },
    as,
  });
/** GraphQL refuses a variable that nothing uses. */
const unused = '... on Query @include(if: false) { orders(first: $first, after: $after, filter: $filter) { totalCount } }';

const keys = (__typename: EntityType, ...ids: (number | string)[]): Representation[] => ids.map((id) => ({ __typename, id: String(id) }));
const found = (..._entities: unknown[]) => ({ data: { _entities } });
const idNodes = (orders: readonly Order[]) => idsOf(orders).map((id) => ({ id }));
const ofCompany = (id: string) => newestFirst(source.orders.filter(({ customerId }) => customerId === id));
const ofEmployee = (id: number) => newestFirst(source.orders.filter(({ employeeId }) => employeeId === id));

describe('an order by its key', () => {
  it('has what the root field has', async () => {
    const selection = `id version status placedAt requiredBy shippedAt customerId customer { id } salesRep { id } shipper { companyName } shipTo { name country }
      lines { productId quantity lineTotal { amount } } subtotal { amount currency } freight { amount } total { amount currency } history { status at by { id } note }`;
    const { data } = await subgraph.execute({ document: `{ order(id: "10250") { ${selection} } }`, as: 'manager' });
    const [answer, source10250] = [await entities('Order', selection, keys('Order', 10250)), source.orders.find(({ id }) => id === 10250)];
    expect(answer).toEqual(found(data?.order));
    expect(source10250).toBeDefined();
    if (source10250 === undefined) return;
    expect(answer.data?._entities[0]).toMatchObject({
      customerId: 'HANAR',
      subtotal: usd(subtotalCents(source10250)),
      total: usd(totalCents(source10250)),
    });
  });

  it('is nothing when there is none, and the others stand in their places', async () => {
    expect(await entities('Order', 'id', keys('Order', 99_999, 10248, 'ALFKI', '010249', '', 10249, 10248))).toEqual(
      found(null, { id: '10248' }, null, null, null, { id: '10249' }, { id: '10248' }),
    );
  });

  it.each<[string, (order: Order) => boolean]>([
    ['anonymous', () => false],
    ['reviews', () => false],
    ['ALFKI', ({ customerId }) => customerId === 'ALFKI'],
    ['sales', seenBySales(1)],
    ['manager', () => true],
    ['admin', () => true],
  ])('is nothing to %s, without an error, unless it is theirs to see', async (as, sees) => {
    const some = [...ofCompany('ALFKI'), ...ofCompany('ANATR')];
    const expected = some.map((order) => (sees(order) ? { id: String(order.id), total: usd(totalCents(order)) } : null));
    expect(await entities('Order', 'id total { amount currency }', keys('Order', ...idsOf(some)), as)).toEqual(found(...expected));
  });

  it('takes nothing of its own from the representation', async () => {
    const forged = { __typename: 'Order', id: '10248', customerId: 'ALFKI', salesRepId: 1, status: 'PLACED', total: { amount: '0.01' } };
    expect(await entities('Order', 'customerId', [forged], 'ALFKI')).toEqual(found(null));
    expect(await entities('Order', 'customerId status total { amount }', [forged])).toEqual(
      found({ customerId: 'VINET', status: 'SHIPPED', total: { amount: '472.38' } }),
    );
  });
});

describe('a shipper by its key', () => {
  it.each(['anonymous', 'ALFKI', 'manager'])('is public: %s', async (as) => {
    const [first] = source.shippers;
    expect(await entities('Shipper', 'id companyName phone', keys('Shipper', 1, 99, 'x'), as)).toEqual(
      found({ id: '1', companyName: first?.companyName, phone: first?.phone }, null, null),
    );
  });
});

describe('a company by its key', () => {
  it('has its orders, the newest first', async () => {
    const { data } = await entities(
      'Customer',
      'id orders(first: 100) { totalCount nodes { id } }',
      keys('Customer', 'SAVEA', 'FISSA', 'ALFKI'),
    );
    const expected = ['SAVEA', 'FISSA', 'ALFKI'].map((id) => ({
      id,
      orders: { totalCount: ofCompany(id).length, nodes: idNodes(ofCompany(id)) },
    }));
    expect(data?._entities).toEqual(expected);
  });

  it('has its orders page by page', async () => {
    const selection =
      'orders(first: $first, after: $after) { pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id } } }';
    const read: string[] = [];
    const all = idsOf(ofCompany('SAVEA'));
    for (let after: string | undefined; read.length < all.length; ) {
      const { data } = await entities('Customer', selection, keys('Customer', 'SAVEA'), 'manager', {
        first: 10,
        ...(after !== undefined && { after }),
      });
      const { edges, pageInfo } = data?._entities[0].orders;
      const [startCursor, endCursor] = [edges[0].cursor, edges.at(-1).cursor];
      expect(pageInfo).toEqual({ hasPreviousPage: read.length > 0, hasNextPage: read.length + 10 < all.length, startCursor, endCursor });
      read.push(...edges.map(({ node }: { node: { id: string } }) => node.id));
      after = endCursor;
    }
    expect(read).toEqual(all);
  });

  it('filters them, and a filter for another company finds none', async () => {
    const orders = 'orders(filter: $filter) { totalCount nodes { id } }';
    const filtered = (filter: Representation) => entities('Customer', orders, keys('Customer', 'SAVEA'), 'manager', { filter });
    const expected = (matching: readonly Order[]) =>
      found({ orders: { totalCount: matching.length, nodes: idNodes(matching).slice(0, 20) } });
    expect(await filtered({ placedFrom: '1998-01-01', employeeId: '4' })).toEqual(
      expected(ofCompany('SAVEA').filter(({ placedOn, employeeId }) => placedOn >= '1998-01-01' && employeeId === 4)),
    );
    expect(await filtered({ customerId: 'ALFKI' })).toEqual(expected([]));
    expect((await filtered({ minTotal: '-1' })).errors).toMatchObject([
      { path: ['_entities', 0, 'orders'], extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });

  it('does not take the cursor of another company or filter', async () => {
    const { data } = await entities('Customer', 'orders(first: 1) { pageInfo { endCursor } }', keys('Customer', 'SAVEA'));
    const after = data?._entities[0].orders.pageInfo.endCursor;
    const orders = 'orders(after: $after, filter: $filter) { nodes { id } }';
    for (const [id, filter] of [
      ['ALFKI', null],
      ['SAVEA', { employeeId: '4' }],
    ] as const) {
      const answer = await entities('Customer', orders, keys('Customer', id), 'manager', { after, filter });
      expect(answer).toMatchObject({ data: { _entities: [{ orders: null }] }, errors: [{ extensions: { code: 'INVALID_CURSOR' } }] });
    }
  });

  it('counts the orders that the caller sees', async () => {
    const selection = 'id orderCount orders(first: 100) { nodes { id } }';
    const shown = (id: string, sees: (order: Order) => boolean) => {
      const seen = ofCompany(id).filter(sees);
      return { id, orderCount: seen.length, orders: { nodes: idNodes(seen) } };
    };
    const all = keys('Customer', 'ALFKI', 'SAVEA', 'FISSA');
    expect(await entities('Customer', selection, all, 'sales')).toEqual(
      found(...['ALFKI', 'SAVEA', 'FISSA'].map((id) => shown(id, seenBySales(1)))),
    );
    expect(await entities('Customer', selection, all, 'ALFKI')).toEqual(
      found(
        shown('ALFKI', () => true),
        null,
        null,
      ),
    );
    expect(await entities('Customer', selection, all, 'anonymous')).toEqual(found(null, null, null));
  });
});

describe('an employee by their key', () => {
  it('has the orders they look after, the newest first', async () => {
    const orders = 'id orders(first: 100) { totalCount nodes { id } }';
    const expected = [5, 9].map((id) => ({
      id: String(id),
      orders: { totalCount: ofEmployee(id).length, nodes: idNodes(ofEmployee(id)) },
    }));
    expect(await entities('Employee', orders, keys('Employee', 5, 9))).toEqual(found(...expected));
    expect(await entities('Employee', orders, keys('Employee', 99, 'x'))).toEqual(
      found(...['99', 'x'].map((id) => ({ id, orders: { totalCount: 0, nodes: [] } }))),
    );
  });

  it('shows of them what the caller sees', async () => {
    const orders = 'orders(first: 100) { totalCount nodes { id } }';
    const shown = (matching: readonly Order[]) => ({ orders: { totalCount: matching.length, nodes: idNodes(matching).slice(0, 100) } });
    expect(await entities('Employee', orders, keys('Employee', 1, 2), 'sales')).toEqual(found(shown(ofEmployee(1)), shown([])));
    const own = (id: number) => ofEmployee(id).filter(({ customerId }) => customerId === 'ALFKI');
    expect(await entities('Employee', orders, keys('Employee', 1, 2), 'ALFKI')).toEqual(found(shown(own(1)), shown(own(2))));
  });
});

describe('a product by its key', () => {
  it('has what was bought with it', async () => {
    const pairs = (id: number) => {
      const others = source.orders
        .filter(({ lines }) => lines.some(({ productId }) => productId === id))
        .flatMap(({ lines }) => lines.map(({ productId }) => productId));
      const counts = new Map<number, number>();
      for (const other of others.filter((other) => other !== id)) counts.set(other, (counts.get(other) ?? 0) + 1);
      return [...counts].sort(([a, m], [b, n]) => n - m || a - b).map(([other]) => ({ id: String(other) }));
    };
    const expected = [11, 77].map((id) => ({ id: String(id), boughtTogether: pairs(id).slice(0, 5) }));
    expect(await entities('Product', 'id boughtTogether { id }', keys('Product', 11, 77), 'anonymous')).toEqual(found(...expected));
  });
});

it('a type that is no entity of orders cannot be had by naming it', async () => {
  for (const __typename of ['OrderLine', 'SalesReportRow', 'Money', 'Query', 'Nothing']) {
    const { data, errors } = await entities('Order', 'id', [{ __typename, id: '1' }], 'admin');
    expect(data ?? { _entities: [null] }).toEqual({ _entities: [null] });
    expect(errors).toHaveLength(1);
  }
});

describe('statements', () => {
  const ids: Readonly<Record<EntityType, readonly string[]>> = {
    Order: idsOf(source.orders),
    Shipper: Array.from({ length: 100 }, (_, index) => String(index + 1)),
    Customer: [...source.customers.map(({ id }) => id), ...Array.from({ length: 9 }, (_, index) => `NEW${index}`)],
    Employee: Array.from({ length: 100 }, (_, index) => String(index + 1)),
    Product: Array.from({ length: 100 }, (_, index) => String(index + 1)),
  };

  it.each<[EntityType, string, number]>([
    ['Order', 'id total { amount } shipTo { city } customer { id } salesRep { id }', 1],
    ['Order', 'lines { productId product { id } lineTotal { amount } }', 2],
    ['Order', 'history { status by { id } }', 2],
    ['Order', 'shipper { companyName }', 2],
    [
      'Order',
      'lines { quantity } history { at } shipper { phone } customer { orderCount lifetimeValue { amount } } salesRep { salesTotal { amount } }',
      7,
    ],
    ['Order', 'lines { product { unitsSold revenue { amount } boughtTogether { id } } }', 4],
    ['Order', 'customer { orders(first: 2) { nodes { id lines { quantity } } } }', 3],
    ['Shipper', 'companyName phone', 1],
    ['Customer', 'id', 0],
    ['Customer', 'orderCount', 1],
    ['Customer', 'lifetimeValue { amount }', 1],
    ['Customer', 'orders(first: 3) { nodes { id } }', 1],
    ['Customer', 'orders(first: 3) { totalCount pageInfo { hasNextPage hasPreviousPage } edges { cursor node { id } } }', 2],
    [
      'Customer',
      'orderCount lifetimeValue { amount } orders(first: 3) { totalCount nodes { id lines { productId } history { status } shipper { id } } }',
      7,
    ],
    ['Customer', 'a: orders(first: 3) { nodes { id } } b: orders(first: 3, filter: { status: [SHIPPED] }) { nodes { id } }', 2],
    ['Employee', 'id', 0],
    ['Employee', 'salesTotal { amount }', 1],
    ['Employee', 'orders(first: 3) { totalCount nodes { id customer { lifetimeValue { amount } } } }', 3],
    ['Product', 'unitsSold revenue { amount }', 1],
    ['Product', 'boughtTogether { id }', 1],
    ['Product', 'unitsSold revenue { amount } boughtTogether(first: 3) { id boughtTogether { id } }', 3],
  ])('%s { %s }: %i, for 1, 10 and 100', async (type, selection, statements) => {
    const counts: number[] = [];
    for (const size of [1, 10, 100]) {
      const { errors } = await entities(type, selection, keys(type, ...ids[type].slice(0, size)));
      expect(errors).toBeUndefined();
      counts.push(subgraph.statements());
    }
    expect(counts).toEqual([statements, statements, statements]);
  });

  it('all types together: as many as each alone', async () => {
    const document = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Order { id } ... on Shipper { phone }
      ... on Customer { orderCount } ... on Employee { salesTotal { amount } } ... on Product { unitsSold } } }`;
    for (const size of [1, 10, 40]) {
      const representations = Object.entries(ids).flatMap(([__typename, all]) => all.slice(0, size).map((id) => ({ __typename, id })));
      const { errors } = await subgraph.execute({ document, variables: { representations }, as: 'manager' });
      expect([errors, subgraph.statements()]).toEqual([undefined, 5]);
    }
  });
});

describe('internalHasBought', () => {
  const hasBought = async (customerId: string, productId: string) => {
    const document = 'query ($customerId: ID!, $productId: ID!) { internalHasBought(customerId: $customerId, productId: $productId) }';
    return (await subgraph.execute({ document, variables: { customerId, productId }, as: 'reviews' })).data?.internalHasBought;
  };

  it('is true for what stands in an order of the company, and for nothing else', async () => {
    const bought = new Set(ofCompany('ALFKI').flatMap(({ lines }) => lines.map(({ productId }) => productId)));
    for (const { id } of source.products.slice(0, 30)) expect([id, await hasBought('ALFKI', String(id))]).toEqual([id, bought.has(id)]);
    expect(await hasBought('FISSA', '11')).toBe(false);
    expect(await hasBought('NOBODY', '11')).toBe(false);
    expect(await hasBought('ALFKI', 'x')).toBe(false);
  });
});
