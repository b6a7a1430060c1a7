// Asks orders what a company has bought.
import type { Sibling } from '@tributary/subgraph-kit';

export interface Purchases {
  /** Whether an order of the company with this product was confirmed or shipped. @throws {AppError} DOWNSTREAM_SERVICE_ERROR */
  hasBought(purchase: { readonly customerId: string; readonly productId: string; readonly requestId: string }): Promise<boolean>;
}

const document = `query HasBought($customerId: ID!, $productId: ID!) {
  internalHasBought(customerId: $customerId, productId: $productId)
}`;

export function createPurchases(orders: Sibling): Purchases {
  return {
    async hasBought({ customerId, productId, requestId }) {
      const { internalHasBought } = await orders.query<{ internalHasBought: boolean }>(document, { customerId, productId }, { requestId });
      return internalHasBought;
    },
  };
}
