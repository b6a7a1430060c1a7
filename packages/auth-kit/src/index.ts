// Package root: what other parts may import.

export { apiKeyText, isApiKeyText, looksLikeApiKey } from './api-key-text.ts';
export { describePermissions, describeRoles } from './permissions/describe-permissions.ts';
export { nullUnless, type PermissionEntries, public_, type RowRule, rowRule, services, siblings } from './permissions/entries.ts';
export type { Permissions } from './permissions/permissions-of.ts';
export { permissionsOf } from './permissions/permissions-of.ts';
export { type Policies, policies } from './policies.ts';
export { anonymous, hasScope, type Principal, subjectOf, type UserPrincipal } from './principal.ts';
export { meets } from './requirement.ts';
export { isRole, type Role, roles, type Scope, scopes, scopesOfRole } from './scopes.ts';
export { servicePairs, siblingCalls } from './service-calls.ts';
export { createServiceKeys, parseServiceKeys, type ServiceKeys } from './service-keys.ts';
export {
  type CallContext,
  type ClientOrigin,
  type SignedRequest,
  signRequest,
  type VerifiedRequest,
  verifyRequest,
} from './signed-request.ts';
