// Who sees which companies and what of whom.
import { type Sql, sqltag as sql } from '@prisma/client/runtime/client';
import { hasScope, type Principal } from '@tributary/auth-kit';

/** Staff see every company; others their own. */
export function seesCustomer(principal: Principal, { id }: { readonly id: string }): boolean {
  if (principal.kind === 'client') return principal.customerId === id;
  if (principal.kind !== 'user') return false;
  return principal.role !== 'CUSTOMER' || principal.customerId === id;
}

/** `seesCustomer` as a condition on the alias `t`: lists filter in SQL, so that pages stay full and counts right. */
export function visibleCustomers(principal: Principal): Sql {
  if (principal.kind === 'user' && principal.role !== 'CUSTOMER') return sql`TRUE`;
  const own = principal.kind === 'user' || principal.kind === 'client' ? principal.customerId : null;
  return sql`t."id" = ${own ?? ''}`;
}

/** A user's own affairs, and those of all for holders of users:read. */
export function seesPrivate(principal: Principal, userId: number): boolean {
  return hasScope(principal, 'users:read') || (principal.kind === 'user' && principal.userId === String(userId));
}
