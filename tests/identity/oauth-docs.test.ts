// The commands of docs/identity.md, run as they stand there.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '@tributary/test-kit';
import { expect, it } from 'vitest';
import { oauthSystem, openBrowser } from './oauth-system.ts';

it('docs/identity.md: its commands work, one after the other', async () => {
  const { issuer } = await oauthSystem();
  const text = readFileSync(join(root, 'docs/identity.md'), 'utf8');
  const script = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, commands]) => commands).join('\necho; echo ---\n');
  const { stdout, stderr, status } = spawnSync('bash', ['-eu', '-c', script], {
    encoding: 'utf8',
    env: { ...process.env, TRIBUTARY: issuer },
  });
  const [, called = '', asked = '', address = '', device = ''] = stdout.split('\n---\n');
  expect([status, stderr]).toEqual([0, '']);
  expect(JSON.parse(called)).toEqual({ data: { customers: { nodes: [{ companyName: 'Alfreds Futterkiste' }] } } });
  expect(JSON.parse(asked)).toMatchObject({ active: true, scope: 'orders:read customers:read', customer_id: 'ALFKI' });
  expect((await openBrowser().open(address.trim())).html).toContain('to continue to <strong>Shop</strong>');
  expect(device).toMatch(/^Open http:\S+\/oauth\/device and enter [A-Z]{4}-[A-Z]{4}\n.*authorization_pending/);
});
