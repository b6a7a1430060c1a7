// Who may do what in orders, on every path.
import { type Principal, type Scope, scopesOfRole } from '@tributary/auth-kit';
import { samplePrincipal, testSubgraph } from '@tributary/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let subgraph: Awaited<ReturnType<typeof testSubgraph>>;
beforeAll(async () => {
  subgraph = await testSubgraph('orders');
});
afterAll(() => subgraph.stop());

const entity = (type: string, id: string, selection: string) =>
  `{ result: _entities(representations: [{ __typename: "${type}", id: "${id}" }]) { ... on ${type} { ${selection} } } }`;

// Refused by userErrors, not by a permission: what is tested is who comes as far as that.
const placing = 'input: { idempotencyKey: "k", customerId: "NOBODY", lines: [{ productId: "9999", quantity: 1 }] }';

const operations = {
  shippers: '{ result: shippers { id companyName phone } }',
  shipper: entity('Shipper', '1', 'id companyName phone'),
  product: entity('Product', '11', 'id boughtTogether { id }'),
  employee: entity('Employee', '1', 'id'),
  orderOfNobody: entity('Order', '99999', 'id'),

  order: '{ result: order(id: "10643") { id lines { productName } history { status } } }',
  orders: '{ result: orders(first: 1) { totalCount nodes { id shipTo { name } } } }',
  ordersOfEmployee: entity('Employee', '1', 'orders { totalCount }'),
  orderQuote:
    '{ result: orderQuote(input: { customerId: "NOBODY", lines: [{ productId: "9999", quantity: 1 }] }) { quote { total { amount } } userErrors { code } } }',
  placeOrder: `mutation { result: placeOrder(${placing}) { order { id } userErrors { code } } }`,
  cancelOrder: 'mutation { result: cancelOrder(input: { id: "99999" }) { order { id } userErrors { code } } }',

  confirmOrder: 'mutation { result: confirmOrder(input: { id: "99999" }) { order { id } userErrors { code } } }',
  shipOrder: 'mutation { result: shipOrder(input: { id: "99999", shipperId: "1" }) { order { id } userErrors { code } } }',
  salesReport: '{ result: salesReport(groupBy: MONTH) { totalCount nodes { revenue { amount } } } }',
  salesTotal: entity('Employee', '1', 'salesTotal { amount }'),
  unitsSold: entity('Product', '11', 'unitsSold'),
  revenue: entity('Product', '11', 'revenue { amount }'),

  internalHasBought: '{ result: internalHasBought(customerId: "ALFKI", productId: "28") }',
};

type Operation = keyof typeof operations;

const everyone: Operation[] = ['shippers', 'shipper', 'product', 'employee', 'orderOfNobody'];
const ordersRead: Operation[] = ['order', 'orders', 'ordersOfEmployee'];
const ordersWrite: Operation[] = ['orderQuote', 'placeOrder', 'cancelOrder'];
const reportsRead: Operation[] = ['salesReport', 'salesTotal', 'unitsSold', 'revenue'];
const customer = [...everyone, ...ordersRead, ...ordersWrite];
const sales: Operation[] = [...customer, 'confirmOrder'];
const manager: Operation[] = [...sales, 'shipOrder', ...reportsRead];

async function expectOnly(allowed: readonly Operation[], name: string, document: string, as: Principal | string, refusal: string) {
  const { errors } = await subgraph.execute({ document, as });
  const codes = [...new Set((errors ?? []).map(({ extensions }) => extensions.code))];
  expect(codes).toEqual(allowed.some((operation) => operation === name) ? [] : [refusal]);
}

describe.each<[as: string, allowed: Operation[], refusal: string]>([
  ['anonymous', everyone, 'UNAUTHENTICATED'],
  ['ALFKI', customer, 'FORBIDDEN'],
  ['sales', sales, 'FORBIDDEN'],
  ['manager', manager, 'FORBIDDEN'],
  ['admin', manager, 'FORBIDDEN'],
  ['reviews', [...everyone, 'internalHasBought'], 'FORBIDDEN'],
  ['catalog', everyone, 'FORBIDDEN'],
  ['gateway', everyone, 'FORBIDDEN'],
])('%s', (as, allowed, refusal) => {
  it.each(Object.entries(operations))('%s', (name, document) => expectOnly(allowed, name, document, as, refusal));
});

/** The key of a person whose role would allow more. */
function keyOf(name: string, ...scopes: Scope[]): Principal {
  const principal = samplePrincipal(name, []);
  if (principal.kind !== 'user') throw new Error(`${name} is no person.`);
  return { ...principal, scopes, sessionId: null, apiKeyId: 'key' };
}

describe.each<[scopes: Scope[], allowed: Operation[]]>([
  [[], everyone],
  [['customers:read', 'inventory:write', 'audit:read'], everyone],
  [['orders:read'], [...everyone, ...ordersRead]],
  [['orders:write'], [...everyone, ...ordersWrite]],
  [['orders:confirm'], [...everyone, 'confirmOrder']],
  [['orders:ship'], [...everyone, 'shipOrder']],
  [['reports:read'], [...everyone, ...reportsRead]],
])('a key of an administrator with %j', (scopes, allowed) => {
  it.each(Object.entries(operations))('%s', (name, document) =>
    expectOnly(allowed, name, document, keyOf('admin', ...scopes), 'FORBIDDEN'),
  );
});

describe('a company', () => {
  const selections = { id: 'id', orders: 'orders { totalCount }', orderCount: 'orderCount', lifetimeValue: 'lifetimeValue { amount }' };
  const shown = {
    id: { id: 'ALFKI' },
    orders: { orders: { totalCount: 6 } },
    orderCount: { orderCount: 6 },
    lifetimeValue: { lifetimeValue: { amount: '4273.00' } },
  };
  type Field = keyof typeof selections;

  it.each<[string, Principal | string, Field[], Partial<typeof shown>]>([
    ['its own user', 'ALFKI', ['lifetimeValue'], {}],
    ['a manager', 'manager', [], {}],
    ['an employee', 'sales', ['lifetimeValue'], { orders: { orders: { totalCount: 2 } }, orderCount: { orderCount: 2 } }],
    ['a key of a manager for reports', keyOf('manager', 'reports:read'), ['orders', 'orderCount'], {}],
  ])('is refused field by field to who lacks the scope: %s', async (_name, as, refused, otherwise) => {
    for (const field of Object.keys(selections) as Field[]) {
      // the keys of this very object
      const { data, errors } = await subgraph.execute({ document: entity('Customer', 'ALFKI', selections[field]), as });
      expect(data?.result).toEqual([refused.includes(field) ? { [field]: null } : (otherwise[field] ?? shown[field])]);
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(refused.includes(field) ? ['FORBIDDEN'] : undefined);
    }
  });

  it.each(['anonymous', 'ANATR', 'reviews'])('is nothing, without an error, to %s', async (as) => {
    for (const selection of Object.values(selections)) {
      expect(await subgraph.execute({ document: entity('Customer', 'ALFKI', selection), as })).toEqual({ data: { result: [null] } });
    }
  });

  it('is reached through an order by who may read companies', async () => {
    const document = '{ order(id: "10643") { customerId customer { id } } }';
    expect(await subgraph.execute({ document, as: 'ALFKI' })).toEqual({
      data: { order: { customerId: 'ALFKI', customer: { id: 'ALFKI' } } },
    });
    expect(await subgraph.execute({ document, as: keyOf('ALFKI', 'orders:read') })).toMatchObject({
      data: { order: { customerId: 'ALFKI', customer: null } },
      errors: [{ path: ['order', 'customer'], extensions: { code: 'FORBIDDEN' } }],
    });
  });
});

describe('a client that acts for', () => {
  const client = (customerId: string | null, scopes: readonly Scope[] = scopesOfRole('ADMIN')): Principal => ({
    kind: 'client',
    clientId: 'shop',
    scopes,
    customerId,
  });
  const seen = '{ orders { totalCount } order(id: "10643") { id } foreign: order(id: "10248") { id } }';
  const place = (customerId: string | null, idempotencyKey: string) => ({
    document:
      'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { customerId salesRep { id } history { by { id } } } userErrors { code path } } }',
    variables: { input: { idempotencyKey, customerId, lines: [{ productId: '11', quantity: 1 }] } },
  });

  it('a company sees its orders only, whatever scopes it holds', async () => {
    expect(await subgraph.execute({ document: seen, as: client('ALFKI') })).toEqual({
      data: { orders: { totalCount: 6 }, order: { id: '10643' }, foreign: null },
    });
    const companies =
      '{ _entities(representations: [{ __typename: "Customer", id: "ALFKI" }, { __typename: "Customer", id: "ANATR" }]) { ... on Customer { id } } }';
    expect(await subgraph.execute({ document: companies, as: client('ALFKI') })).toEqual({ data: { _entities: [{ id: 'ALFKI' }, null] } });
  });

  it('nobody sees no order and places none', async () => {
    expect(await subgraph.execute({ document: seen, as: client(null) })).toEqual({
      data: { orders: { totalCount: 0 }, order: null, foreign: null },
    });
    for (const customerId of ['ALFKI', null]) {
      expect(await subgraph.execute({ ...place(customerId, `nobody for ${customerId}`), as: client(null) })).toEqual({
        data: { placeOrder: { order: null, userErrors: [{ code: 'NOT_ALLOWED', path: ['customerId'] }] } },
      });
    }
  });

  it.each<[string, readonly Scope[]]>([
    ['the scopes of a customer', scopesOfRole('CUSTOMER')],
    ['every scope', scopesOfRole('ADMIN')],
  ])('a company orders for that one only, with %s', async (name, scopes) => {
    const as = client('ALFKI', scopes);
    expect(await subgraph.execute({ ...place('ANATR', `foreign with ${name}`), as })).toEqual({
      data: { placeOrder: { order: null, userErrors: [{ code: 'NOT_FOUND', path: ['customerId'] }] } },
    });
    const { data } = await subgraph.execute({ ...place(null, `own with ${name}`), as });
    expect(data?.placeOrder).toMatchObject({ order: { customerId: 'ALFKI', history: [{ by: null }] }, userErrors: [] });
  });
});

it('who may only write sees the order that they placed, and reads none', async () => {
  const as = keyOf('ALFKI', 'orders:write');
  const { data } = await subgraph.execute({
    document: `mutation { placeOrder(input: { idempotencyKey: "write only", lines: [{ productId: "11", quantity: 1 }] }) { order { id status customerId } userErrors { code } } }`,
    as,
  });
  expect(data?.placeOrder).toMatchObject({ order: { status: 'PLACED', customerId: 'ALFKI' }, userErrors: [] });
  const reading = await subgraph.execute({ document: `{ order(id: "${data?.placeOrder.order.id}") { id } }`, as });
  expect(reading).toMatchObject({ data: { order: null }, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
});

it('orderStatusChanged asks for orders:read, and then answers that subscriptions are not available', async () => {
  const codeFor = async (as: Principal | string) => {
    const { errors } = await subgraph.subscribe({ document: 'subscription { orderStatusChanged(orderId: "10643") { status } }', as });
    return errors?.map(({ extensions }) => extensions.code);
  };
  expect(await codeFor('anonymous')).toEqual(['UNAUTHENTICATED']);
  expect(await codeFor(keyOf('ALFKI', 'orders:write'))).toEqual(['FORBIDDEN']);
  expect(await codeFor('ALFKI')).toEqual(['SUBSCRIPTIONS_UNAVAILABLE']);
});

it('what services ask each other is in the schema for the gateway, marked as inaccessible', async () => {
  const { data } = await subgraph.execute({ document: '{ _service { sdl } }', as: 'gateway' });
  expect(data?._service.sdl.replaceAll(/\s+/g, ' ')).toMatch(/internalHasBought\(.*?\): Boolean! @inaccessible/);
});
