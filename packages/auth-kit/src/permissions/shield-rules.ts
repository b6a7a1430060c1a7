// Requirements, as graphql-shield rules.
import { AppError } from '@tributary/errors';
import { type IRule, rule } from 'graphql-shield';
import type { Policies } from '../policies.ts';
import type { Principal } from '../principal.ts';
import { meets, type Requirement } from '../requirement.ts';
import type { WithPrincipal } from './entries.ts';

type Refusal = 'UNAUTHENTICATED' | 'FORBIDDEN';

/** What a principal is told about requirements that must all be met: nothing, or the code of the refusal. */
export function refusalOf(requirements: readonly Requirement[], principal: Principal, policies: Policies): Refusal | null {
  if (requirements.length === 0) return null;
  if (principal.kind === 'anonymous') return 'UNAUTHENTICATED';
  return requirements.every((requirement) => meets(principal, requirement, policies)) ? null : 'FORBIDDEN';
}

/** `no_cache`: shield's cache is keyed by rule name alone, and looking a scope up costs less than the key. */
export function requirementRule(name: string, requirements: readonly Requirement[], policies: Policies): IRule {
  return rule(name, { cache: 'no_cache' })((_parent, _args, { principal }: WithPrincipal) => {
    const refusal = refusalOf(requirements, principal, policies);
    return refusal === null ? true : new AppError(refusal);
  });
}

/** For these services; null: for every one but the gateway. */
export function serviceRule(name: string, services: readonly string[] | null): IRule {
  const isMeant = (service: string) => (services === null ? service !== 'gateway' : services.includes(service));
  return rule(name, { cache: 'no_cache' })((_parent, _args, { principal }: WithPrincipal) => {
    if (principal.kind === 'service' && isMeant(principal.service)) return true;
    return new AppError(principal.kind === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
  });
}
