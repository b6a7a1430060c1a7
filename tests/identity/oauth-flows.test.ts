// Every flow of the OAuth provider against the running system, by openid-client.
import * as relying from 'openid-client';
import { beforeAll, describe, expect, it } from 'vitest';
import { authorize, callback, codeOf, me, type OAuthSystem, oauthSystem, openBrowser, person, type Registered } from './oauth-system.ts';

let system: OAuthSystem;
let app: Registered;
let service: Registered;
beforeAll(async () => {
  system = await oauthSystem();
  app = await system.register({
    kind: 'WEB_APP',
    name: 'Shop',
    redirectUris: [callback],
    postLogoutRedirectUris: ['http://127.0.0.1:1/bye'],
    scopes: ['orders:read', 'customers:read', 'reports:read'],
  });
  service = await system.register({ kind: 'SERVICE', name: 'Warehouse', scopes: ['orders:read', 'customers:read'], customerId: 'ALFKI' });
});

describe('the authorization code flow', () => {
  it('signs a person in, for the API and for who they are', async () => {
    const { exchange } = await authorize(openBrowser(), app);
    const tokens = await exchange();
    expect(tokens.claims()).toMatchObject({ email: person.email, name: 'Maria Anders' });
    expect((await me(system, tokens.access_token)).data?.['me']).toMatchObject({ email: person.email });
    const info = await relying.fetchUserInfo(app.config, tokens.access_token, tokens.claims()?.sub ?? '');
    expect(info).toEqual({ sub: tokens.claims()?.sub, email: person.email, email_verified: true, name: 'Maria Anders' });
    expect(tokens.scope?.split(' ').sort()).toEqual(['email', 'openid', 'orders:read', 'profile']);
  });

  it('refreshes, and gives two tabs the same successor', async () => {
    const tokens = await (await authorize(openBrowser(), app)).exchange();
    const first = tokens.refresh_token ?? '';
    const [one, two] = await Promise.all([relying.refreshTokenGrant(app.config, first), relying.refreshTokenGrant(app.config, first)]);
    expect(one.refresh_token).toBe(two.refresh_token);
    expect((await me(system, two.access_token)).errors).toBeUndefined();
    expect(one.claims()?.sub).toBe(tokens.claims()?.sub);
  });

  it('is not asked again for what the person has allowed, when no session is left either, until they take it back', async () => {
    const shop = await system.register({ kind: 'WEB_APP', name: 'Remembered', redirectUris: [callback], scopes: ['orders:read'] });
    const own = await system.signIn(person.email);
    const consents = async () =>
      (await system.ask('{ me { consents { clientId clientName scopes } } }', { token: own })).data?.['me'].consents;
    const mine = async () => ((await consents()) as { clientId: string }[]).filter(({ clientId }) => clientId === shop.id);
    const silently = async () => (await authorize(browser, shop, { parameters: { prompt: 'none' } })).page.url.searchParams.get('error');
    const browser = openBrowser();
    const tokens = await (await authorize(browser, shop)).exchange();
    expect(await mine()).toEqual([
      { clientId: shop.id, clientName: 'Remembered', scopes: expect.arrayContaining(['openid', 'profile', 'email', 'orders:read']) },
    ]);
    await relying.tokenRevocation(shop.config, tokens.refresh_token ?? '');
    expect(await silently()).toBeNull();
    const again = await (await authorize(browser, shop)).exchange();
    const { data } = await system.ask(
      'mutation ($input: RevokeConsentInput!) { revokeConsent(input: $input) { clientId userErrors { code } } }',
      {
        token: own,
        variables: { input: { clientId: shop.id } },
      },
    );
    expect(data?.['revokeConsent']).toEqual({ clientId: shop.id, userErrors: [] });
    expect(await mine()).toEqual([]);
    expect(await codeOf(relying.refreshTokenGrant(shop.config, again.refresh_token ?? ''))).toBe('invalid_grant');
    expect(await silently()).toBe('consent_required');
  });

  it('asks nobody for a client of our own, which no native app can be', async () => {
    const ours = await system.register({
      kind: 'WEB_APP',
      name: 'Ours',
      redirectUris: [callback],
      scopes: ['orders:read'],
      firstParty: true,
    });
    const browser = openBrowser();
    await authorize(browser, app); // signs in
    const { page } = await authorize(browser, ours, { parameters: { prompt: 'none' } });
    expect(page.url.searchParams.get('error')).toBeNull();
    const native = { kind: 'NATIVE_APP', name: 'Not ours', redirectUris: ['http://127.0.0.1/cb'], scopes: [], firstParty: true };
    await expect(system.register(native)).rejects.toThrow('INVALID_INPUT');
  });

  it('is not asked again for what a session of the person holds, also without a page', async () => {
    const browser = openBrowser();
    await (await authorize(browser, app)).exchange();
    const again = await authorize(browser, app, { parameters: { prompt: 'none' } });
    expect(again.page.url.searchParams.get('error')).toBeNull();
    expect((await again.exchange()).access_token).toBeTypeOf('string');
    const more = await authorize(browser, app, { scope: 'openid customers:read', parameters: { prompt: 'none' } });
    expect(more.page.url.searchParams.get('error')).toBe('consent_required');
  });
});

describe('client credentials', () => {
  it('act for the company that the client was registered for', async () => {
    const tokens = await relying.clientCredentialsGrant(service.config, { scope: 'orders:read customers:read users:read' });
    expect(tokens.scope).toBe('orders:read customers:read');
    const { data } = await system.ask('{ me { id } customers(first: 5) { nodes { id } } }', { token: tokens.access_token });
    expect(data).toEqual({ me: null, customers: { nodes: [{ id: 'ALFKI' }] } });
  });
});

describe('the device flow', () => {
  it('connects a device, which stays when the browser signs out', async () => {
    const tv = await system.register({
      kind: 'NATIVE_APP',
      name: 'Wall display',
      redirectUris: ['http://127.0.0.1/cb'],
      scopes: ['orders:read'],
    });
    const device = await relying.initiateDeviceAuthorization(tv.config, { scope: 'openid orders:read' });
    const browser = openBrowser();
    let page = await browser.open(device.verification_uri_complete ?? '');
    expect(page.html).toContain(`value="${device.user_code}"`);
    page = await browser.submit(page, 'Continue', { user_code: device.user_code });
    page = await browser.submit(page, 'It shows this code');
    page = await browser.submit(page, 'Sign in', person);
    page = await browser.submit(page, 'Allow');
    expect(page.html).toContain('Your device is connected');
    const tokens = await relying.pollDeviceAuthorizationGrant(tv.config, { ...device, interval: 0 });
    expect((await me(system, tokens.access_token)).data?.['me']).toMatchObject({ email: person.email });
    page = await browser.open(relying.buildEndSessionUrl(tv.config));
    await browser.submit(page, 'Sign out');
    expect((await relying.refreshTokenGrant(tv.config, tokens.refresh_token ?? '')).access_token).toBeTypeOf('string');
  });
});

describe('asking about tokens', () => {
  it('introspects and revokes', async () => {
    const tokens = await (await authorize(openBrowser(), app)).exchange();
    const asked = await relying.tokenIntrospection(service.config, tokens.access_token);
    expect(asked).toMatchObject({ active: true, client_id: app.id, token_type: 'Bearer' });
    await relying.tokenRevocation(app.config, tokens.access_token);
    expect(await relying.tokenIntrospection(service.config, tokens.access_token)).toEqual({ active: false });
    expect(await codeOf(relying.refreshTokenGrant(app.config, tokens.refresh_token ?? ''))).toBe('invalid_grant');
  });
});

describe('signing out', () => {
  it('ends what was signed in from the browser, and leads back', async () => {
    const browser = openBrowser();
    const tokens = await (await authorize(browser, app)).exchange();
    const url = relying.buildEndSessionUrl(app.config, {
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: 'http://127.0.0.1:1/bye',
      state: 'x',
    });
    const page = await browser.submit(await browser.open(url), 'Sign out');
    expect(page.url.href).toBe('http://127.0.0.1:1/bye?state=x');
    expect(await codeOf(relying.refreshTokenGrant(app.config, tokens.refresh_token ?? ''))).toBe('invalid_grant');
    expect((await authorize(browser, app, { parameters: { prompt: 'none' } })).page.url.searchParams.get('error')).toBe('login_required');
  });
});
