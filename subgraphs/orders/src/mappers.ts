// What the resolvers of a type get as their parent.
import type { Connection, Edge, PageInfo } from '@tributary/subgraph-kit';
import type { Order, OrderEvent, OrderLine, Shipper } from './generated/prisma/client.ts';
import type { SalesRow } from './lists.ts';
import type { OrderQuote } from './quote-order.ts';

export type OrderModel = Order;
export type OrderLineModel = OrderLine;
export type OrderEventModel = OrderEvent;
export type ShipperModel = Shipper;
export type OrderConnectionModel = Connection<Order>;
export type OrderEdgeModel = Edge<Order>;
export type SalesReportRowModel = SalesRow;
export type SalesReportConnectionModel = Connection<SalesRow>;
export type SalesReportEdgeModel = Edge<SalesRow>;
export type PageInfoModel = PageInfo;
export type OrderQuoteModel = OrderQuote;
export type OrderQuoteLineModel = OrderQuote['lines'][number];
/** Entities of other subgraphs, extended here: only the key is known. */
interface Reference {
  readonly id: string;
}
export type CustomerModel = Reference;
export type EmployeeModel = Reference;
export type ProductModel = Reference;
export type UserModel = Reference;
