// Sales: the report and every computed field, against numbers computed here from the source data with whole numbers.
import { testSubgraph } from '@tributary/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lineCents, type Order, source, subtotalCents, sumOf, unitsOf, usd } from './support.ts';

let subgraph: Awaited<ReturnType<typeof testSubgraph>>;
beforeAll(async () => {
  subgraph = await testSubgraph('orders');
});
afterAll(() => subgraph.stop());

type Grouping = 'MONTH' | 'CUSTOMER' | 'EMPLOYEE' | 'PRODUCT' | 'COUNTRY';

interface Sale {
  readonly key: string;
  readonly units: number;
  readonly revenue: bigint;
}

interface Row {
  key: string;
  orders: number;
  units: number;
  revenue: bigint;
}

/** What one order adds, by key. */
function salesOf(order: Order, groupBy: Grouping): Sale[] {
  if (groupBy === 'PRODUCT')
    return order.lines.map((line) => ({ key: String(line.productId), units: line.quantity, revenue: lineCents(line) }));
  const keys = {
    MONTH: order.placedOn.slice(0, 7),
    CUSTOMER: order.customerId,
    EMPLOYEE: String(order.employeeId ?? ''),
    COUNTRY: order.shipCountry ?? '',
  };
  return [{ key: keys[groupBy], units: unitsOf(order), revenue: subtotalCents(order) }];
}

function summed(groupBy: Grouping, orders: readonly Order[]): Row[] {
  const rows = new Map<string, Row>();
  for (const { key, units, revenue } of orders.flatMap((order) => salesOf(order, groupBy))) {
    const row = rows.get(key) ?? { key, orders: 0, units: 0, revenue: 0n };
    rows.set(key, { key, orders: row.orders + 1, units: row.units + units, revenue: row.revenue + revenue });
  }
  const byKey = (a: Row, b: Row) => (a.key < b.key ? -1 : 1);
  const byRevenue = (a: Row, b: Row) => (a.revenue === b.revenue ? byKey(a, b) : a.revenue > b.revenue ? -1 : 1);
  return [...rows.values()].sort(groupBy === 'MONTH' ? byKey : byRevenue);
}

/** The row as the report shows it. */
function shown(groupBy: Grouping, { key, orders, units, revenue }: Row) {
  const entity = (grouping: Grouping) => (grouping === groupBy && key !== '' ? { id: key } : null);
  return {
    key,
    orders,
    units,
    revenue: usd(revenue),
    customer: entity('CUSTOMER'),
    employee: entity('EMPLOYEE'),
    product: entity('PRODUCT'),
  };
}

const rowFields = 'key orders units revenue { amount currency } customer { id } employee { id } product { id }';

interface ReportArguments {
  readonly from?: string;
  readonly to?: string;
  readonly first?: number;
  readonly after?: string;
}

const report = (groupBy: Grouping, arguments_: ReportArguments = {}, selection = `totalCount nodes { ${rowFields} }`) =>
  subgraph.execute({
    document: `query ($groupBy: SalesGrouping!, $from: Date, $to: Date, $first: Int, $after: String) {
      salesReport(groupBy: $groupBy, from: $from, to: $to, first: $first, after: $after) { ${selection} } }`,
    variables: { groupBy, ...arguments_ },
    as: 'manager',
  });

const reported = (groupBy: Grouping, orders: readonly Order[]) => {
  const nodes = summed(groupBy, orders).map((row) => shown(groupBy, row));
  return { data: { salesReport: { totalCount: nodes.length, nodes } } };
};

const groupings: Grouping[] = ['MONTH', 'CUSTOMER', 'EMPLOYEE', 'PRODUCT', 'COUNTRY'];

describe('the sales report', () => {
  it.each(groupings)('by %s: every row of all time', async (groupBy) => {
    expect(await report(groupBy, { first: 100 })).toEqual(reported(groupBy, source.orders));
  });

  it.each(groupings)('by %s: both ends of a span included', async (groupBy) => {
    const [from, to] = ['1997-03-14', '1997-08-15'];
    const within = source.orders.filter(({ placedOn }) => placedOn >= from && placedOn <= to);
    expect(within.some(({ placedOn }) => placedOn === from) && within.some(({ placedOn }) => placedOn === to)).toBe(true);
    expect(await report(groupBy, { from, to, first: 100 })).toEqual(reported(groupBy, within));
  });

  it('with only one end', async () => {
    const from = '1998-05-01';
    expect(await report('CUSTOMER', { from, first: 100 })).toEqual(
      reported(
        'CUSTOMER',
        source.orders.filter(({ placedOn }) => placedOn >= from),
      ),
    );
    const to = '1996-07-10';
    expect(await report('PRODUCT', { to, first: 100 })).toEqual(
      reported(
        'PRODUCT',
        source.orders.filter(({ placedOn }) => placedOn <= to),
      ),
    );
  });

  it('of one day', async () => {
    const day = '1998-05-06';
    expect(await report('MONTH', { from: day, to: day })).toEqual(
      reported(
        'MONTH',
        source.orders.filter(({ placedOn }) => placedOn === day),
      ),
    );
  });

  it.each<[string, ReportArguments]>([
    ['before the first order', { to: '1996-07-03' }],
    ['after the last', { from: '1998-05-07', to: '9999-12-31' }],
    ['the wrong way round', { from: '1998-01-02', to: '1998-01-01' }],
  ])('of a span %s is empty', async (_name, span) => {
    expect(await report('COUNTRY', span)).toEqual(reported('COUNTRY', []));
  });

  it.each<[string, ReportArguments, string]>([
    ['a day that does not exist', { from: '1998-02-30' }, 'BAD_USER_INPUT'],
    ['a year that does not exist', { from: '0000-12-31' }, 'BAD_USER_INPUT'],
    ['a year that does not exist as the last', { to: '0000-12-31' }, 'BAD_USER_INPUT'],
    ['too many rows at once', { first: 101 }, 'BAD_USER_INPUT'],
    ['less than no rows', { first: -1 }, 'BAD_USER_INPUT'],
    ['what is no cursor', { after: 'x' }, 'INVALID_CURSOR'],
  ])('refuses %s', async (_name, arguments_, code) => {
    expect((await report('MONTH', arguments_)).errors).toMatchObject([{ extensions: { code } }]);
  });

  it.each<[Grouping, number]>([
    ['MONTH', 5],
    ['CUSTOMER', 20],
    ['PRODUCT', 17],
  ])('by %s: pages of %i give every row once', async (groupBy, first) => {
    const keys: string[] = [];
    const all = summed(groupBy, source.orders).map(({ key }) => key);
    for (let after: string | undefined; keys.length < all.length; ) {
      const { data } = await report(
        groupBy,
        { first, ...(after !== undefined && { after }) },
        'pageInfo { hasNextPage hasPreviousPage endCursor } edges { cursor node { key } }',
      );
      const { edges, pageInfo } = data?.salesReport;
      expect(pageInfo).toEqual({
        hasPreviousPage: keys.length > 0,
        hasNextPage: keys.length + first < all.length,
        endCursor: edges.at(-1).cursor,
      });
      keys.push(...edges.map(({ node }: { node: { key: string } }) => node.key));
      after = pageInfo.endCursor;
    }
    expect(keys).toEqual(all);
  });

  it('does not take a cursor of another grouping or span', async () => {
    const { data } = await report('CUSTOMER', { first: 1 }, 'pageInfo { endCursor }');
    const after = data?.salesReport.pageInfo.endCursor;
    for (const [groupBy, span] of [
      ['PRODUCT', {}],
      ['CUSTOMER', { from: '1997-01-01' }],
      ['CUSTOMER', { to: '1997-01-01' }],
    ] as const) {
      expect((await report(groupBy, { ...span, after })).errors).toMatchObject([{ extensions: { code: 'INVALID_CURSOR' } }]);
    }
  });

  it('costs one statement, and one more for its count', async () => {
    for (const first of [1, 10, 77]) {
      await report('PRODUCT', { first }, `nodes { ${rowFields} }`);
      expect(subgraph.statements()).toBe(1);
      await report('PRODUCT', { first });
      expect(subgraph.statements()).toBe(2);
    }
  });
});

async function entities(type: string, ids: readonly (string | number)[], selection: string, as = 'manager') {
  const representations = ids.map((id) => ({ __typename: type, id: String(id) }));
  const document = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { ${selection} } } }`;
  return subgraph.execute({ document, variables: { representations }, as });
}

const found = (_entities: readonly unknown[]) => ({ data: { _entities } });

describe('computed fields', () => {
  it('orderCount and lifetimeValue, for each of the 91 companies', async () => {
    const ids = source.customers.map(({ id }) => id);
    const expected = ids.map((id) => {
      const own = source.orders.filter(({ customerId }) => customerId === id);
      return { orderCount: own.length, lifetimeValue: usd(sumOf(own.map(subtotalCents))) };
    });
    expect(await entities('Customer', ids, 'orderCount lifetimeValue { amount currency }')).toEqual(found(expected));
  });

  it('salesTotal, for each of the 9 employees', async () => {
    const ids = source.employees.map(({ id }) => id);
    const expected = ids.map((id) => ({
      salesTotal: usd(sumOf(source.orders.filter(({ employeeId }) => employeeId === id).map(subtotalCents))),
    }));
    expect(await entities('Employee', ids, 'salesTotal { amount currency }')).toEqual(found(expected));
  });

  it('unitsSold and revenue, for each of the 77 products', async () => {
    const rows = new Map(summed('PRODUCT', source.orders).map((row) => [row.key, row]));
    const ids = source.products.map(({ id }) => String(id));
    const expected = ids.map((id) => ({ unitsSold: rows.get(id)?.units ?? 0, revenue: usd(rows.get(id)?.revenue ?? 0n) }));
    expect(await entities('Product', ids, 'unitsSold revenue { amount currency }')).toEqual(found(expected));
  });

  it('are 0 for what has sold nothing', async () => {
    expect(await entities('Product', [9999, 'x'], 'unitsSold revenue { amount } boughtTogether { id }')).toEqual(
      found([9999, 'x'].map(() => ({ unitsSold: 0, revenue: { amount: '0.00' }, boughtTogether: [] }))),
    );
    expect(await entities('Customer', ['FISSA'], 'orderCount lifetimeValue { amount } orders { totalCount nodes { id } }')).toEqual(
      found([{ orderCount: 0, lifetimeValue: { amount: '0.00' }, orders: { totalCount: 0, nodes: [] } }]),
    );
    expect(await entities('Employee', [99, 'x'], 'salesTotal { amount }')).toEqual(
      found([99, 'x'].map(() => ({ salesTotal: { amount: '0.00' } }))),
    );
  });

  it('boughtTogether, for each of the 77 products', async () => {
    const shared = (one: number, other: number) =>
      source.orders.filter(({ lines }) => [one, other].every((id) => lines.some(({ productId }) => productId === id))).length;
    const ids = source.products.map(({ id }) => id);
    const expected = ids.map((id) => {
      const others = ids.map((other) => ({ other, orders: other === id ? 0 : shared(id, other) })).filter(({ orders }) => orders > 0);
      const sorted = others.sort((a, b) => b.orders - a.orders || a.other - b.other).map(({ other }) => ({ id: String(other) }));
      return { five: sorted.slice(0, 5), all: sorted, none: [] };
    });
    const selection = 'five: boughtTogether { id } all: boughtTogether(first: 100) { id } none: boughtTogether(first: 0) { id }';
    expect(await entities('Product', ids, selection, 'anonymous')).toEqual(found(expected));
  });

  it.each([-1, 101])('boughtTogether refuses to read %i', async (first) => {
    const { data, errors } = await entities('Product', [1], `boughtTogether(first: ${first}) { id }`, 'anonymous');
    expect(data).toEqual({ _entities: [{ boughtTogether: null }] });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

describe('a new order', () => {
  const selection = 'key orders units revenue { amount }';
  const today = new Date().toISOString().slice(0, 10);
  const span = { from: '2000-01-01' };

  async function newSales(groupBy: Grouping) {
    const { data } = await report(groupBy, span, `nodes { ${selection} }`);
    return data?.salesReport.nodes;
  }

  async function sent(mutation: string, input: Record<string, unknown>) {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const document = `mutation ($input: ${type}!) { result: ${mutation}(input: $input) { order { id placedAt } userErrors { code } } }`;
    const { data } = await subgraph.execute({ document, variables: { input }, as: 'manager' });
    expect(data?.result.userErrors).toEqual([]);
    return data?.result.order;
  }

  it('is in every number at once, and in none when it is cancelled', async () => {
    const lines = [
      { productId: '6', quantity: 3, discount: '0.125' },
      { productId: '55', quantity: 2 },
    ];
    const before = await entities('Product', [6, 55], 'unitsSold revenue { amount } boughtTogether(first: 100) { id }');
    const { id, placedAt } = await sent('placeOrder', { idempotencyKey: 'report', customerId: 'FISSA', lines });
    // Product 6 costs 25.00, product 55 24.00: 65.63 (65.625 rounded up) and 48.00.
    const order = { orders: 1, units: 5, revenue: { amount: '113.63' } };
    expect(await newSales('MONTH')).toEqual([{ key: placedAt.slice(0, 7), ...order }]);
    expect(await newSales('CUSTOMER')).toEqual([{ key: 'FISSA', ...order }]);
    expect(await newSales('EMPLOYEE')).toEqual([{ key: '2', ...order }]);
    expect(await newSales('COUNTRY')).toEqual([{ key: 'Spain', ...order }]);
    expect(await newSales('PRODUCT')).toEqual([
      { key: '6', orders: 1, units: 3, revenue: { amount: '65.63' } },
      { key: '55', orders: 1, units: 2, revenue: { amount: '48.00' } },
    ]);
    expect(await entities('Customer', ['FISSA'], 'orderCount lifetimeValue { amount }')).toEqual(
      found([{ orderCount: 1, lifetimeValue: { amount: '113.63' } }]),
    );
    expect(placedAt >= today).toBe(true);

    await sent('cancelOrder', { id });
    for (const groupBy of groupings) expect(await newSales(groupBy)).toEqual([]);
    expect(await entities('Customer', ['FISSA'], 'orderCount lifetimeValue { amount }')).toEqual(
      found([{ orderCount: 0, lifetimeValue: { amount: '0.00' } }]),
    );
    expect(await entities('Product', [6, 55], 'unitsSold revenue { amount } boughtTogether(first: 100) { id }')).toEqual(before);
  });

  it('without an employee is under the key "", without an employee of its own', async () => {
    await subgraph.execute({
      document: 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { userErrors { code } } }',
      variables: { input: { idempotencyKey: 'nobody', customerId: 'PARIS', lines: [{ productId: '6', quantity: 1 }] } },
      as: 'admin',
    });
    const { data } = await report('EMPLOYEE', span, 'nodes { key orders employee { id } }');
    expect(data?.salesReport.nodes).toEqual([{ key: '', orders: 1, employee: null }]);
  });
});
