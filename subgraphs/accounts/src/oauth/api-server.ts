// The API as a resource server: which scopes a token of a client may hold, and how it is written.
import { isRole, scopesOfRole } from '@tributary/auth-kit';
import { type Client, errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider';
import { accessTokenSeconds } from '../access-tokens.ts';
import type { User } from '../generated/prisma/client.ts';
import { api, audience, identityScopes } from './terms.ts';

export type SigningAlgorithm = 'EdDSA' | 'ES256';

/** Scopes are cut to the client's now and, as soon as the person is known, to what their role holds. @throws {errors.InvalidTarget} */
export function apiServer(ctx: KoaContextWithOIDC, resource: string, client: Client, alg: SigningAlgorithm): ResourceServer {
  if (resource !== api) throw new errors.InvalidTarget();
  const user = ctx.oidc.account?.['user'] as User | undefined; // by findAccount
  const granted = client['api_scopes'] as readonly string[]; // by clientMetadata
  const actsForNobody = ctx.oidc.params?.['grant_type'] === 'client_credentials';
  const scopes = [...(actsForNobody ? [] : identityScopes), ...(user === undefined ? granted : heldBy(user.role, granted))];
  return {
    scope: scopes.join(' '),
    audience,
    accessTokenTTL: accessTokenSeconds,
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg } },
  };
}

/** Those of some scopes that a role holds. */
export function heldBy(role: string, scopes: readonly string[]): string[] {
  const held: readonly string[] = isRole(role) ? scopesOfRole(role) : [];
  return scopes.filter((scope) => held.includes(scope));
}
