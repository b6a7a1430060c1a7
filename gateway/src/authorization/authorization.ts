// What a caller may not have of the graph: the requirements of the supergraph that the principal does not meet.
import { meets, type Policies, type Principal } from '@tributary/auth-kit';
import type { Requirements, Unmet } from '@tributary/executor';

export interface AuthorizationConfig {
  /** `filter`: refused fields are null, each with an error. `reject`: the whole operation is refused. */
  readonly mode: 'filter' | 'reject';
  /** Who has no entry here is denied. */
  readonly policies: Policies;
}

/** The requirements that a principal does not meet, as the subgraphs decide it. Principals are kept by `auth/`, and so is what is found here. */
export type UnmetBy = (principal: Principal) => Unmet;

export function createUnmetBy({ distinct }: Requirements, policies: Policies): UnmetBy {
  const known = new WeakMap<Principal, Unmet>();
  return (principal) => {
    let unmet = known.get(principal);
    if (unmet === undefined) {
      unmet = new Set(distinct.flatMap((requirement, index) => (meets(principal, requirement, policies) ? [] : [index])));
      known.set(principal, unmet);
    }
    return unmet;
  };
}

/** What a principal is told of a field that it may not have. */
export const refusalCodeOf = ({ kind }: Principal): 'UNAUTHENTICATED' | 'FORBIDDEN' =>
  kind === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
