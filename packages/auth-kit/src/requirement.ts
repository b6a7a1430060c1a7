// What `@authenticated`, `@requiresScopes` and `@policy` ask of a caller, decided in one place for both that enforce it.
import type { Policies } from './policies.ts';
import { hasScope, type Principal } from './principal.ts';

/** One condition on the caller. `anyOf`: alternatives, of each of which all must be held: [["a", "b"], ["c"]] is (a and b) or c. */
export type Requirement =
  | { readonly kind: 'authenticated' }
  | { readonly kind: 'scopes'; readonly anyOf: readonly (readonly string[])[] }
  | { readonly kind: 'policies'; readonly anyOf: readonly (readonly string[])[] };

/** Scopes and policies are for whoever is signed in. A sibling service has none of them: it reads on behalf of nobody. A policy without a function denies. */
export function meets(principal: Principal, requirement: Requirement, policies: Policies): boolean {
  if (principal.kind === 'anonymous' || principal.kind === 'service') return false;
  switch (requirement.kind) {
    case 'authenticated':
      return true;
    case 'scopes':
      return requirement.anyOf.some((all) => all.every((scope) => hasScope(principal, scope)));
    case 'policies':
      return requirement.anyOf.some((all) => all.every((name) => Object.hasOwn(policies, name) && policies[name]?.(principal) === true));
  }
}
