// For whom an order is, and which discounts its author may give.
import { hasScope, type Principal } from '@tributary/auth-kit';
import { done, type Outcome, refused, userError } from '@tributary/subgraph-kit';
import { Prisma } from './generated/prisma/client.ts';

/** Staff are people who hold orders:confirm: they name the company to order for. A client acts for its own company alone. */
export function isStaff(principal: Principal): boolean {
  return principal.kind === 'user' && principal.role !== 'CUSTOMER' && hasScope(principal, 'orders:confirm');
}

/** The company that an order is for, by who asks. Whether a company that staff name exists is accounts' to say. */
export function buyerOf(principal: Principal, named: string | null | undefined): Outcome<string> {
  if (isStaff(principal)) {
    return named == null ? refused(userError('REQUIRED', 'Say which company the order is for.', ['customerId'])) : done(named);
  }
  const own = principal.kind === 'user' || principal.kind === 'client' ? principal.customerId : null;
  if (own === null) return refused(userError('NOT_ALLOWED', 'You buy for no company.', ['customerId']));
  return named == null || named === own ? done(own) : refused(userError('NOT_FOUND', undefined, ['customerId']));
}

const salesLimit = new Prisma.Decimal('0.25');
const fullLimit = new Prisma.Decimal(1);

/** Null when the caller may give the discount; else a sentence that says why not. */
export function whyNoDiscount(principal: Principal, discount: string): string | null {
  if (!/^\d+(\.\d{1,4})?$/.test(discount) || fullLimit.lessThan(discount))
    return 'A discount lies between 0 and 1 and has at most four decimals.';
  if (new Prisma.Decimal(discount).isZero()) return null;
  if (!hasScope(principal, 'orders:discount')) return 'You may not give a discount.';
  const unlimited = principal.kind === 'user' && (principal.role === 'MANAGER' || principal.role === 'ADMIN');
  return unlimited || salesLimit.greaterThanOrEqualTo(discount) ? null : `You may give a discount of at most ${salesLimit.toString()}.`;
}
