// Reading orders: one, lists with their filters, sorts and cursors, and which rows who sees. GraphQL in, JSON out, on a real PostgreSQL.
import { testSubgraph } from '@tributary/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  amountOf,
  cents,
  idsOf,
  newestFirst,
  type Order,
  seenBySales,
  sortedBy,
  source,
  subtotalCents,
  totalCents,
  usd,
} from './support.ts';

let subgraph: Awaited<ReturnType<typeof testSubgraph>>;
beforeAll(async () => {
  subgraph = await testSubgraph('orders');
});
afterAll(() => subgraph.stop());

const everything = `id version status placedAt requiredBy shippedAt customerId customer { id } salesRep { id } shipper { id companyName phone }
  shipTo { name line1 city region postalCode country } lines { productId productName product { id } quantity unitPrice { amount currency }
  discount lineTotal { amount currency } } subtotal { amount currency } freight { amount currency } total { amount currency }
  history { status at by { id } note }`;

const order = (id: number | string, as = 'manager', selection = 'id') =>
  subgraph.execute({ document: `query ($id: ID!) { order(id: $id) { ${selection} } }`, variables: { id: String(id) }, as });

interface Page {
  readonly first?: number;
  readonly after?: string;
  readonly last?: number;
  readonly before?: string;
  readonly filter?: Readonly<Record<string, unknown>>;
  readonly sort?: string;
}

const orders = (page: Page = {}, as = 'manager', selection = 'totalCount nodes { id }') =>
  subgraph.execute({
    document: `query ($first: Int, $after: String, $last: Int, $before: String, $filter: OrderFilter, $sort: OrderSort) {
      orders(first: $first, after: $after, last: $last, before: $before, filter: $filter, sort: $sort) { ${selection} } }`,
    variables: { ...page },
    as,
  });

const counted = (matching: readonly Order[], shown = 20) => ({
  data: {
    orders: {
      totalCount: matching.length,
      nodes: idsOf(newestFirst(matching))
        .slice(0, shown)
        .map((id) => ({ id })),
    },
  },
});

describe('an order', () => {
  it('has everything that the source says of it', async () => {
    const at = (day: string) => `${day}T00:00:00.000Z`;
    const line = (productId: string, productName: string, quantity: number, unitPrice: string, lineTotal: string) => ({
      productId,
      productName,
      product: { id: productId },
      quantity,
      unitPrice: usd(unitPrice),
      discount: '0',
      lineTotal: usd(lineTotal),
    });
    expect(await order(10248, 'manager', everything)).toEqual({
      data: {
        order: {
          id: '10248',
          version: 1,
          status: 'SHIPPED',
          placedAt: at('1996-07-04'),
          requiredBy: '1996-08-01',
          shippedAt: at('1996-07-16'),
          customerId: 'VINET',
          customer: { id: 'VINET' },
          salesRep: { id: '5' },
          shipper: { id: '3', companyName: 'Federal Shipping', phone: '(503) 555-9931' },
          shipTo: {
            name: 'Vins et alcools Chevalier',
            line1: "59 rue de l'Abbaye",
            city: 'Reims',
            region: null,
            postalCode: '51100',
            country: 'France',
          },
          lines: [
            line('11', 'Queso Cabrales', 12, '14.00', '168.00'),
            line('42', 'Singaporean Hokkien Fried Mee', 10, '9.80', '98.00'),
            line('72', 'Mozzarella di Giovanni', 5, '34.80', '174.00'),
          ],
          subtotal: usd('440.00'),
          freight: usd('32.38'),
          total: usd('472.38'),
          history: [
            { status: 'PLACED', at: at('1996-07-04'), by: null, note: null },
            { status: 'CONFIRMED', at: at('1996-07-04'), by: null, note: null },
            { status: 'SHIPPED', at: at('1996-07-16'), by: null, note: null },
          ],
        },
      },
    });
  });

  it('that was not shipped is confirmed', async () => {
    expect(await order(11077, 'manager', 'status shippedAt history { status }')).toEqual({
      data: { order: { status: 'CONFIRMED', shippedAt: null, history: [{ status: 'PLACED' }, { status: 'CONFIRMED' }] } },
    });
  });

  it.each(['1', '99999', '0', '-10248', '10248.0', ' 10248', '1e4', 'ALFKI', '', '99999999999999999999'])(
    'of number "%s" there is none',
    async (id) => {
      expect(await order(id)).toEqual({ data: { order: null } });
    },
  );

  it('adds up to the cent, for all 830', async () => {
    const shown: Record<string, unknown>[] = [];
    const selection = 'pageInfo { hasNextPage endCursor } nodes { id subtotal { amount } freight { amount } total { amount } }';
    for (let after: string | undefined; ; ) {
      const { data } = await orders({ first: 100, sort: 'PLACED_AT_ASC', ...(after !== undefined && { after }) }, 'manager', selection);
      shown.push(...data?.orders.nodes);
      if (!data?.orders.pageInfo.hasNextPage) break;
      after = data.orders.pageInfo.endCursor;
    }
    const expected = sortedBy(source.orders, ({ placedOn }) => placedOn, 'asc').map((each) => ({
      id: String(each.id),
      subtotal: { amount: amountOf(subtotalCents(each)) },
      freight: { amount: amountOf(cents(each.freight)) },
      total: { amount: amountOf(totalCents(each)) },
    }));
    expect(shown).toEqual(expected);
  });
});

describe('filters', () => {
  it.each<[string, Record<string, unknown>, (order: Order) => boolean]>([
    ['nothing', {}, () => true],
    ['status', { status: ['CONFIRMED'] }, ({ shippedOn }) => shippedOn === null],
    ['several statuses', { status: ['PLACED', 'SHIPPED'] }, ({ shippedOn }) => shippedOn !== null],
    ['no status at all', { status: [] }, () => false],
    ['a company', { customerId: 'SAVEA' }, ({ customerId }) => customerId === 'SAVEA'],
    ['an unknown company', { customerId: 'NOBODY' }, () => false],
    ['an employee', { employeeId: '5' }, ({ employeeId }) => employeeId === 5],
    ['no employee number', { employeeId: '5x' }, () => false],
    ['the first day, that day included', { placedFrom: '1998-05-05' }, ({ placedOn }) => placedOn >= '1998-05-05'],
    ['the last day, that day included', { placedTo: '1996-07-08' }, ({ placedOn }) => placedOn <= '1996-07-08'],
    ['one day', { placedFrom: '1998-05-06', placedTo: '1998-05-06' }, ({ placedOn }) => placedOn === '1998-05-06'],
    ['days the wrong way round', { placedFrom: '1998-05-06', placedTo: '1998-05-05' }, () => false],
    ['the first day there is', { placedFrom: '0001-01-01' }, () => true],
    ['the last day there is', { placedTo: '9999-12-31' }, () => true],
    ['a least total, that one included', { minTotal: '472.38' }, (each) => totalCents(each) >= 47_238n],
    ['a least total a cent higher', { minTotal: '472.39' }, (each) => totalCents(each) >= 47_239n],
    ['a least total of 0', { minTotal: '0' }, () => true],
    ['a country', { shipCountry: 'UK' }, ({ shipCountry }) => shipCountry === 'UK'],
    ['a country in other letters', { shipCountry: 'uk' }, () => false],
    [
      'all of them together',
      {
        status: ['SHIPPED'],
        customerId: 'ALFKI',
        employeeId: '1',
        placedFrom: '1998-01-01',
        placedTo: '1998-12-31',
        minTotal: '100',
        shipCountry: 'Germany',
      },
      (each) =>
        each.customerId === 'ALFKI' &&
        each.employeeId === 1 &&
        each.placedOn.startsWith('1998') &&
        each.shippedOn !== null &&
        totalCents(each) >= 10_000n,
    ],
  ])('by %s', async (_name, filter, matches) => {
    expect(await orders({ filter })).toEqual(counted(source.orders.filter(matches)));
  });

  it('are not needed: null is none', async () => {
    const nothing = {
      status: null,
      customerId: null,
      employeeId: null,
      placedFrom: null,
      placedTo: null,
      minTotal: null,
      shipCountry: null,
    };
    expect(await orders({ filter: nothing })).toEqual(counted(source.orders));
  });

  it.each<[string, Record<string, unknown>]>([
    ['a negative total', { minTotal: '-0.01' }],
    ['a total that is no number', { minTotal: 'much' }],
    ['a day that does not exist', { placedFrom: '1998-02-30' }],
    ['a year that does not exist', { placedFrom: '0000-01-01' }],
    ['a year that does not exist as the last', { placedTo: '0000-01-01' }],
    ['a status that does not exist', { status: ['LOST'] }],
    ['an unknown field', { city: 'Berlin' }],
  ])('refuse %s', async (_name, filter) => {
    const { data, errors } = await orders({ filter });
    expect(data?.orders ?? null).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it.each<[string, Record<string, unknown>]>([
    ['a company', { customerId: 'ALF\0KI' }],
    ['a country', { shipCountry: 'U\0K' }],
  ])('with a null character name no such thing: %s', async (_name, filter) => {
    expect(await orders({ filter })).toEqual(counted([]));
  });
});

describe('sorts', () => {
  it.each<[string | undefined, Order[]]>([
    [undefined, newestFirst(source.orders)],
    ['PLACED_AT_DESC', newestFirst(source.orders)],
    ['PLACED_AT_ASC', sortedBy(source.orders, ({ placedOn }) => placedOn, 'asc')],
    ['TOTAL_ASC', sortedBy(source.orders, totalCents, 'asc')],
    ['TOTAL_DESC', sortedBy(source.orders, totalCents, 'desc')],
  ])('%s, then by id', async (sort, sorted) => {
    const { data } = await orders({ first: 100, ...(sort !== undefined && { sort }) }, 'manager', 'nodes { id }');
    expect(data).toEqual({ orders: { nodes: idsOf(sorted.slice(0, 100)).map((id) => ({ id })) } });
  });
});

describe('pages', () => {
  const all = idsOf(
    sortedBy(
      source.orders.filter(({ customerId }) => customerId === 'SAVEA'),
      totalCents,
      'desc',
    ),
  );
  const list = { sort: 'TOTAL_DESC', filter: { customerId: 'SAVEA' } };
  const selection = 'totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id } } nodes { id }';

  async function page(arguments_: Page) {
    const { data } = await orders({ ...list, ...arguments_ }, 'manager', selection);
    const { nodes, edges, pageInfo, totalCount } = data?.orders;
    expect(edges.map(({ node }: { node: unknown }) => node)).toEqual(nodes);
    expect([pageInfo.startCursor, pageInfo.endCursor]).toEqual([edges.at(0)?.cursor ?? null, edges.at(-1)?.cursor ?? null]);
    expect(totalCount).toBe(all.length);
    return {
      ids: nodes.map(({ id }: { id: string }) => id) as string[],
      cursors: edges.map(({ cursor }: { cursor: string }) => cursor) as string[],
      ...pageInfo,
    };
  }

  it('forwards, every order is on one page, once', async () => {
    const read: string[] = [];
    for (let after: string | undefined; read.length < all.length; ) {
      const { ids, endCursor, hasNextPage, hasPreviousPage } = await page({ first: 7, ...(after !== undefined && { after }) });
      expect({ hasPreviousPage, hasNextPage }).toEqual({ hasPreviousPage: read.length > 0, hasNextPage: read.length + 7 < all.length });
      read.push(...ids);
      after = endCursor;
    }
    expect(read).toEqual(all);
  });

  it('backwards, every order is on one page, once, and each page stays in the order of the sort', async () => {
    let read: string[] = [];
    for (let before: string | undefined; read.length < all.length; ) {
      const { ids, startCursor, hasNextPage, hasPreviousPage } = await page({ last: 7, ...(before !== undefined && { before }) });
      expect({ hasPreviousPage, hasNextPage }).toEqual({ hasPreviousPage: read.length + 7 < all.length, hasNextPage: read.length > 0 });
      read = [...ids, ...read];
      before = startCursor;
    }
    expect(read).toEqual(all);
  });

  it('lie between two cursors', async () => {
    const { cursors } = await page({ first: 10 });
    const between = { after: cursors[1] ?? '', before: cursors[8] ?? '' };
    expect(await page({ first: 3, ...between })).toMatchObject({ ids: all.slice(2, 5), hasPreviousPage: true, hasNextPage: true });
    expect(await page({ last: 3, ...between })).toMatchObject({ ids: all.slice(5, 8), hasPreviousPage: true, hasNextPage: true });
  });

  it('may be empty', async () => {
    expect(await page({ first: 0 })).toEqual({
      ids: [],
      cursors: [],
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: null,
      endCursor: null,
    });
    const { endCursor } = await page({ last: 1 });
    expect(await page({ first: 5, after: endCursor })).toEqual({
      ids: [],
      cursors: [],
      hasNextPage: false,
      hasPreviousPage: true,
      startCursor: null,
      endCursor: null,
    });
  });

  it('do not take a cursor of another sort, filter or list', async () => {
    const { endCursor } = await page({ first: 1 });
    const others: Page[] = [{ ...list, sort: 'TOTAL_ASC' }, { ...list, filter: { customerId: 'ALFKI' } }, { sort: 'TOTAL_DESC' }];
    for (const other of [...others, { ...list, after: 'no cursor' }]) {
      const { data, errors } = await orders({ after: endCursor, ...other });
      expect(data).toEqual({ orders: null });
      expect(errors).toMatchObject([{ path: ['orders'], extensions: { code: 'INVALID_CURSOR' } }]);
    }
  });

  it.each<Page>([{ first: -1 }, { first: 101 }, { last: -1 }, { last: 101 }, { first: 1, last: 1 }])('refuse %o', async (arguments_) => {
    expect(await orders(arguments_)).toMatchObject({
      data: { orders: null },
      errors: [{ path: ['orders'], extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });
});

describe('rows', () => {
  const ofCompany = (id: string) => source.orders.filter(({ customerId }) => customerId === id);
  const roles: [string, (order: Order) => boolean][] = [
    ['ALFKI', ({ customerId }) => customerId === 'ALFKI'],
    ['FISSA', () => false], // has never ordered
    ['sales', seenBySales(1)],
    ['manager', () => true],
    ['admin', () => true],
  ];

  it.each(roles)('%s sees in a list what is theirs to see', async (as, sees) => {
    expect(await orders({}, as)).toEqual(counted(source.orders.filter(sees)));
  });

  it.each(roles)('%s sees nothing more through a filter', async (as, sees) => {
    expect(await orders({ filter: { customerId: 'SAVEA' } }, as)).toEqual(counted(ofCompany('SAVEA').filter(sees)));
    expect(await orders({ filter: { employeeId: '4' } }, as)).toEqual(
      counted(source.orders.filter((each) => sees(each) && each.employeeId === 4)),
    );
  });

  it.each(roles)('%s sees one by its number exactly when the list has it', async (as, sees) => {
    const mixed = [...ofCompany('ALFKI'), ...ofCompany('SAVEA')].filter((_order, index) => index % 3 === 0);
    for (const each of mixed) {
      expect(await order(each.id, as)).toEqual({ data: { order: sees(each) ? { id: String(each.id) } : null } });
    }
  });

  it('a foreign order answers as a missing one', async () => {
    const foreign = await order(10248, 'ALFKI', everything);
    expect(foreign).toEqual({ data: { order: null } });
    expect(await order(99_999, 'ALFKI', everything)).toEqual(foreign);
  });

  it('the cursor of one caller is a place in the list of another', async () => {
    const cursorOfManager = await orders({ first: 100 }, 'manager', 'pageInfo { endCursor }');
    const { data } = await orders({ first: 100, after: cursorOfManager.data?.orders.pageInfo.endCursor }, 'ALFKI', 'nodes { customerId }');
    expect(new Set(data?.orders.nodes.map(({ customerId }: { customerId: string }) => customerId))).toEqual(new Set(['ALFKI']));
  });
});

it('shippers are listed by number', async () => {
  expect(await subgraph.execute({ document: '{ shippers { id companyName phone } }' })).toEqual({
    data: { shippers: source.shippers.map(({ id, companyName, phone }) => ({ id: String(id), companyName, phone })) },
  });
});

it('a list costs one statement for its rows, and one more each for its count, lines and history, however long it is', async () => {
  const selections: [string, number][] = [
    ['nodes { id total { amount } customer { id } salesRep { id } }', 1],
    ['nodes { id } totalCount', 2],
    ['nodes { id } pageInfo { hasNextPage hasPreviousPage }', 1],
    ['nodes { lines { productId } history { status } shipper { id } }', 4],
  ];
  for (const [selection, statements] of selections) {
    for (const first of [1, 10, 100]) {
      await orders({ first }, 'manager', selection);
      expect(subgraph.statements()).toBe(statements);
    }
  }
});
