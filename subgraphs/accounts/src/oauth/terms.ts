// Names that the parts of the provider share.

import type { Provider } from 'oidc-provider';

/** What may be put before and behind the answers of oidc-provider. */
export type Middleware = Parameters<Provider['use']>[0];

/** The API, as resource indicators (RFC 8707) name it; clients need not send it. */
export const api = 'urn:tributary:api';

/** The audience of every access token, those of `signIn` included. */
export const audience = 'tributary';

/** Scopes of OpenID Connect: who somebody is, not what they may do. */
export const identityScopes = ['openid', 'profile', 'email'] as const;

export const routes = {
  authorization: '/oauth/authorize',
  token: '/oauth/token',
  userinfo: '/oauth/userinfo',
  introspection: '/oauth/introspect',
  revocation: '/oauth/revoke',
  device_authorization: '/oauth/device_authorization',
  code_verification: '/oauth/device',
  end_session: '/oauth/sign-out',
  jwks: '/.well-known/jwks.json',
} as const;

const discovery: ReadonlySet<string> = new Set(['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server']);

/** What the provider answers; the public keys have a route of their own. */
export const isOAuthPath = (path: string): boolean => path.startsWith('/oauth/') || discovery.has(path);

export const interactionPath = '/oauth/interaction/';
export const stylePath = '/oauth/style.css';

/** How long somebody may take to sign in and consent, or to enter a device's code. */
export const interactionSeconds = 600;
/** Of an authorization code. */
export const codeSeconds = 60;
