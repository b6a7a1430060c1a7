// The configuration of oidc-provider: OAuth 2.1 and OpenID Connect on our clients, sessions, keys and pages.
import { timingSafeEqual } from 'node:crypto';
import type { Logger } from '@tributary/logging';
import { type Configuration, type FindAccount, type KoaContextWithOIDC, Provider } from 'oidc-provider';
import { accessTokenSeconds } from '../access-tokens.ts';
import type { Context, Parts } from '../context.ts';
import { hashOf } from '../secrets.ts';
import { algorithmOf, type TokenKey } from '../token-keys.ts';
import { createAdapter } from './adapter.ts';
import { apiServer, type SigningAlgorithm } from './api-server.ts';
import { type ApiTokens, addClaims } from './api-tokens.ts';
import { mayBeTold } from './asked-tokens.ts';
import { ownMetadata } from './client-metadata.ts';
import { existingGrant } from './existing-grant.ts';
import { userIdOf } from './grants.ts';
import { pageSources } from './page-sources.ts';
import { refreshGrant } from './refresh-grant.ts';
import { api, codeSeconds, identityScopes, interactionPath, interactionSeconds, routes } from './terms.ts';

const sessionSeconds = 30 * 24 * 60 * 60;

export interface ProviderOptions {
  readonly issuer: string;
  /** Of now: the provider is made anew when they change. */
  readonly keys: readonly TokenKey[];
  readonly parts: Parts;
  readonly apiTokens: ApiTokens;
  readonly contextOf: (ctx: KoaContextWithOIDC) => Context;
  readonly logger: Logger;
}

export function createProvider(options: ProviderOptions): Provider {
  const { issuer, keys, parts, contextOf, logger } = options;
  const findAccount = accountsOf(parts);
  const provider = new Provider(issuer, configurationOf(options, findAccount));
  // The gateway in front says over which scheme and from where a request came; nobody else reaches this service.
  provider.proxy = true;
  provider.registerGrantType('refresh_token', refreshGrant(provider, { findAccount, contextOf, alg: algOf(keys) }), [
    'refresh_token',
    'scope',
  ]);
  // What is stored is the hash: of what is presented, only the hash can be compared.
  provider.Client.prototype.compareClientSecret = function (actual) {
    return timingSafeEqual(Buffer.from(hashOf(actual)), Buffer.from(this.clientSecret ?? hashOf('')));
  };
  provider.on('server_error', (_ctx, error) => logger.error('the provider failed', { error }));
  return provider;
}

/** Of the key that signs. */
const algOf = ([signing]: readonly TokenKey[]): SigningAlgorithm => (signing === undefined ? 'EdDSA' : algorithmOf(signing));

function configurationOf({ issuer, keys, parts, apiTokens }: ProviderOptions, findAccount: FindAccount): Configuration {
  const alg = algOf(keys);
  const isSecure = issuer.startsWith('https:');
  const pages = pageSources();
  return {
    adapter: createAdapter(parts, apiTokens),
    findAccount,
    loadExistingGrant: existingGrant(parts),
    jwks: { keys: keys.map(({ signsFrom: _ours, ...key }) => ({ ...key, alg: algorithmOf(key), use: 'sig' })) },
    routes,
    scopes: [...identityScopes],
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
    responseTypes: ['code'],
    pkce: { required: () => true },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    clientDefaults: { id_token_signed_response_alg: alg },
    enabledJWA: { idTokenSigningAlgValues: ['EdDSA', 'ES256'] },
    extraClientMetadata: { properties: [...ownMetadata] },
    allowOmittingSingleRegisteredRedirectUri: false,
    // A grant is a session of its own, which ends by itself or with the browser's (`endBrowser`).
    expiresWithSession: () => false,
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    cookies: {
      keys: [...parts.accessTokens.derivations('cookies', issuer)],
      names: { session: isSecure ? '__Host-sign-in' : 'sign-in', interaction: 'sign-in-step', resume: 'sign-in-resume' },
      long: { httpOnly: true, sameSite: 'lax', secure: isSecure, signed: true, path: '/' },
      short: { httpOnly: true, sameSite: 'lax', secure: isSecure, signed: true },
    },
    interactions: { url: (_ctx, { uid }) => `${interactionPath}${uid}` },
    renderError: pages.error,
    formats: { customizers: { jwt: (ctx, token, jwt) => addClaims(ctx, token, jwt.payload) } },
    clientBasedCORS: isOfClient,
    ttl: {
      AccessToken: accessTokenSeconds,
      ClientCredentials: accessTokenSeconds,
      AuthorizationCode: codeSeconds,
      DeviceCode: interactionSeconds,
      Interaction: interactionSeconds,
      IdToken: 600,
      RefreshToken: sessionSeconds,
      Session: sessionSeconds,
      Grant: sessionSeconds,
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      clientCredentials: { enabled: true },
      // Of access tokens, asked-tokens.ts decides the same.
      introspection: { enabled: true, allowedPolicy: (_ctx, client, token) => mayBeTold(client, token.clientId) },
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
      deviceFlow: {
        enabled: true,
        userCodeInputSource: pages.deviceCode,
        userCodeConfirmSource: pages.deviceConfirm,
        successSource: pages.deviceDone,
      },
      rpInitiatedLogout: { enabled: true, logoutSource: pages.signOut, postLogoutSuccessSource: pages.signedOut },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => api,
        useGrantedResource: () => true,
        getResourceServerInfo: (ctx, resource, client) => apiServer(ctx, resource, client, alg),
      },
    },
  };
}

/** Pages of a client that keeps no secret may call from where it has people sent back to. */
const isOfClient: Configuration['clientBasedCORS'] = (_ctx, origin, { clientAuthMethod, redirectUris = [] }) =>
  clientAuthMethod === 'none' && redirectUris.some((uri) => URL.parse(uri)?.origin === origin);

/** People who may sign in; the user stands beside the claims for who writes tokens. */
function accountsOf({ db }: Pick<Parts, 'db'>): FindAccount {
  return async (_ctx, sub) => {
    const user = await db.user.findUnique({ where: { id: userIdOf(sub) } });
    if (user?.status !== 'ACTIVE') return undefined;
    // Whoever is here came by an invitation that was mailed to this address.
    return { accountId: sub, user, claims: () => ({ sub, name: user.name, email: user.email, email_verified: true }) };
  };
}
