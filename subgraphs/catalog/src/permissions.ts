// What the directives of schema.graphql cannot say: what is public, and what is for sibling services.
import { type Permissions, permissionsOf, public_, services } from '@tributary/auth-kit';
import type { DocumentNode } from 'graphql';
import type { Context } from './context.ts';

/** @throws {Error} when a coordinate of the schema is not covered. */
export function permissionsFor(typeDefs: DocumentNode): Permissions {
  return permissionsOf<Context>(typeDefs, {
    Query: {
      product: public_,
      products: public_,
      category: public_,
      categories: public_,
      supplier: public_,
      suppliers: public_,
      internalProducts: services('orders'),
    },
    Product: {
      id: public_,
      version: public_,
      name: public_,
      quantityPerUnit: public_,
      unitPrice: public_,
      priceHistory: public_,
      discontinued: public_,
      category: public_,
      supplier: public_,
      updatedAt: public_,
    },
    Category: { id: public_, name: public_, description: public_, products: public_ },
    Supplier: { id: public_, companyName: public_, address: public_, products: public_ },
    PriceChange: public_,
    Money: public_,
    Address: public_,
    ProductConnection: public_,
    ProductEdge: public_,
    SupplierConnection: public_,
    SupplierEdge: public_,
    PageInfo: public_,
    UserError: public_,
    ProductPayload: public_,
    CategoryPayload: public_,
    SupplierPayload: public_,
  });
}
