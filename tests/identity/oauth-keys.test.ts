// Another key signs while the system runs: no token, cookie or refresh token notices.
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedSystem } from '@tributary/test-kit';
import { decodeProtectedHeader } from 'jose';
import * as relying from 'openid-client';
import { expect, it } from 'vitest';
import { authorize, callback, me, oauthSystem, openBrowser } from './oauth-system.ts';

it('a key that takes over signs for clients too, and what the old one gave is good', async () => {
  const system = await oauthSystem();
  const app = await system.register({ kind: 'WEB_APP', name: 'Rotating', redirectUris: [callback], scopes: ['orders:read'] });
  const browser = openBrowser();
  const before = await (await authorize(browser, app)).exchange();

  const file = join(sharedSystem().dataDir, 'keys', 'access-tokens.jwks.json');
  const { keys } = JSON.parse(readFileSync(file, 'utf8')) as { keys: unknown[] }; // as the start command wrote it
  const kid = `next-${Date.now()}`;
  const next = { ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }), kid, signsFrom: Math.floor(Date.now() / 1000) };
  writeFileSync(`${file}.new`, JSON.stringify({ keys: [...keys, next] }), { mode: 0o600 });
  renameSync(`${file}.new`, file);

  let { refresh_token: token = '' } = before;
  const refreshed = expect.poll(
    async () => {
      const answer = await relying.refreshTokenGrant(app.config, token);
      token = answer.refresh_token ?? '';
      return [decodeProtectedHeader(answer.access_token).kid, decodeProtectedHeader(answer.id_token ?? '').kid];
    },
    { timeout: 10_000, interval: 500 },
  );
  await refreshed.toEqual([kid, kid]);

  const after = await relying.refreshTokenGrant(app.config, token);
  for (const { access_token: accessToken } of [before, after]) {
    expect((await me(system, accessToken)).errors).toBeUndefined();
    expect((await relying.fetchUserInfo(app.config, accessToken, relying.skipSubjectCheck)).sub).toBe(before.claims()?.sub);
  }
  const silently = await authorize(browser, app, { parameters: { prompt: 'none' } });
  expect((await silently.exchange()).claims()?.sub).toBe(before.claims()?.sub);
  const page = await browser.open(relying.buildEndSessionUrl(app.config, { id_token_hint: before.id_token ?? '' }));
  expect(page.html).toContain('Sign out?');
});
