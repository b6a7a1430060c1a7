// What the provider stores opens nothing: of all secrets that a person, a browser, a device or a client gets, the database holds hashes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledDatabase, sharedSystem } from '@tributary/test-kit';
import * as relying from 'openid-client';
import pg from 'pg';
import { beforeAll, expect, it } from 'vitest';
import { authorize, callback, type OAuthSystem, oauthSystem, openBrowser, person, type Registered } from './oauth-system.ts';

let system: OAuthSystem;
let app: Registered;
beforeAll(async () => {
  system = await oauthSystem();
  app = await system.register({ kind: 'WEB_APP', name: 'Keeper', redirectUris: [callback], scopes: ['orders:read'] });
});

/** Every row of every table of accounts, as text. */
async function stored(): Promise<string> {
  const client = new pg.Client(bundledDatabase(sharedSystem().dataDir, 'accounts'));
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`);
    const texts = [];
    for (const { name } of tables)
      texts.push((await client.query<{ all: string | null }>(`SELECT json_agg(t)::text AS all FROM "${name}" t`)).rows[0]?.all);
    return texts.join('\n');
  } finally {
    await client.end();
  }
}

it('the database holds no code, token, cookie or secret in clear', async () => {
  const secrets: Record<string, string | null | undefined> = {};
  const native = await system.register({ kind: 'NATIVE_APP', name: 'Device', redirectUris: ['http://127.0.0.1/cb'], scopes: [] });
  secrets['client secret'] = (await system.register({ kind: 'SERVICE', name: 'Robot', scopes: [] })).secret;
  const device = await relying.initiateDeviceAuthorization(native.config, { scope: 'openid' });
  secrets['device code'] = device.device_code;
  secrets['user code'] = device.user_code.replace('-', '');
  const approving = openBrowser();
  const asked = await approving.submit(await approving.open(device.verification_uri_complete ?? ''), 'Continue', {
    user_code: device.user_code,
  });
  await approving.submit(asked, 'It shows this code');
  for (const [name, { value }] of approving.jar) secrets[`cookie ${name} of the device's page`] = value;

  const browser = openBrowser();
  const { page, exchange } = await authorize(browser, app);
  secrets['code'] = page.url.searchParams.get('code');
  for (const [name, { value }] of browser.jar) secrets[`cookie ${name}`] = value;
  const before = await stored();
  const tokens = await exchange();
  secrets['access token'] = tokens.access_token;
  secrets['refresh token'] = tokens.refresh_token;
  secrets['next refresh token'] = (await relying.refreshTokenGrant(app.config, tokens.refresh_token ?? '')).refresh_token;
  const after = await stored();

  expect(Object.values(secrets).every((secret) => typeof secret === 'string' && secret.length > 7)).toBe(true);
  expect(Object.entries(secrets).filter(([, secret]) => `${before}${after}`.includes(String(secret)))).toEqual([]);
  expect(after).toContain(person.email); // it is the right database
});

it('the log of accounts holds lines of ours alone, and none of it either', () => {
  const lines = readFileSync(join(sharedSystem().dataDir, 'logs', 'accounts.log'), 'utf8')
    .trim()
    .split('\n');
  expect(lines.filter((line) => !line.startsWith('{'))).toEqual([]);
});
