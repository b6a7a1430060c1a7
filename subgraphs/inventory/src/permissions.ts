// What the directives of schema.graphql cannot say: what is public, and what is for sibling services.
import { type Permissions, permissionsOf, public_, services } from '@tributary/auth-kit';
import type { DocumentNode } from 'graphql';
import type { Context } from './context.ts';

/** @throws {Error} when a coordinate of the schema is not covered. */
export function permissionsFor(typeDefs: DocumentNode): Permissions {
  return permissionsOf<Context>(typeDefs, {
    Query: { internalAvailability: services('orders') },
    Mutation: { internalReserveStock: services('orders'), internalReleaseStock: services('orders'), internalShipStock: services('orders') },
    Subscription: { stockChanged: public_ },
    Product: { id: public_, discontinued: public_, unitPrice: public_, availability: public_ },
    // Reached only through fields that ask for inventory:read or inventory:write.
    Stock: public_,
    StockMovement: public_,
    StockConnection: public_,
    StockEdge: public_,
    StockMovementConnection: public_,
    StockMovementEdge: public_,
    Money: public_,
    PageInfo: public_,
    UserError: public_,
    StockPayload: public_,
    InternalStockResult: public_,
    InternalAvailability: public_,
  });
}
