// What the directives of schema.graphql cannot say: what is public, which rows who sees, and what is for sibling services.
import { type Permissions, permissionsOf, public_, rowRule, services } from '@tributary/auth-kit';
import type { DocumentNode } from 'graphql';
import type { Context } from './context.ts';
import type { CustomerModel, OrderModel } from './mappers.ts';
import { seesCompany, seesOrder } from './visibility.ts';

const visibleOrder = rowRule('own company’s, own customers’, or all', (order: OrderModel, { principal }: Context) =>
  seesOrder(principal, order),
);
const visibleCompany = rowRule('own company, or staff', ({ id }: CustomerModel, { principal }: Context) => seesCompany(principal, id));

/** @throws {Error} when a coordinate of the schema is not covered. */
export function permissionsFor(typeDefs: DocumentNode): Permissions {
  return permissionsOf<Context>(typeDefs, {
    Query: { shippers: public_, internalHasBought: services('reviews') },
    Order: {
      rows: visibleOrder,
      id: public_,
      version: public_,
      status: public_,
      placedAt: public_,
      requiredBy: public_,
      shippedAt: public_,
      customerId: public_,
      salesRep: public_,
      shipper: public_,
      shipTo: public_,
      lines: public_,
      subtotal: public_,
      freight: public_,
      total: public_,
      history: public_,
    },
    // Reached only through an order, a quote or a report that the caller sees.
    OrderLine: public_,
    OrderEvent: public_,
    OrderQuote: public_,
    OrderQuoteLine: public_,
    ShipTo: public_,
    SalesReportRow: public_,
    Shipper: public_,
    Customer: { rows: visibleCompany, id: public_ },
    Employee: { id: public_ },
    Product: { id: public_, boughtTogether: public_ },
    User: public_,
    Money: public_,
    OrderConnection: public_,
    OrderEdge: public_,
    SalesReportConnection: public_,
    SalesReportEdge: public_,
    PageInfo: public_,
    UserError: public_,
    OrderQuotePayload: public_,
    PlaceOrderPayload: public_,
    OrderPayload: public_,
  });
}
