// What a caller may not have of the graph: the requirements of the supergraph that the principal does not meet.
import { hasScope, type Principal } from '@tributary/auth-kit';
import type { Requirement, Requirements, Unmet } from '@tributary/executor';

/** Facts about the caller by the names that `@policy` gives them. Pure: what they say is kept for as long as the credential is known. */
export type Policies = Readonly<Record<string, (principal: Principal) => boolean>>;

export interface AuthorizationConfig {
  /** `filter`: refused fields are null, each with an error. `reject`: the whole operation is refused. */
  readonly mode: 'filter' | 'reject';
  /** Who has no entry here is denied. */
  readonly policies: Policies;
}

/** The requirements that a principal does not meet. Principals are kept by `auth/`, and so is what is found here. */
export type UnmetBy = (principal: Principal) => Unmet;

export function createUnmetBy({ distinct }: Requirements, policies: Policies): UnmetBy {
  const known = new WeakMap<Principal, Unmet>();
  return (principal) => {
    let unmet = known.get(principal);
    if (unmet === undefined) {
      unmet = new Set(distinct.flatMap((requirement, index) => (isMet(requirement, principal, policies) ? [] : [index])));
      known.set(principal, unmet);
    }
    return unmet;
  };
}

/** As the subgraphs decide it (auth-kit): scopes and policies are for whoever is signed in, and a sibling service has none of them. */
function isMet(requirement: Requirement, principal: Principal, policies: Policies): boolean {
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

/** What a principal is told of a field that it may not have. */
export const refusalCodeOf = ({ kind }: Principal): 'UNAUTHENTICATED' | 'FORBIDDEN' =>
  kind === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
