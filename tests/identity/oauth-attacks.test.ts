// What the provider must refuse: near misses of redirect addresses, replayed codes, missing or wrong proofs, spent refresh tokens.
import * as relying from 'openid-client';
import { beforeAll, describe, expect, it } from 'vitest';
import { authorize, callback, codeOf, me, type OAuthSystem, oauthSystem, openBrowser, person, type Registered } from './oauth-system.ts';

const rounds = Number(process.env['OAUTH_REFRESH_ROUNDS'] ?? 10);
const registeredUri = 'https://app.example.com/callback?app=1';
const nativeUri = 'http://127.0.0.1/callback';

let system: OAuthSystem;
let web: Registered;
let app: Registered;
let native: Registered;
let service: Registered;
beforeAll(async () => {
  system = await oauthSystem();
  web = await system.register({ kind: 'WEB_APP', name: 'Web', redirectUris: [registeredUri], scopes: [] });
  app = await system.register({ kind: 'WEB_APP', name: 'Shop', redirectUris: [callback], scopes: ['orders:read'] });
  native = await system.register({ kind: 'NATIVE_APP', name: 'Desk', redirectUris: [nativeUri, 'com.example.desk:/callback'], scopes: [] });
  service = await system.register({ kind: 'SERVICE', name: 'Site', redirectUris: [callback], scopes: ['orders:read'] });
});

const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWBQGqhOLKO0w';
const request = (parameters: Readonly<Record<string, string>>) =>
  `${system.issuer}/oauth/authorize?${new URLSearchParams({ response_type: 'code', scope: 'openid', state: 's', ...parameters })}`;
const proof = { code_challenge: challenge, code_challenge_method: 'S256' };

const nearMisses = [
  'http://app.example.com/callback?app=1',
  'https://app.example.com/callback',
  'https://app.example.com/callback?app=1&x=2',
  'https://app.example.com/callback?app=2',
  'https://app.example.com/callback?APP=1',
  'https://app.example.com/callback/?app=1',
  'https://app.example.com/Callback?app=1',
  'https://app.example.com//callback?app=1',
  'https://app.example.com/./callback?app=1',
  'https://app.example.com/x/../callback?app=1',
  'https://app.example.com/callback%2f?app=1',
  'https://app.example.com/%63allback?app=1',
  'https://app.example.com/callback?app=1#',
  'https://app.example.com/callback?app=1#x',
  'https://app.example.com:443/callback?app=1',
  'https://app.example.com:8443/callback?app=1',
  'https://APP.example.com/callback?app=1',
  'HTTPS://app.example.com/callback?app=1',
  'https://app.example.com./callback?app=1',
  'https://app.example.com.evil.test/callback?app=1',
  'https://app.example.comevil.test/callback?app=1',
  'https://evil.test/app.example.com/callback?app=1',
  'https://app.example.com@evil.test/callback?app=1',
  'https://user@app.example.com/callback?app=1',
  'https://evil.test\\@app.example.com/callback?app=1',
  'https://evil.test#@app.example.com/callback?app=1',
  'https:app.example.com/callback?app=1',
  'https:///app.example.com/callback?app=1',
  '//app.example.com/callback?app=1',
  '/callback?app=1',
  ' https://app.example.com/callback?app=1',
  'https://app.example.com/callback?app=1 ',
  'https://app.example.com/callback?app=1\n',
  'https://app.example.com\t/callback?app=1',
  'https://app.example.com/callback?app=1\u0000',
  'https://аpp.example.com/callback?app=1',
  'https://*.example.com/callback?app=1',
  'https://sub.app.example.com/callback?app=1',
  'https://example.com/callback?app=1',
  'javascript:alert(1)//https://app.example.com/callback?app=1',
  'data:text/html,https://app.example.com/callback?app=1',
  '',
];
const nativeNearMisses = [
  'http://127.0.0.1:8080/Callback',
  'http://127.0.0.1:8080/callback/',
  'http://127.0.0.1:8080/callback?x=1',
  'http://127.0.0.1:8080@evil.test/callback',
  'http://127.0.0.1.evil.test:8080/callback',
  'http://127.0.0.2:8080/callback',
  'http://localhost:8080/callback',
  'http://[::1]:8080/callback',
  'http://2130706433:8080/callback',
  'https://127.0.0.1:8080/callback',
  'com.example.desk:/callback2',
  'com.example.desk://callback',
  'com.example.desk2:/callback',
];

describe('a redirect address', () => {
  it(`is the registered one: none of ${nearMisses.length + nativeNearMisses.length} near misses leads anywhere`, async () => {
    const tried = [
      ...nearMisses.map((uri) => ({ client_id: web.id, redirect_uri: uri })),
      ...nativeNearMisses.map((uri) => ({ client_id: native.id, redirect_uri: uri })),
    ];
    for (const parameters of tried) {
      const response = await fetch(request({ ...parameters, ...proof }), { redirect: 'manual', headers: { accept: 'text/html' } });
      expect([response.status, response.headers.get('location')], parameters.redirect_uri).toEqual([400, null]);
    }
  });

  it('is taken when it is exact, and of a native app on any port of the loopback address', async () => {
    for (const [client, uri] of [
      [web, registeredUri],
      [native, 'http://127.0.0.1:49152/callback'],
      [native, nativeUri],
      [native, 'com.example.desk:/callback'],
    ] as const) {
      const response = await fetch(request({ client_id: client.id, redirect_uri: uri, ...proof }), { redirect: 'manual' });
      expect([response.status, response.headers.get('location')?.split('/').slice(0, -1).join('/')], uri).toEqual([
        303,
        '/oauth/interaction',
      ]);
    }
  });

  it('has to be the same when the code is exchanged', async () => {
    const browser = openBrowser();
    const { page, checks } = await authorize(browser, native, { scope: 'openid', redirectUri: 'http://127.0.0.1:49152/callback' });
    const moved = new URL(page.url);
    moved.port = '49153';
    expect(await codeOf(relying.authorizationCodeGrant(native.config, moved, checks))).toBe('invalid_grant');
  });
});

describe('PKCE', () => {
  it.each([
    ['missing', {}],
    ['plain', { code_challenge: challenge, code_challenge_method: 'plain' }],
    ['plain by default', { code_challenge: challenge }],
    ['of a method that does not exist', { code_challenge: challenge, code_challenge_method: 'S512' }],
    ['too short', { code_challenge: 'x', code_challenge_method: 'S256' }],
  ])('%s is refused, of clients with a secret too', async (_what, parameters) => {
    for (const client of [app, service]) {
      const page = await openBrowser().open(
        request({ client_id: client.id, redirect_uri: callback, ...parameters } as Record<string, string>),
      ); // of texts
      expect([page.url.searchParams.get('error'), page.url.searchParams.get('iss'), page.url.searchParams.get('code')]).toEqual([
        'invalid_request',
        system.issuer,
        null,
      ]);
    }
  });

  it('needs the verifier', async () => {
    for (const verifier of [relying.randomPKCECodeVerifier(), challenge, '']) {
      const { page, checks } = await authorize(openBrowser(), app);
      expect(await exchange(app, page.url, verifier)).toBe('invalid_grant');
      // The attempt did not spend the code: its owner still gets in.
      expect(await codeOf(relying.authorizationCodeGrant(app.config, page.url, checks))).toBeUndefined();
    }
  });
});

/** Exchanges a code as a client of the protocol, with whatever verifier, and gives the error. */
async function exchange({ id }: Registered, at: URL, verifier: string): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: id,
    redirect_uri: callback,
    code: at.searchParams.get('code') ?? '',
    ...(verifier !== '' && { code_verifier: verifier }),
  });
  const response = await fetch(`${system.issuer}/oauth/token`, { method: 'POST', body });
  return ((await response.json()) as { error: string }).error; // of RFC 6749
}

describe('a code', () => {
  it('works once; the second use ends what the first gave, everywhere', async () => {
    const { exchange: spend } = await authorize(openBrowser(), app);
    const tokens = await spend();
    expect(await codeOf(spend())).toBe('invalid_grant');
    expect(await codeOf(relying.refreshTokenGrant(app.config, tokens.refresh_token ?? ''))).toBe('invalid_grant');
    expect(await relying.tokenIntrospection(service.config, tokens.access_token)).toEqual({ active: false });
  });

  it('works at most once when it comes twenty times at once', async () => {
    const { exchange: spend } = await authorize(openBrowser(), app);
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => spend()));
    expect(all.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
  });

  it('is for the client that asked', async () => {
    const { page, checks } = await authorize(openBrowser(), app);
    expect(await codeOf(relying.authorizationCodeGrant(service.config, page.url, checks))).toBe('invalid_grant');
  });
});

describe('a refresh token', () => {
  it('that is older than the last kills the family', async () => {
    const first = (await (await authorize(openBrowser(), app)).exchange()).refresh_token ?? '';
    const second = (await relying.refreshTokenGrant(app.config, first)).refresh_token ?? '';
    const third = await relying.refreshTokenGrant(app.config, second);
    expect(await codeOf(relying.refreshTokenGrant(app.config, first))).toBe('invalid_grant');
    expect(await codeOf(relying.refreshTokenGrant(app.config, third.refresh_token ?? ''))).toBe('invalid_grant');
    expect(await relying.tokenIntrospection(service.config, third.access_token)).toEqual({ active: false });
  });

  it('is of its client, and of no app of ours', async () => {
    const tokens = await (await authorize(openBrowser(), app)).exchange();
    const stolen = tokens.refresh_token ?? '';
    expect(await codeOf(relying.refreshTokenGrant(service.config, stolen))).toBe('invalid_grant');
    const document =
      'mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) { tokens { accessToken } userErrors { code } } }';
    const { data } = await system.ask(document, { variables: { input: { refreshToken: stolen } } });
    expect(data?.['refreshSession']).toEqual({ tokens: null, userErrors: [{ code: 'INVALID_TOKEN' }] });
    expect(await codeOf(relying.refreshTokenGrant(app.config, stolen))).toBeUndefined();
  });

  it(`sent twenty times at once leaves one family, in ${rounds} rounds`, async () => {
    let token = (await (await authorize(openBrowser(), app)).exchange()).refresh_token ?? '';
    for (let round = 1; round <= rounds; round += 1) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => relying.refreshTokenGrant(app.config, token)));
      const successors = new Set(answers.map(({ refresh_token: next }) => next));
      expect(successors.size, `round ${round}`).toBe(1);
      [token = ''] = successors;
    }
  });
});

describe('scopes', () => {
  it('are never above the role, nor the client, nor for the account', async () => {
    const wide = await system.register({
      kind: 'WEB_APP',
      name: 'Wide',
      redirectUris: [callback],
      scopes: ['orders:read', 'reports:read'],
    });
    const scope = 'openid orders:read reports:read users:read account:manage';
    const tokens = await (await authorize(openBrowser(), wide, { scope })).exchange();
    expect(tokens.scope).toBe('openid orders:read');
    const { errors } = await system.ask('mutation { revokeSessions(input: {}) { revoked } }', { token: tokens.access_token });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('another role', () => {
  it('ends the tokens of clients, and the next hold what it holds', async () => {
    const client = await system.register({
      kind: 'WEB_APP',
      name: 'Reports',
      redirectUris: [callback],
      scopes: ['orders:read', 'reports:read'],
    });
    const who = { email: 'andrew.fuller@northwind.test', password: person.password };
    const tokens = await (await authorize(openBrowser(), client, { who, scope: 'openid orders:read reports:read' })).exchange();
    expect(tokens.scope).toBe('openid orders:read reports:read');
    const become = (role: string) =>
      system.ask(`mutation { changeUserRole(input: { userId: "${tokens.claims()?.sub}", role: ${role} }) { userErrors { code } } }`, {
        token: system.admin,
      });
    await become('SALES');
    await refusedSoon(tokens.access_token);
    const next = await relying.refreshTokenGrant(client.config, tokens.refresh_token ?? '');
    expect(next.scope).toBe('openid orders:read');
    expect((await me(system, next.access_token)).data?.['me'].email).toBe(who.email);
    await become('MANAGER');
  });
});

/** An access token is refused everywhere within five seconds. */
const refusedSoon = (token: string) =>
  expect.poll(async () => (await me(system, token)).errors?.[0]?.extensions.code, { timeout: 5_000 }).toBe('UNAUTHENTICATED');

describe('whoever ends sessions ends those of clients', () => {
  it.each([
    ['blocking', 'mutation { setUserStatus(input: { userId: "ID", status: BLOCKED }) { userErrors { code } } }'],
    ['removing the client', 'mutation { deleteOAuthClient(input: { id: "CLIENT" }) { deletedId userErrors { code } } }'],
  ])('by %s', async (_what, mutation) => {
    const client = await system.register({ kind: 'WEB_APP', name: 'Short', redirectUris: [callback], scopes: ['orders:read'] });
    const who = { email: 'anatr@customers.northwind.test', password: person.password };
    const browser = openBrowser();
    const tokens = await (await authorize(browser, client, { who })).exchange();
    const id = tokens.claims()?.sub ?? '';
    await system.ask(mutation.replace('ID', id).replace('CLIENT', client.id), { token: system.admin });
    expect(await codeOf(relying.refreshTokenGrant(client.config, tokens.refresh_token ?? ''))).toBeTypeOf('string');
    await refusedSoon(tokens.access_token);
    await system.ask(`mutation { setUserStatus(input: { userId: "${id}", status: ACTIVE }) { userErrors { code } } }`, {
      token: system.admin,
    });
  });
});
