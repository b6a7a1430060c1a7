// What the resolvers of a type get as their parent.
import type { Connection, Edge, PageInfo } from '@tributary/subgraph-kit';
import type { Category, PriceChange, Product, Supplier } from './generated/prisma/client.ts';

export type ProductModel = Product;
export type ProductConnectionModel = Connection<Product>;
export type ProductEdgeModel = Edge<Product>;
export type CategoryModel = Category;
export type SupplierModel = Supplier;
export type SupplierConnectionModel = Connection<Supplier>;
export type SupplierEdgeModel = Edge<Supplier>;
export type PriceChangeModel = PriceChange;
export type PageInfoModel = PageInfo;
