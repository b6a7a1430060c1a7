// What the resolvers of a type get as their parent.
import type { Connection, Edge, PageInfo } from '@tributary/subgraph-kit';
import type { Stock, StockMovement } from './generated/prisma/client.ts';

export type StockModel = Stock;
export type StockConnectionModel = Connection<Stock>;
export type StockEdgeModel = Edge<Stock>;
export type StockMovementModel = StockMovement;
export type StockMovementConnectionModel = Connection<StockMovement>;
export type StockMovementEdgeModel = Edge<StockMovement>;
export type PageInfoModel = PageInfo;
/** The catalog's entity: the key, and what `@requires` brings along. */
export interface ProductModel {
  readonly id: string;
  readonly discontinued?: boolean;
  readonly unitPrice?: { readonly amount: string; readonly currency: string };
}
