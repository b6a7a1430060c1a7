// Requirements of scopes, as graphql-shield rules.
import { AppError } from '@tributary/errors';
import { type IRule, rule } from 'graphql-shield';
import { hasScope, type Principal } from '../principal.ts';
import type { WithPrincipal } from './entries.ts';
import type { ScopeRequirement } from './requirements.ts';

type Refusal = 'UNAUTHENTICATED' | 'FORBIDDEN';

/** What a principal is told about requirements that must all be met: nothing, or the code of the refusal. */
export function refusalOf(requirements: readonly ScopeRequirement[], principal: Principal): Refusal | null {
  if (requirements.length === 0) return null;
  if (principal.kind === 'anonymous') return 'UNAUTHENTICATED';
  // A sibling reads on behalf of nobody: only what names it, or is public, is for it.
  const met = requirements.every((alternatives) =>
    alternatives.some((all) => principal.kind !== 'service' && all.every((scope) => hasScope(principal, scope))),
  );
  return met ? null : 'FORBIDDEN';
}

/** `no_cache`: shield's cache is keyed by rule name alone, and looking a scope up costs less than the key. */
export function scopeRule(name: string, requirements: readonly ScopeRequirement[]): IRule {
  return rule(name, { cache: 'no_cache' })((_parent, _args, { principal }: WithPrincipal) => {
    const refusal = refusalOf(requirements, principal);
    return refusal === null ? true : new AppError(refusal);
  });
}

export function serviceRule(name: string, services: readonly string[]): IRule {
  return rule(name, { cache: 'no_cache' })((_parent, _args, { principal }: WithPrincipal) => {
    if (principal.kind === 'service' && services.includes(principal.service)) return true;
    return new AppError(principal.kind === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
  });
}
