// The gateway as a client of the OpenID provider: authorization code with PKCE, state and nonce; renewal; the end.
import { AppError } from '@tributary/errors';
import type { Logger } from '@tributary/logging';
import * as openid from 'openid-client';
import { type BrowserSessionsConfig, isLoopback } from './settings.ts';

/** What has to come back, and be right, for a sign-in to be the one that was begun. */
export interface SignInProof {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export interface TokenSet {
  readonly accessToken: string;
  /** Null: when the access token ends, so does the session. */
  readonly refreshToken: string | null;
  /** When the access token ends, in milliseconds since the epoch. */
  readonly accessUntil: number;
}

export type Granted = { readonly kind: 'granted'; readonly tokens: TokenSet } | { readonly kind: 'denied' } | { readonly kind: 'failed' };

export interface RelyingParty {
  /** Where a browser has to go. @throws {AppError} SERVICE_UNAVAILABLE */
  begin(): Promise<{ readonly url: string; readonly proof: SignInProof }>;
  /** With the query string that a browser came back with. `denied`: the person said no. @throws {AppError} SERVICE_UNAVAILABLE */
  redeem(search: string, proof: SignInProof): Promise<Granted>;
  /** Null when the provider has ended the session. @throws {AppError} SERVICE_UNAVAILABLE */
  refresh(refreshToken: string): Promise<TokenSet | null>;
  /** @throws {AppError} SERVICE_UNAVAILABLE */
  revoke(refreshToken: string): Promise<void>;
  /** Where a browser ends the provider's own session; null when there is no such place. @throws {AppError} SERVICE_UNAVAILABLE */
  endSessionUrl(): Promise<string | null>;
}

const timeoutSeconds = 5;
const defaultLifetimeSeconds = 60;

export function createRelyingParty(config: BrowserSessionsConfig, logger: Logger, now: () => number): RelyingParty {
  const callback = `${config.origin}/session/callback`;
  const discover = createDiscovery(config);
  /** What is no answer about the request is none of its faults. */
  const asking = async <Answer>(ask: (provider: openid.Configuration) => Promise<Answer>): Promise<Answer> => {
    try {
      return await ask(await discover());
    } catch (cause) {
      logger.warn('the OpenID provider could not be asked', { reason: reasonOf(cause) });
      throw new AppError('SERVICE_UNAVAILABLE', undefined, { cause });
    }
  };
  const redeem = async (provider: openid.Configuration, returned: URL, proof: SignInProof): Promise<Granted> => {
    const { state: expectedState, nonce: expectedNonce, codeVerifier: pkceCodeVerifier } = proof;
    const checks = { expectedState, expectedNonce, pkceCodeVerifier, idTokenExpected: true };
    try {
      return { kind: 'granted', tokens: tokenSetOf(await openid.authorizationCodeGrant(provider, returned, checks), now()) };
    } catch (error) {
      if (error instanceof openid.AuthorizationResponseError && error.error === 'access_denied') return { kind: 'denied' };
      if (isUnreachable(error)) throw error;
      logger.warn('a sign-in did not come to its end', { reason: reasonOf(error) });
      return { kind: 'failed' };
    }
  };
  const refresh = async (provider: openid.Configuration, refreshToken: string): Promise<TokenSet | null> => {
    try {
      return tokenSetOf(await openid.refreshTokenGrant(provider, refreshToken), now());
    } catch (error) {
      if (error instanceof openid.ResponseBodyError && error.error === 'invalid_grant') return null;
      throw error;
    }
  };
  return {
    begin: () => asking((provider) => authorizationRequest(provider, callback, config.scope)),
    redeem: (search, proof) => asking((provider) => redeem(provider, new URL(search, callback), proof)),
    refresh: (refreshToken) => asking((provider) => refresh(provider, refreshToken)),
    revoke: (refreshToken) => asking((provider) => openid.tokenRevocation(provider, refreshToken, { token_type_hint: 'refresh_token' })),
    endSessionUrl: () => asking(async (provider) => endSessionUrlOf(provider, `${config.origin}/`)),
  };
}

/** What the provider says of itself: asked when it is first needed, for it may be reached through this very gateway, and kept. */
function createDiscovery({ issuer, clientId, clientSecret }: BrowserSessionsConfig): () => Promise<openid.Configuration> {
  const server = new URL(issuer);
  const options = { execute: isLoopback(server) ? [openid.allowInsecureRequests] : [], timeout: timeoutSeconds };
  let discovered: Promise<openid.Configuration> | null = null;
  return () => {
    if (discovered !== null) return discovered;
    discovered = openid.discovery(server, clientId, undefined, openid.ClientSecretBasic(clientSecret), options);
    discovered.catch(() => (discovered = null));
    return discovered;
  };
}

async function authorizationRequest(provider: openid.Configuration, callback: string, scope: string) {
  const proof = { state: openid.randomState(), nonce: openid.randomNonce(), codeVerifier: openid.randomPKCECodeVerifier() };
  const url = openid.buildAuthorizationUrl(provider, {
    redirect_uri: callback,
    scope,
    state: proof.state,
    nonce: proof.nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(proof.codeVerifier),
    code_challenge_method: 'S256',
  });
  return { url: url.href, proof };
}

function endSessionUrlOf(provider: openid.Configuration, returnTo: string): string | null {
  if (provider.serverMetadata().end_session_endpoint === undefined) return null;
  return openid.buildEndSessionUrl(provider, { post_logout_redirect_uri: returnTo }).href;
}

function tokenSetOf(
  { access_token, refresh_token, expires_in = defaultLifetimeSeconds }: openid.TokenEndpointResponse,
  receivedAt: number,
): TokenSet {
  return { accessToken: access_token, refreshToken: refresh_token ?? null, accessUntil: receivedAt + expires_in * 1000 };
}

/** An answer that came, and says what is wrong with what was sent, is none of a failing provider. */
function isUnreachable(error: unknown): boolean {
  if (error instanceof openid.ResponseBodyError) return error.status >= 500;
  return error instanceof openid.ClientError ? error.code === 'OAUTH_TIMEOUT' : !(error instanceof openid.AuthorizationResponseError);
}

/** The codes of an error, never its body: that may hold a token. What a browser came back with is cut. */
function reasonOf(error: unknown): string {
  if (error instanceof openid.ResponseBodyError || error instanceof openid.AuthorizationResponseError) return error.error.slice(0, 100);
  if (error instanceof openid.ClientError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
