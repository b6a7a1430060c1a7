// What the load asks, and whose failure may make which place of the answer null.
import type { SubgraphName } from '@tributary/test-kit';

export interface Operation {
  readonly name: string;
  readonly document: string;
  /** Of how many in a hundred requests it is. */
  readonly share: number;
  readonly asks: 'anybody' | 'customer';
  /** `key` is another one for each request. */
  variables(key: string): Readonly<Record<string, unknown>>;
  /** The places that a failing subgraph makes null: response names, `*` for any item of a list. */
  readonly owners: Readonly<Record<string, readonly SubgraphName[]>>;
  /** Whether the key decides that it takes effect once. */
  readonly isMutation?: true;
}

/** So much of it is put into stock before the load begins that its availability never changes. */
export const orderedProduct = '34';

const none = () => ({});

/** Everything that cannot be null in the schema takes what is above it along: `displayName` the author, `name` the product. */
export const operations: readonly Operation[] = [
  {
    name: 'page',
    document: `query Page { products(first: 20) { nodes {
      id name unitPrice { amount } category { name } supplier { companyName } availability rating { average count }
      reviews(first: 3) { nodes { rating title author { displayName } } } } } }`,
    share: 25,
    asks: 'anybody',
    variables: none,
    owners: {
      products: ['catalog'],
      'products.nodes.*.availability': ['inventory'],
      'products.nodes.*.rating': ['reviews'],
      'products.nodes.*.reviews': ['reviews'],
      'products.nodes.*.reviews.nodes.*.author': ['accounts'],
    },
  },
  {
    name: 'list',
    document: 'query List { categories { id name products(first: 3) { nodes { id name unitPrice { amount } } totalCount } } }',
    share: 25,
    asks: 'anybody',
    variables: none,
    owners: { categories: ['catalog'], 'categories.*.products': ['catalog'] },
  },
  {
    name: 'product',
    document: `query Product($id: ID!) { product(id: $id) {
      id name unitPrice { amount } availability boughtTogether(first: 3) { name } rating { average count } } }`,
    share: 25,
    asks: 'anybody',
    variables: () => ({ id: '11' }),
    owners: {
      product: ['catalog'],
      'product.availability': ['inventory'],
      'product.boughtTogether': ['orders', 'catalog'],
      'product.rating': ['reviews'],
    },
  },
  {
    name: 'order',
    document: `query Order($id: ID!) { order(id: $id) {
      id status placedAt total { amount } customer { companyName } salesRep { lastName } shipper { companyName }
      lines { quantity productName product { name } } } }`,
    share: 20,
    asks: 'customer',
    variables: () => ({ id: '10643' }),
    owners: {
      order: ['orders'],
      'order.customer': ['accounts'],
      'order.salesRep': ['accounts'],
      'order.lines.*.product': ['catalog'],
    },
  },
  {
    name: 'place',
    document: `mutation Place($input: PlaceOrderInput!) { placeOrder(input: $input) {
      order { status total { amount } customer { companyName } lines { quantity product { name } } } userErrors { code } } }`,
    share: 5,
    asks: 'customer',
    variables: (idempotencyKey) => ({ input: { idempotencyKey, lines: [{ productId: orderedProduct, quantity: 1 }] } }),
    owners: {
      // It is priced by the catalog, addressed by accounts and reserved in inventory.
      placeOrder: ['orders', 'catalog', 'accounts', 'inventory'],
      'placeOrder.order.customer': ['accounts'],
      'placeOrder.order.lines.*.product': ['catalog'],
    },
    isMutation: true,
  },
];

/** The operations in the order in which they are sent, again and again: each as often as its share, evenly spread. */
export const schedule: readonly Operation[] = operations
  .flatMap((operation) => Array.from({ length: operation.share }, (_, turn) => ({ operation, at: (turn + 0.5) / operation.share })))
  .sort((a, b) => a.at - b.at)
  .map(({ operation }) => operation);

/** Whether nothing of the operation comes from any of the subgraphs. */
export const isUntouchedBy = ({ owners }: Operation, subgraphs: readonly SubgraphName[]): boolean =>
  !Object.values(owners).some((names) => names.some((name) => subgraphs.includes(name)));
