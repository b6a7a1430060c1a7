// The lists of the accounts service, and their filters.
import { type Sql, sqltag as sql } from '@prisma/client/runtime/client';
import { asc, defineList, desc, searchPatterns } from '@tributary/subgraph-kit';
import type { Customer, User } from './generated/prisma/client.ts';
import type { CustomerFilter, CustomerSort, UserFilter, UserSort } from './generated/schema.ts';

export const users = defineList<User, UserSort>({
  name: 'users',
  from: sql`"User" t`,
  id: asc('id', 'int4'),
  sorts: {
    NAME_ASC: [asc('name', 'text')],
    NAME_DESC: [desc('name', 'text')],
    CREATED_AT_ASC: [asc('createdAt', 'timestamptz')],
    CREATED_AT_DESC: [desc('createdAt', 'timestamptz')],
  },
});

export const customers = defineList<Customer, CustomerSort>({
  name: 'customers',
  from: sql`"Customer" t`,
  id: asc('id', 'text'),
  sorts: { COMPANY_NAME_ASC: [asc('companyName', 'text')], COMPANY_NAME_DESC: [desc('companyName', 'text')] },
});

/** The conditions of a filter on the alias `t`. @throws {AppError} BAD_USER_INPUT */
export function userConditions(filter: UserFilter | null | undefined): Sql[] {
  if (filter == null) return [];
  const { search, role, status } = filter;
  return [
    ...searchPatterns(search).map((pattern) => sql`(t."name" ILIKE ${pattern} OR t."email" ILIKE ${pattern})`),
    ...(role == null ? [] : [sql`t."role" = ${role}::"Role"`]),
    ...(status == null ? [] : [sql`t."status" = ${status}::"UserStatus"`]),
  ];
}

/** The conditions of a filter on the alias `t`. @throws {AppError} BAD_USER_INPUT */
export function customerConditions(filter: CustomerFilter | null | undefined): Sql[] {
  if (filter == null) return [];
  const { search, country, city } = filter;
  return [
    ...searchPatterns(search).map((pattern) => sql`t."companyName" ILIKE ${pattern}`),
    ...(country == null ? [] : [sql`t."country" = ${country}`]),
    ...(city == null ? [] : [sql`t."city" = ${city}`]),
  ];
}
