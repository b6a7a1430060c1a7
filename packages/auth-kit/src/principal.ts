// Who calls: nobody, a person, a client acting for a company, or a sibling service.
import type { Role, Scope } from './scopes.ts';

/** A person, by a session or by one of their API keys: exactly one of `sessionId` and `apiKeyId` is set. */
export interface UserPrincipal {
  readonly kind: 'user';
  readonly userId: string;
  readonly role: Role;
  /** What the credential allows, cut to what the role has now. */
  readonly scopes: readonly Scope[];
  /** The company that this user buys for (role CUSTOMER). */
  readonly customerId: string | null;
  /** The employee that this user is (staff). */
  readonly employeeId: string | null;
  readonly sessionId: string | null;
  readonly apiKeyId: string | null;
}

export type Principal =
  | { readonly kind: 'anonymous' }
  | UserPrincipal
  | {
      readonly kind: 'client';
      readonly clientId: string;
      readonly scopes: readonly Scope[];
      readonly customerId: string | null;
    }
  | { readonly kind: 'service'; readonly service: string };

export const anonymous: Principal = Object.freeze({ kind: 'anonymous' });

/** Whether the credential holds a scope. A sibling service holds none: what it may do names it. */
export function hasScope(principal: Principal, scope: string): boolean {
  if (principal.kind !== 'user' && principal.kind !== 'client') return false;
  return principal.scopes.some((held) => held === scope);
}

/** The owner of an idempotency key, a rate or an audit row; never two principals with the same one. */
export function subjectOf(principal: Principal): string {
  switch (principal.kind) {
    case 'anonymous':
      return 'anonymous';
    case 'user':
      return `user:${principal.userId}`;
    case 'client':
      return `client:${principal.clientId}`;
    case 'service':
      return `service:${principal.service}`;
  }
}
