// Asks inventory to hold, give back and take out the stock of an order. Every step is idempotent by order id.
import type { Sibling } from '@tributary/subgraph-kit';

export interface StockLine {
  readonly productId: string;
  readonly quantity: number;
}

export interface Shortage {
  readonly productId: string;
  readonly availableQuantity: number;
}

export interface StockResult {
  readonly outcome: 'DONE' | 'SHORT' | 'RELEASED';
  readonly shortages: readonly Shortage[];
}

/** Every call @throws {AppError} DOWNSTREAM_SERVICE_ERROR, and then nobody knows whether it took effect. */
export interface StockRoom {
  availability(productIds: readonly string[], requestId: string): Promise<ReadonlyMap<string, number>>;
  reserve(orderId: string, lines: readonly StockLine[], requestId: string): Promise<StockResult>;
  release(orderId: string, requestId: string): Promise<void>;
  /** `attempt` names the try: one that was short stays refused. */
  ship(orderId: string, attempt: string, lines: readonly StockLine[], requestId: string): Promise<StockResult>;
}

const availabilityDocument = `query Availability($productIds: [ID!]!) {
  internalAvailability(productIds: $productIds) { productId availableQuantity }
}`;
const result = 'outcome shortages { productId availableQuantity }';
const reserveDocument = `mutation Reserve($orderId: ID!, $lines: [InternalStockLine!]!) {
  result: internalReserveStock(orderId: $orderId, lines: $lines) { ${result} }
}`;
const releaseDocument = `mutation Release($orderId: ID!) { result: internalReleaseStock(orderId: $orderId) { outcome } }`;
const shipDocument = `mutation Ship($orderId: ID!, $attempt: ID!, $lines: [InternalStockLine!]!) {
  result: internalShipStock(orderId: $orderId, attempt: $attempt, lines: $lines) { ${result} }
}`;

export function createStockRoom(inventory: Sibling): StockRoom {
  const change = async (document: string, variables: Record<string, unknown>, requestId: string) => {
    const data = await inventory.query<{ result: StockResult }>(document, variables, { requestId });
    return data.result;
  };
  return {
    async availability(productIds, requestId) {
      const { internalAvailability } = await inventory.query<{ internalAvailability: Shortage[] }>(
        availabilityDocument,
        { productIds },
        { requestId },
      );
      return new Map(internalAvailability.map(({ productId, availableQuantity }) => [productId, availableQuantity]));
    },
    reserve: (orderId, lines, requestId) => change(reserveDocument, { orderId, lines }, requestId),
    release: async (orderId, requestId) => void (await change(releaseDocument, { orderId }, requestId)),
    ship: (orderId, attempt, lines, requestId) => change(shipDocument, { orderId, attempt, lines }, requestId),
  };
}
