// The provider's pages in a real browser: by keyboard alone, without JavaScript, and readable in light and dark.
import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { root } from '@tributary/test-kit';
import * as relying from 'openid-client';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type OAuthSystem, oauthSystem, person, type Registered } from './oauth-system.ts';

// OAUTH_PICTURES=docs/images makes the pictures of the documentation anew.
const pictures = join(root, process.env['OAUTH_PICTURES'] ?? 'coverage/pictures');

let system: OAuthSystem;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let site: Server;
let app: Registered;
let native: Registered;
let callback: string;
const faults: string[] = [];

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  system = await oauthSystem();
  // On another origin than the provider: browsers hold redirects after a form to the page's policy.
  site = createServer((_request, response) => response.end('<title>Shop</title>You are back.')).listen(0, '127.0.0.1');
  await new Promise((resolve) => site.once('listening', resolve));
  callback = `http://127.0.0.1:${(site.address() as AddressInfo).port}/callback`; // of a TCP server
  const scopes = ['orders:read', 'orders:write', 'reviews:write'];
  app = await system.register({
    kind: 'WEB_APP',
    name: 'Northwind Shop',
    redirectUris: [callback],
    postLogoutRedirectUris: [callback],
    scopes,
  });
  native = await system.register({ kind: 'NATIVE_APP', name: 'Warehouse display', redirectUris: ['http://127.0.0.1/callback'], scopes });
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
});
beforeEach(async () => {
  context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 900, height: 720 } });
  page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) faults.push(message.text());
  });
  return () => context.close();
});
afterAll(async () => {
  await browser.close();
  site.close();
});

const picture = (name: string) => page.screenshot({ path: join(pictures, `oauth-${name}.png`) });

async function addressFor({ config }: Registered, scope = 'openid profile email orders:read orders:write'): Promise<URL> {
  const code_challenge = await relying.calculatePKCECodeChallenge(relying.randomPKCECodeVerifier());
  return relying.buildAuthorizationUrl(config, {
    redirect_uri: callback,
    scope,
    code_challenge,
    code_challenge_method: 'S256',
    state: 's',
  });
}

async function signIn(): Promise<void> {
  await page.locator('#email:focus').waitFor();
  await page.keyboard.type(person.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(person.password);
  await page.keyboard.press('Enter');
}

describe('the pages', () => {
  it('sign somebody in by keyboard alone: a wrong password is told, consent asked, the client gets its code', async () => {
    await page.goto((await addressFor(app)).href);
    expect(await page.title()).toBe('Sign in · Tributary');
    await picture('sign-in');
    await page.keyboard.type(person.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type('wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('The e-mail address or the password is wrong.').waitFor();
    await picture('sign-in-refused');
    expect(await page.getByLabel('Password').getAttribute('aria-describedby')).toBe('problem');
    expect(await page.getByLabel('E-mail address').inputValue()).toBe(person.email);
    await page.keyboard.type(person.password); // the password has the focus
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Allow Northwind Shop?' }).waitFor();
    expect(await page.getByRole('listitem').allTextContents()).toEqual([
      'Know that it is you',
      'See your name',
      'See your e-mail address',
      'See the orders that you may see',
      'Place and cancel orders',
    ]);
    await picture('consent');
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Allow');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/callback\?code=/);
    expect(new URL(page.url()).searchParams.get('iss')).toBe(system.issuer);
  });

  it('lead back with a no', async () => {
    await page.goto((await addressFor(app, 'openid reviews:write')).href);
    await signIn();
    await page.getByRole('button', { name: 'Do not allow' }).click();
    await page.waitForURL(/error=access_denied/);
  });

  it('connect a device', async () => {
    const device = await relying.initiateDeviceAuthorization(native.config, { scope: 'openid orders:read' });
    await page.goto(device.verification_uri);
    await page.keyboard.type('XXXX-XXXX');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('This code is unknown').waitFor();
    await page.getByLabel('Code').fill(device.user_code.toLowerCase());
    await picture('device-code');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Is this your device?' }).waitFor();
    await picture('device-confirm');
    await page.getByRole('button', { name: 'It shows this code' }).press('Enter');
    await signIn();
    await page.getByRole('button', { name: 'Allow', exact: true }).press('Enter');
    await page.getByRole('heading', { name: 'Your device is connected' }).waitFor();
    await picture('device-connected');
  });

  it('sign out', async () => {
    await page.goto((await addressFor(app)).href);
    await signIn();
    const asked = page.getByRole('button', { name: 'Allow', exact: true });
    if (await asked.isVisible()) await asked.click();
    await page.waitForURL(/\/callback\?code=/);
    await page.goto(`${system.issuer}/oauth/sign-out`);
    await picture('sign-out');
    await page.getByRole('button', { name: 'Sign out', exact: true }).press('Enter');
    await page.getByRole('heading', { name: 'Signed out' }).waitFor();
    await picture('signed-out');
    await page.goto((await addressFor(app)).href);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('say what is wrong when nobody can be sent back', async () => {
    const address = await addressFor(app);
    address.searchParams.set('redirect_uri', 'https://elsewhere.example/');
    const response = await page.goto(address.href);
    expect(response?.status()).toBe(400);
    await page.getByRole('heading', { name: 'This did not work' }).waitFor();
    await picture('error');
  });

  it('follow the system into the dark', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto((await addressFor(app)).href);
    await picture('sign-in-dark');
    expect(await page.getByRole('main').isVisible()).toBe(true);
  });

  it('come with a policy that lets no script run and nobody frame them', async () => {
    const response = await page.goto((await addressFor(app)).href);
    const headers = (await response?.allHeaders()) ?? {};
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'self'; form-action 'self' ${new URL(callback).origin}; base-uri 'none'; frame-ancestors 'none'`,
    );
    expect([headers['x-frame-options'], headers['referrer-policy'], headers['cache-control']]).toEqual(['DENY', 'no-referrer', 'no-store']);
    expect(await page.content()).not.toMatch(/<script|style=|\son[a-z]+=/);
  });

  it('make the browser complain of nothing', () => {
    expect(faults).toEqual([]);
  });
});
