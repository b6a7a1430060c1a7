// Who sees which orders and companies: as a condition for lists, and as a rule for single rows.
import { type Sql, sqltag as sql } from '@prisma/client/runtime/client';
import { hasScope, type Principal } from '@tributary/auth-kit';

/** What a caller may see of orders: all, one company's, or what one employee (and nobody) looks after. */
export type Sight =
  | { readonly kind: 'all' }
  | { readonly kind: 'company'; readonly customerId: string }
  | { readonly kind: 'sales'; readonly employeeId: number | null }
  | { readonly kind: 'none' };

const orderScopes = ['orders:read', 'orders:write', 'orders:confirm', 'orders:ship'] as const;

export function sightOf(principal: Principal): Sight {
  if (principal.kind === 'anonymous' || principal.kind === 'service') return { kind: 'none' };
  // Who may place or move an order may see it.
  if (!orderScopes.some((scope) => hasScope(principal, scope))) return { kind: 'none' };
  const { customerId } = principal;
  if (principal.kind === 'client' || principal.role === 'CUSTOMER') {
    return customerId === null ? { kind: 'none' } : { kind: 'company', customerId };
  }
  if (principal.role !== 'SALES') return { kind: 'all' };
  return { kind: 'sales', employeeId: principal.employeeId === null ? null : Number(principal.employeeId) };
}

/** The condition on the alias `t` of a list of orders. */
export function visibleOrders(principal: Principal): Sql {
  const sight = sightOf(principal);
  switch (sight.kind) {
    case 'all':
      return sql`TRUE`;
    case 'company':
      return sql`t."customerId" = ${sight.customerId}`;
    case 'sales':
      return sql`(t."salesRepId" IS NULL OR t."salesRepId" = ${sight.employeeId}::int)`;
    case 'none':
      return sql`FALSE`;
  }
}

export function seesOrder(principal: Principal, order: { readonly customerId: string; readonly salesRepId: number | null }): boolean {
  const sight = sightOf(principal);
  switch (sight.kind) {
    case 'all':
      return true;
    case 'company':
      return order.customerId === sight.customerId;
    case 'sales':
      return order.salesRepId === null || order.salesRepId === sight.employeeId;
    case 'none':
      return false;
  }
}

/** Staff see every company; others their own. */
export function seesCompany(principal: Principal, customerId: string): boolean {
  if (principal.kind === 'client') return principal.customerId === customerId;
  if (principal.kind !== 'user') return false;
  return principal.role !== 'CUSTOMER' || principal.customerId === customerId;
}
