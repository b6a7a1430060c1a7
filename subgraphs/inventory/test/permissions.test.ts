// Who may do what in inventory, on every path.
import { testSubgraph } from '@tributary/test-kit';
import { describe, expect, it } from 'vitest';

const subgraph = await testSubgraph('inventory');

const entity = (selection: string) =>
  `{ result: _entities(representations: [{ __typename: "Product", id: "30", discontinued: false, unitPrice: { amount: "25.89", currency: "USD" } }]) { ... on Product { ${selection} } } }`;

const operations = {
  availability: entity('id availability'),
  stock: entity('stock { onHand }'),
  reorderCost: entity('reorderCost { amount }'),
  productsToReorder: '{ result: productsToReorder { nodes { productId } } }',
  adjustStock: 'mutation { result: adjustStock(input: { idempotencyKey: "k", productId: "1", delta: 1 }) { userErrors { code } } }',
  receiveStock: 'mutation { result: receiveStock(input: { idempotencyKey: "k", productId: "1", quantity: 1 }) { userErrors { code } } }',
  setReorderLevel: 'mutation { result: setReorderLevel(input: { productId: "1", reorderLevel: 1 }) { userErrors { code } } }',
  internalAvailability: '{ result: internalAvailability(productIds: ["1"]) { availableQuantity } }',
  internalReserveStock: 'mutation { result: internalReserveStock(orderId: "1", lines: [{ productId: "1", quantity: 1 }]) { outcome } }',
  internalReleaseStock: 'mutation { result: internalReleaseStock(orderId: "2") { outcome } }',
  internalShipStock:
    'mutation { result: internalShipStock(orderId: "3", attempt: "1", lines: [{ productId: "1", quantity: 1 }]) { outcome } }',
};

type Operation = keyof typeof operations;

const everyone: Operation[] = ['availability'];
const inventoryRead: Operation[] = [...everyone, 'stock', 'reorderCost', 'productsToReorder'];
const inventoryWrite: Operation[] = [...inventoryRead, 'adjustStock', 'receiveStock', 'setReorderLevel'];
const internal: Operation[] = ['internalAvailability', 'internalReserveStock', 'internalReleaseStock', 'internalShipStock'];

describe.each<[as: string, allowed: Operation[], refusal: string]>([
  ['anonymous', everyone, 'UNAUTHENTICATED'],
  ['ALFKI', everyone, 'FORBIDDEN'],
  ['sales', inventoryRead, 'FORBIDDEN'],
  ['manager', inventoryWrite, 'FORBIDDEN'],
  ['admin', inventoryWrite, 'FORBIDDEN'],
  ['orders', [...everyone, ...internal], 'FORBIDDEN'],
  ['reviews', everyone, 'FORBIDDEN'],
])('%s', (as, allowed, refusal) => {
  it.each(Object.entries(operations))('%s', async (name, document) => {
    const { errors } = await subgraph.execute({ document, as });
    const expected = allowed.some((operation) => operation === name) ? undefined : [{ extensions: { code: refusal } }];
    if (expected === undefined) expect(errors).toBeUndefined();
    else expect(errors).toMatchObject(expected);
  });
});
