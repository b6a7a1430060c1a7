// Asks the catalog what products cost now.
import type { Sibling } from '@tributary/subgraph-kit';

export interface PricedProduct {
  readonly id: string;
  readonly name: string;
  readonly unitPrice: { readonly amount: string };
  readonly discontinued: boolean;
}

export interface Prices {
  /** Products by id; an unknown one is missing. @throws {AppError} DOWNSTREAM_SERVICE_ERROR */
  find(productIds: readonly string[], requestId: string): Promise<ReadonlyMap<string, PricedProduct>>;
}

const document = `query Prices($ids: [ID!]!) {
  internalProducts(ids: $ids) { id name unitPrice { amount } discontinued }
}`;

export function createPrices(catalog: Sibling): Prices {
  return {
    async find(productIds, requestId) {
      const { internalProducts } = await catalog.query<{ internalProducts: (PricedProduct | null)[] }>(
        document,
        { ids: productIds },
        { requestId },
      );
      return new Map(internalProducts.filter((product) => product !== null).map((product) => [product.id, product]));
    },
  };
}
