// The lists of the catalog service, and their filters.
import { type Sql, sqltag as sql } from '@prisma/client/runtime/client';
import { AppError } from '@tributary/errors';
import { asc, defineList, desc, nestedList, numberOf } from '@tributary/subgraph-kit';
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

const maxSearchLength = 200;

/** The conditions of a filter on the alias `t`. @throws {AppError} BAD_USER_INPUT */
export function productConditions(filter: ProductFilter | null | undefined): Sql[] {
  if (filter == null) return [];
  const { search, categoryId, supplierId, minPrice, maxPrice, discontinued } = filter;
  if (minPrice?.startsWith('-') || maxPrice?.startsWith('-')) throw new AppError('BAD_USER_INPUT', 'A price is 0 or more.');
  const words = wordsOf(search);
  return [
    ...words.map((word) => sql`t."name" ILIKE ${`%${escapeLike(word)}%`}`),
    ...(categoryId == null ? [] : [sql`t."categoryId" = ${numberOf(categoryId)}`]),
    ...(supplierId == null ? [] : [sql`t."supplierId" = ${numberOf(supplierId)}`]),
    ...(minPrice == null ? [] : [sql`t."unitPrice" >= ${minPrice}::text::numeric`]),
    ...(maxPrice == null ? [] : [sql`t."unitPrice" <= ${maxPrice}::text::numeric`]),
    ...(discontinued == null ? [] : [sql`t."discontinued" = ${discontinued}`]),
  ];
}

/** @throws {AppError} BAD_USER_INPUT for what no name contains and PostgreSQL would not take. */
function wordsOf(search: string | null | undefined): string[] {
  if (search == null) return [];
  if (search.length > maxSearchLength) throw new AppError('BAD_USER_INPUT', `Search with at most ${maxSearchLength} characters.`);
  if (search.includes('\0')) throw new AppError('BAD_USER_INPUT', 'Search for text without control characters.');
  return search.split(/\s+/).filter((word) => word !== '');
}

/** A word is looked for as it is: `%` and `_` in it are themselves. */
function escapeLike(word: string): string {
  return word.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
}
