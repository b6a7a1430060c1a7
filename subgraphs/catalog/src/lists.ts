// The lists of the catalog service, and their filters.
import { type Sql, sqltag as sql } from '@prisma/client/runtime/client';
import { AppError } from '@tributary/errors';
import { asc, defineList, desc, nestedList, numberOf, searchPatterns } from '@tributary/subgraph-kit';
import type { Product, Supplier } from './generated/prisma/client.ts';
import type { ProductFilter, ProductSort } from './generated/schema.ts';

const id = asc('id', 'int4');
const name = asc('name', 'text');

export const products = defineList<Product, ProductSort>({
  name: 'products',
  from: sql`"Product" t`,
  id,
  sorts: {
    NAME_ASC: [name],
    NAME_DESC: [desc('name', 'text')],
    PRICE_ASC: [asc('unitPrice', 'numeric')],
    PRICE_DESC: [desc('unitPrice', 'numeric')],
  },
});

export const suppliers = defineList<Supplier, 'NAME_ASC'>({
  name: 'suppliers',
  from: sql`"Supplier" t`,
  id,
  sorts: { NAME_ASC: [asc('companyName', 'text')] },
});

const productsByName = defineList<Product, 'NAME_ASC'>({ name: 'productsOf', from: sql`"Product" t`, id, sorts: { NAME_ASC: [name] } });
export const productsOfCategory = nestedList({ ...productsByName, name: 'productsOfCategory' }, { column: 'categoryId', type: 'int4' });
export const productsOfSupplier = nestedList({ ...productsByName, name: 'productsOfSupplier' }, { column: 'supplierId', type: 'int4' });

/** The conditions of a filter on the alias `t`. @throws {AppError} BAD_USER_INPUT */
export function productConditions(filter: ProductFilter | null | undefined): Sql[] {
  if (filter == null) return [];
  const { search, categoryId, supplierId, minPrice, maxPrice, discontinued } = filter;
  if (minPrice?.startsWith('-') || maxPrice?.startsWith('-')) throw new AppError('BAD_USER_INPUT', 'A price is 0 or more.');
  return [
    ...searchPatterns(search).map((pattern) => sql`t."name" ILIKE ${pattern}`),
    ...(categoryId == null ? [] : [sql`t."categoryId" = ${numberOf(categoryId)}`]),
    ...(supplierId == null ? [] : [sql`t."supplierId" = ${numberOf(supplierId)}`]),
    ...(minPrice == null ? [] : [sql`t."unitPrice" >= ${minPrice}::text::numeric`]),
    ...(maxPrice == null ? [] : [sql`t."unitPrice" <= ${maxPrice}::text::numeric`]),
    ...(discontinued == null ? [] : [sql`t."discontinued" = ${discontinued}`]),
  ];
}
