// What the tests of orders share: the source data, what orders cost, computed here a second time with whole numbers, and commands in a line.
import { randomUUID } from 'node:crypto';
import { type Principal, scopesOfRole } from '@tributary/auth-kit';
import { loadNorthwind, type Order, type OrderLine } from '@tributary/northwind';
import { samplePrincipal, testSubgraph } from '@tributary/test-kit';
import { afterAll, beforeAll, expect } from 'vitest';

export const source = loadNorthwind();
export type { Order, OrderLine };

/** Text with at most `places` decimals as a whole number: "18.5" with 2 is 1850n. */
export function scaled(text: string, places: number): bigint {
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(places, '0'));
}

export const cents = (text: string): bigint => scaled(text, 2);

/** Rounded half up to the cent. */
export function lineCents({ unitPrice, quantity, discount }: Pick<OrderLine, 'unitPrice' | 'quantity' | 'discount'>): bigint {
  return (cents(unitPrice) * BigInt(quantity) * (10_000n - scaled(discount, 4)) + 5_000n) / 10_000n;
}

export const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);
export const subtotalCents = ({ lines }: Order): bigint => sumOf(lines.map(lineCents));
export const totalCents = (order: Order): bigint => subtotalCents(order) + cents(order.freight);
export const unitsOf = ({ lines }: Order): number => lines.reduce((sum, { quantity }) => sum + quantity, 0);

export function amountOf(inCents: bigint): string {
  const digits = String(inCents).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Money as the API shows it. */
export const usd = (amount: bigint | string) => ({ amount: typeof amount === 'string' ? amount : amountOf(amount), currency: 'USD' });

/** The first order, the latest first or the first ones: by `keyOf`, then by id. */
export function sortedBy<Key extends bigint | string>(
  orders: readonly Order[],
  keyOf: (order: Order) => Key,
  direction: 'asc' | 'desc',
): Order[] {
  const sign = direction === 'asc' ? 1 : -1;
  return [...orders].sort((a, b) => (keyOf(a) === keyOf(b) ? a.id - b.id : keyOf(a) < keyOf(b) ? -sign : sign));
}

export const newestFirst = (orders: readonly Order[]): Order[] => sortedBy(orders, ({ placedOn }) => placedOn, 'desc');
export const idsOf = (orders: readonly Order[]): string[] => orders.map(({ id }) => String(id));

/** Whether an employee of role SALES sees the order. */
export const seenBySales = (employeeId: number) => (order: Order) => order.employeeId === null || order.employeeId === employeeId;

export interface Line {
  readonly productId: string;
  readonly quantity: number;
  readonly discount?: string;
}

export const line = (productId: number, quantity: number, discount?: string): Line => ({
  productId: String(productId),
  quantity,
  ...(discount !== undefined && { discount }),
});

export type Move = 'confirmOrder' | 'cancelOrder' | 'shipOrder';
type Input = Readonly<Record<string, unknown>>;
type Caller = Principal | string;

/** The input type of a mutation: confirmOrder takes a ConfirmOrderInput. */
export const inputTypeOf = (mutation: string): string => `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;

/** The user of a sample name with other scopes than their role has. */
export function personWith(name: string, more: Partial<Extract<Principal, { kind: 'user' }>>): Principal {
  const principal = samplePrincipal(name, []);
  if (principal.kind !== 'user') throw new Error(`${name} is no person.`);
  return { ...principal, ...more };
}

/** Employee 4, who looks after other companies than the sample's `sales`. */
export const otherSales = (): Principal => personWith('sales', { userId: '999004', employeeId: '4', scopes: scopesOfRole('SALES') });

/** Starts orders and its siblings on databases of their own for the tests of one file. */
export function useOrders(env: Readonly<Record<string, string>> | (() => Promise<Readonly<Record<string, string>>>) = {}) {
  let subgraph: Awaited<ReturnType<typeof testSubgraph>> | null = null;
  const running = () => {
    if (subgraph === null) throw new Error('The subgraph runs only while tests do.');
    return subgraph;
  };
  beforeAll(async () => {
    subgraph = await testSubgraph('orders', { env: typeof env === 'function' ? await env() : env });
  });
  afterAll(() => subgraph?.stop());

  const sibling = (name: string) => {
    const found = running().siblings[name];
    if (found === undefined) throw new Error(`orders has no sibling ${name}.`);
    return found;
  };
  const ask = (document: string, as: Caller, variables: Input = {}) => running().execute({ document, variables, as });
  const send = async (mutation: Move | 'placeOrder', as: Caller, input: Input, selection = 'id') =>
    ask(
      `mutation ($input: ${inputTypeOf(mutation)}!) { result: ${mutation}(input: $input) { order { ${selection} } userErrors { code message path } } }`,
      as,
      { input },
    );
  const place = (as: Caller, lines: readonly Line[], more: Input = {}, selection = 'id') =>
    send('placeOrder', as, { idempotencyKey: randomUUID(), lines, ...more }, selection);
  const placed = async (as: Caller, lines: readonly Line[], more: Input = {}): Promise<string> => {
    const { data, errors } = await place(as, lines, more);
    expect([errors, data?.['result'].userErrors]).toEqual([undefined, []]);
    return data?.['result'].order.id;
  };
  return {
    running,
    sibling,
    ask,
    send,
    place,
    /** Places an order that must succeed, and gives its number. */
    placed,
    /** An order of a company that has come as far as the status. */
    async orderIn(status: 'PLACED' | 'CONFIRMED' | 'SHIPPED' | 'CANCELLED', company: string, lines: readonly Line[]): Promise<string> {
      const id = await placed('manager', lines, { customerId: company });
      if (status === 'CONFIRMED' || status === 'SHIPPED') await send('confirmOrder', 'manager', { id });
      if (status === 'SHIPPED') await send('shipOrder', 'manager', { id, shipperId: '1' });
      if (status === 'CANCELLED') await send('cancelOrder', 'manager', { id });
      return id;
    },
    /** What became of a command: its order, or the codes and paths of what stands in its way, or the code of its error. */
    async outcomeOf(answer: Promise<Awaited<ReturnType<typeof send>>>): Promise<unknown> {
      const { data, errors } = await answer;
      if (errors !== undefined) return errors.map(({ extensions }) => extensions.code).join();
      const { order, userErrors } = data?.['result'];
      return order ?? userErrors.map(({ code, path }: { code: string; path: string[] }) => `${code} ${path?.join('.')}`);
    },
    async order(id: string, selection = 'status version', as: Caller = 'manager') {
      return (await ask(`query ($id: ID!) { order(id: $id) { ${selection} } }`, as, { id })).data?.['order'];
    },
    /** What inventory has of a product. */
    async stockOf(productId: number): Promise<{ onHand: number; reserved: number }> {
      const document =
        'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Product { stock { onHand reserved } } } }';
      const variables = { representations: [{ __typename: 'Product', id: String(productId) }] };
      return (await sibling('inventory').execute({ document, variables, as: 'manager' })).data?.['_entities'][0].stock;
    },
    async totalCount(): Promise<number> {
      return (await ask('{ orders { totalCount } }', 'manager')).data?.['orders'].totalCount;
    },
  };
}
