// A web app without tokens, in a real browser: people sign in at the provider's pages, the gateway keeps what that gives.
import { until } from '@tributary/test-kit';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listening, portOf, startWebApp, type WebApp } from './web-app.ts';

const cookieName = 'tributary-session';
const maria = 'alfki@customers.northwind.test';
const nancy = 'nancy.davolio@northwind.test';

let app: WebApp;
let browser: Browser;
let context: BrowserContext;
let page: Page;
/** Whatever a script of the page could have seen: addresses, headers that scripts may read, bodies. */
let seen: string[];

beforeAll(async () => {
  app = await startWebApp();
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
  seen = [];
  context = await browser.newContext();
  page = await context.newPage();
  page.on('response', async (response) => {
    if (!response.url().startsWith(app.origin)) return;
    const { 'set-cookie': _unreadable, ...headers } = response.headers();
    seen.push(response.url(), JSON.stringify(headers), await response.text().catch(() => ''));
  });
  return () => context.close();
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

async function signIn(email: string): Promise<void> {
  await page.goto(`${app.origin}/`);
  await page.getByText('Nobody is signed in').waitFor();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill('tributary');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  const allow = page.getByRole('button', { name: 'Allow', exact: true });
  const hello = page.getByText('Hello');
  await allow.or(hello).waitFor();
  if (await allow.isVisible()) await allow.click();
  await hello.waitFor();
}

type Answer = { readonly status: number; readonly data?: unknown; readonly errors?: readonly unknown[] };
// In the page's own words: the tests are not compiled for a browser.
const ask = async (query: string) => (await page.evaluate(`ask(${JSON.stringify(query)})`)) as Answer; // of the page's script
const who = async () => (await page.evaluate('who()')) as { readonly id: string; readonly role: string } | null; // of the page's script
const session = async () => (await context.cookies()).find(({ name }) => name === cookieName);

describe('a web app', () => {
  it('shows who signed in, and its scripts see no token anywhere', async () => {
    await signIn(maria);
    expect(page.url()).toBe(`${app.origin}/orders`);
    expect(await page.getByRole('status').textContent()).toBe('Hello Maria Anders');
    expect(await session()).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/', domain: 'localhost' });
    const stored = String(
      await page.evaluate('[document.cookie, ...Object.values(localStorage), ...Object.values(sessionStorage)].join()'),
    );
    const kept = (await session())?.value ?? '';
    expect(kept.length).toBeLessThan(4_000);
    expect([stored, seen.join('\n').includes(kept)]).toEqual(['', false]);
    expect(seen.join('\n')).not.toMatch(/eyJ[\w-]{10}/);
    expect(await page.evaluate('fetch("/session/callback?state=x").then(({ status }) => status)')).toBe(400);
  });

  it('reads what the person may, and no more than it asked for', async () => {
    await signIn(maria);
    expect((await ask('{ me { email customer { id } } }')).data).toEqual({ me: { email: maria, customer: { id: 'ALFKI' } } });
    expect(
      await ask('mutation { changePassword(input: { currentPassword: "x", newPassword: "y" }) { userErrors { code } } }'),
    ).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  });

  it('signs out, also for whoever kept the cookie', async () => {
    await signIn(maria);
    const kept = await session();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('Signed out').waitFor();
    expect([await session(), await who()]).toEqual([undefined, null]);
    if (kept !== undefined) await context.addCookies([kept]);
    await until('the session to be refused', async () => ((await ask('{ me { name } }')).status === 401 ? true : null));
  });

  it('signs out of the provider too, and comes back', async () => {
    await signIn(maria);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('Signed out').waitFor();
    await page.evaluate('leave()');
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.waitForURL(`${app.origin}/`);
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByLabel('Password').waitFor(); // the provider does not know the person any more
  });

  it('learns of another role without another sign-in', async () => {
    await signIn(nancy);
    const { system } = app;
    const before = await session();
    const userId = (await who())?.id;
    const change = (role: string) =>
      system.ask('mutation ($input: ChangeUserRoleInput!) { changeUserRole(input: $input) { userErrors { code } } }', {
        variables: { input: { userId, role } },
        token: system.admin,
      });
    try {
      expect(await change('MANAGER')).toMatchObject({ data: { changeUserRole: { userErrors: [] } } });
      await until('the new role', async () => ((await who())?.role === 'MANAGER' ? true : null));
      expect((await session())?.value).not.toBe(before?.value);
    } finally {
      await change('SALES');
    }
    await until('the old role', async () => ((await who())?.role === 'SALES' ? true : null));
  });

  it('is ended by whoever ends all sessions of the person', async () => {
    await signIn(maria);
    const { system } = app;
    const token = await system.signIn(maria);
    await system.ask('mutation { revokeSessions(input: {}) { userErrors { code } } }', { token });
    await until('the session to be refused', async () => ((await ask('{ me { name } }')).status === 401 ? true : null));
    expect(await who()).toBeNull();
  });
});

describe('a page of another port of the same host, whose requests carry the cookie', () => {
  it('runs nothing: neither by a form, nor by a script with credentials', async () => {
    await signIn(maria);
    const server = await listening((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Evil</title>'),
    );
    const evil = await context.newPage();
    await evil.goto(`http://localhost:${portOf(server)}/`);
    const body = JSON.stringify({ query: 'mutation { signOut { userErrors { code } } }', x: '=' });
    const answers = await evil.evaluate(`(async () => {
      const url = ${JSON.stringify(`${app.origin}/graphql`)};
      const body = ${JSON.stringify(body)};
      const attempts = [
        { mode: 'no-cors', headers: { 'content-type': 'text/plain' } },
        { headers: { 'content-type': 'application/json' } },
        { headers: { 'content-type': 'application/json', 'tributary-session': '1' } },
      ];
      return Promise.all(attempts.map((attempt) => fetch(url, { method: 'POST', credentials: 'include', body, ...attempt }).then(({ type }) => type, () => 'refused')));
    })()`);
    expect(answers).toEqual(['opaque', 'refused', 'refused']);
    const sent = evil.waitForResponse(`${app.origin}/graphql`);
    await evil.evaluate(`(() => {
      const form = Object.assign(document.createElement('form'), { method: 'post', enctype: 'text/plain', action: ${JSON.stringify(`${app.origin}/graphql`)} });
      form.append(Object.assign(document.createElement('input'), { name: '{"query":"mutation{signOut{userErrors{code}}}","x":"', value: '"}' }));
      document.body.append(form);
      form.submit();
    })()`);
    const refused = await sent;
    expect([refused.status(), (await refused.request().allHeaders())['cookie']?.includes(cookieName)]).toEqual([400, true]);
    server.close();
    expect((await ask('{ me { name } }')).data).toEqual({ me: { name: 'Maria Anders' } });
  });
});

it('the log of the gateway holds neither cookies, codes nor tokens', async () => {
  await signIn(maria);
  const kept = (await session())?.value ?? 'none';
  expect(app.log()).toContain('"path":"/session/callback"');
  expect([app.log().includes(kept), /eyJ[\w-]{10}|code=|state=/.test(app.log())]).toEqual([false, false]);
});
