// What the resolvers of a type get as their parent.
import type { Connection, Edge, PageInfo } from '@tributary/subgraph-kit';
import type { Review } from './generated/prisma/client.ts';

export type ReviewModel = Review;
export type ReviewConnectionModel = Connection<Review>;
export type ReviewEdgeModel = Edge<Review>;
export type PageInfoModel = PageInfo;
/** Entities of other subgraphs, extended here: only the key is known. */
export interface ProductModel {
  readonly id: string;
}
export interface UserModel {
  readonly id: string;
}
