// A client as oidc-provider reads it; its secret stays a hash (`compareClientSecret` hashes what is presented).
import type { AdapterPayload } from 'oidc-provider';
import type { OAuthClient, OAuthClientKind, PrismaClient } from '../generated/prisma/client.ts';
import { scopesOfClient } from '../oauth-clients.ts';
import { identityScopes } from './terms.ts';

/** Metadata of ours: what the client may get of the API now, for which company it acts by itself, and whether it is our own. */
export const ownMetadata = ['api_scopes', 'customer_id', 'first_party'] as const;

const deviceCode = 'urn:ietf:params:oauth:grant-type:device_code';

export async function clientMetadata(db: PrismaClient, id: string): Promise<AdapterPayload | undefined> {
  const client = await db.oAuthClient.findUnique({ where: { id }, include: { owner: true } });
  if (client === null) return undefined;
  const { kind, secretHash, redirectUris, postLogoutRedirectUris } = client;
  return {
    client_id: client.id,
    client_name: client.name,
    application_type: kind === 'NATIVE_APP' ? 'native' : 'web',
    redirect_uris: redirectUris,
    post_logout_redirect_uris: postLogoutRedirectUris,
    response_types: redirectUris.length > 0 ? ['code'] : [],
    response_modes: redirectUris.length > 0 ? ['query'] : [],
    grant_types: grantTypesOf(kind, client),
    token_endpoint_auth_method: secretHash === null ? 'none' : 'client_secret_basic',
    ...(secretHash !== null && { client_secret: secretHash }),
    ...(redirectUris.length > 0 && { scope: identityScopes.join(' ') }),
    api_scopes: scopesOfClient(client, client.owner),
    first_party: client.firstParty,
    ...(client.customerId !== null && { customer_id: client.customerId }),
  };
}

function grantTypesOf(kind: OAuthClientKind, { redirectUris }: Pick<OAuthClient, 'redirectUris'>): string[] {
  const people = redirectUris.length > 0 ? ['authorization_code', 'refresh_token'] : [];
  if (kind === 'SERVICE') return ['client_credentials', ...people];
  return kind === 'NATIVE_APP' ? [...people, deviceCode] : people;
}
