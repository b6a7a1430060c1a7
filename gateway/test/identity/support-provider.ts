// An OpenID provider for tests of browser sessions: oidc-provider, real HTTP, whose one person is signed in at once or says no.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JWK } from 'jose';
import { Provider } from 'oidc-provider';

export interface TestProvider {
  readonly issuer: string;
  /** How often its token endpoint was asked for each kind of grant. */
  readonly grants: string[];
  /** How long access tokens last from now on, in seconds. */
  lifetimeSeconds: number;
  /** Characters that every access token is longer by. */
  padding: number;
  /** `no`: the person does not want to; `down`: nothing answers. */
  mood: 'yes' | 'no' | 'down';
  /** Knows the gateway, whose key signs, from now on. */
  open(client: { readonly origin: string; readonly secret: string; readonly key: JWK }): void;
  stop(): Promise<void>;
}

const person = { role: 'CUSTOMER', customer_id: 'ALFKI', sid: 'session-1' };

/** It listens at once, and answers once it was opened. */
export async function startProvider(): Promise<TestProvider> {
  let answer: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | null = null;
  const server = createServer((request, response) => {
    if (answer === null || provider.mood === 'down') return void request.socket.destroy();
    void answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  const issuer = `http://127.0.0.1:${port}`;
  const provider: TestProvider = {
    issuer,
    grants: [],
    lifetimeSeconds: 300,
    padding: 0,
    mood: 'yes',
    open(client) {
      const oidc = providerOf(issuer, client, provider);
      const handle = oidc.callback();
      oidc.on('grant.success', ({ oidc: { params } }) => void provider.grants.push(String(params?.['grant_type'])));
      oidc.on('grant.error', ({ oidc: { params } }) => void provider.grants.push(`refused ${String(params?.['grant_type'])}`));
      answer = async (request, response) =>
        request.url?.startsWith('/interaction/') ? interact(oidc, provider, request, response) : handle(request, response);
    },
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
  return provider;
}

function providerOf(
  issuer: string,
  { origin, secret, key }: { readonly origin: string; readonly secret: string; readonly key: JWK },
  state: Pick<TestProvider, 'lifetimeSeconds' | 'padding'>,
): Provider {
  const resource = 'https://graph.test';
  return new Provider(issuer, {
    clients: [
      {
        client_id: 'gateway',
        client_secret: secret,
        redirect_uris: [`${origin}/session/callback`],
        post_logout_redirect_uris: [`${origin}/`],
        grant_types: ['authorization_code', 'refresh_token'],
        id_token_signed_response_alg: 'EdDSA',
      },
    ],
    jwks: { keys: [key] },
    cookies: { keys: ['for tests alone'] },
    scopes: ['openid', 'offline_access'],
    pkce: { required: () => true },
    enabledJWA: { idTokenSigningAlgValues: ['EdDSA'] },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    ttl: { Interaction: 600, Grant: 600, Session: 600, RefreshToken: 600, IdToken: 300, AuthorizationCode: 60 },
    issueRefreshToken: async () => true,
    rotateRefreshToken: true,
    extraTokenClaims: () => ({ ...person, padding: 'x'.repeat(state.padding) }),
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: 'gateway', accountId: oidc.session?.accountId ?? '' });
      grant.addOIDCScope('openid offline_access');
      grant.addResourceScope(resource, 'customers:read orders:read');
      await grant.save();
      return grant;
    },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: 'customers:read orders:read',
          audience: 'tributary',
          accessTokenFormat: 'jwt',
          accessTokenTTL: state.lifetimeSeconds,
          jwt: { sign: { alg: 'EdDSA' } },
        }),
      },
    },
  });
}

async function interact(
  oidc: Provider,
  { mood }: Pick<TestProvider, 'mood'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const result = mood === 'no' ? { error: 'access_denied' } : { login: { accountId: '11' } };
  await oidc.interactionFinished(request, response, result);
}
