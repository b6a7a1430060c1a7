// Sums to the cent: what the graph says against the source files, added up here in whole numbers.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, sharedSystem } from '@tributary/test-kit';
import { describe, expect, it } from 'vitest';

const system = sharedSystem();
const manager = await system.signIn('andrew.fuller@northwind.test');

/** The rows of a source file whose wanted columns hold neither quotes nor commas before them. */
function rowsOf(file: string): Record<string, string>[] {
  const [head = '', ...lines] = readFileSync(join(root, 'data/northwind', file), 'utf8')
    .trim()
    .split(/\r?\n/);
  const columns = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, index) => [columns[index] ?? '', value])));
}

/** A decimal text as a whole number of its smallest parts. */
function scaled(text: string, places: number): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(places, '0').slice(0, places));
}

/** Price x quantity x (1 - discount), rounded half up to the cent. */
function centsOf(line: Record<string, string>): bigint {
  const parts = scaled(line['unit_price'] ?? '', 2) * BigInt(line['quantity'] ?? '0') * (10_000n - scaled(line['discount'] ?? '0', 4));
  return (parts + 5_000n) / 10_000n;
}

const money = (cents: bigint): string => `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
const lines = rowsOf('order_details.csv');
const orders = new Map(rowsOf('orders.csv').map((order) => [order['order_id'] ?? '', order]));

function sumsBy(keyOf: (line: Record<string, string>, order: Record<string, string>) => string) {
  const sums = new Map<string, { cents: bigint; units: number; orders: Set<string> }>();
  for (const line of lines) {
    const id = line['order_id'] ?? '';
    const key = keyOf(line, orders.get(id) ?? {});
    const sum = sums.get(key) ?? { cents: 0n, units: 0, orders: new Set<string>() };
    sums.set(key, { cents: sum.cents + centsOf(line), units: sum.units + Number(line['quantity']), orders: sum.orders.add(id) });
  }
  return sums;
}

const ask = async (document: string, variables: Record<string, unknown> = {}) => {
  const { data, errors } = await system.ask(document, { token: manager, variables });
  expect(errors).toBeUndefined();
  return data ?? {};
};

interface Row {
  readonly key: string;
  readonly orders: number;
  readonly units: number;
  readonly revenue: { readonly amount: string };
}

/** All pages of a report. */
async function report(groupBy: string): Promise<Row[]> {
  const document = `query ($groupBy: SalesGrouping!, $after: String) {
    salesReport(groupBy: $groupBy, first: 20, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { key orders units revenue { amount } } }
  }`;
  const rows: Row[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const { salesReport } = await ask(document, { groupBy, after });
    rows.push(...salesReport.nodes);
    ({ hasNextPage: more, endCursor: after } = salesReport.pageInfo);
    if (!more) expect(rows).toHaveLength(salesReport.totalCount);
  }
  return rows;
}

it('there are 830 orders with 2,155 lines, and 1,265,793.04 in all', async () => {
  const { orders: all } = await ask('{ orders(first: 1) { totalCount } }');
  expect(all.totalCount).toBe(830);
  expect(lines).toHaveLength(2_155);
  const total = lines.reduce((sum, line) => sum + centsOf(line), 0n);
  const months = await report('MONTH');
  expect(money(months.reduce((sum, { revenue }) => sum + scaled(revenue.amount, 2), 0n))).toBe(money(total));
});

describe('salesReport', () => {
  const groups: [string, Parameters<typeof sumsBy>[0]][] = [
    ['PRODUCT', (line) => line['product_id'] ?? ''],
    ['CUSTOMER', (_line, order) => order['customer_id'] ?? ''],
    ['EMPLOYEE', (_line, order) => order['employee_id'] ?? ''],
    ['MONTH', (_line, order) => (order['order_date'] ?? '').slice(0, 7)],
  ];

  it.each(groups)('by %s agrees with the source', async (groupBy, keyOf) => {
    const expected = [...sumsBy(keyOf)].map(([key, { cents, units, orders: ids }]) => ({
      key,
      orders: ids.size,
      units,
      revenue: { amount: money(cents) },
    }));
    const byKey = (a: Row, b: Row) => (a.key < b.key ? -1 : 1);
    expect((await report(groupBy)).sort(byKey)).toEqual(expected.sort(byKey));
  });
});

it('each product, company and employee has its own sum', async () => {
  const byProduct = sumsBy((line) => line['product_id'] ?? '');
  const { products } = await ask('{ products(first: 100) { nodes { id unitsSold revenue { amount } } } }');
  expect(products.nodes).toHaveLength(77);
  for (const { id, unitsSold, revenue } of products.nodes)
    expect({ id, unitsSold, revenue: revenue.amount }).toEqual({
      id,
      unitsSold: byProduct.get(id)?.units ?? 0,
      revenue: money(byProduct.get(id)?.cents ?? 0n),
    });

  const byCompany = sumsBy((_line, order) => order['customer_id'] ?? '');
  const { customers } = await ask('{ customers(first: 100) { nodes { id lifetimeValue { amount } orderCount } } }');
  expect(customers.nodes.length).toBeGreaterThanOrEqual(91);
  for (const { id, lifetimeValue, orderCount } of customers.nodes) {
    expect({ id, value: lifetimeValue.amount, orderCount }).toEqual({
      id,
      value: money(byCompany.get(id)?.cents ?? 0n),
      orderCount: byCompany.get(id)?.orders.size ?? 0,
    });
  }

  const byEmployee = sumsBy((_line, order) => order['employee_id'] ?? '');
  const { employees } = await ask('{ employees { id salesTotal { amount } } }');
  expect(employees.map(({ id, salesTotal }: { id: string; salesTotal: { amount: string } }) => [id, salesTotal.amount])).toEqual(
    [...byEmployee].map(([id, { cents }]) => [id, money(cents)]).sort(([a = ''], [b = '']) => Number(a) - Number(b)),
  );
});

it('an order is its lines plus its freight', async () => {
  const { order } = await ask(
    '{ order(id: "10250") { subtotal { amount } freight { amount } total { amount } lines { productId lineTotal { amount } } } }',
  );
  const own = lines.filter((line) => line['order_id'] === '10250');
  const subtotal = own.reduce((sum, line) => sum + centsOf(line), 0n);
  expect(order.lines.map((line: { lineTotal: { amount: string } }) => line.lineTotal.amount).sort()).toEqual(
    own.map((line) => money(centsOf(line))).sort(),
  );
  expect(order.subtotal.amount).toBe(money(subtotal));
  expect(order.total.amount).toBe(money(subtotal + scaled(order.freight.amount, 2)));
});

it('products 30 and 70 are the ones to reorder', async () => {
  const { productsToReorder } = await ask('{ productsToReorder { totalCount nodes { productId } } }');
  expect(productsToReorder).toEqual({ totalCount: 2, nodes: [{ productId: '30' }, { productId: '70' }] });
});
