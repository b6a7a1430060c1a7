// Signing in and out of web apps: the gateway keeps the tokens, against a real OpenID provider.
import { describe, expect, it } from 'vitest';
import { openBrowser, ownPage, type TestBrowser } from './support-browser.ts';
import { useSessions } from './support-sessions.ts';

const sessions = useSessions();
const at = (path: string) => `${sessions().origin}${path}`;
const tell = (browser: TestBrowser) => browser.send(at('/session'), { headers: ownPage });
const maria = { id: '11', role: 'CUSTOMER', scopes: ['customers:read', 'orders:read'], customerId: 'ALFKI', employeeId: null };
const sessionCookie = (browser: TestBrowser) => browser.cookies.get(`${sessions().origin} tributary-session`);

describe('signing in', () => {
  it('goes to the provider with PKCE, state and nonce, and comes back to the page that asked for it', async () => {
    const browser = openBrowser();
    const begun = await browser.send(at('/session/sign-in?return_to=/orders%3Fpage=2'));
    const { origin, searchParams } = new URL(begun.location ?? '');
    expect([begun.status, origin]).toEqual([303, sessions().provider.issuer]);
    expect(Object.fromEntries(searchParams)).toEqual({
      client_id: 'gateway',
      redirect_uri: at('/session/callback'),
      response_type: 'code',
      scope: 'openid offline_access customers:read orders:read',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
    const arrived = await browser.visit(begun.location ?? '');
    expect(arrived.url).toBe(at('/orders?page=2'));
    expect(JSON.parse((await tell(browser)).text)).toEqual({ user: maria });
  });

  it('leaves one cookie, which no script reads and no other site sends', async () => {
    const browser = openBrowser();
    const begun = await browser.send(at('/session/sign-in'));
    expect(begun.setCookies).toEqual([
      expect.stringMatching(/^tributary-sign-in-[\w-]{12}=[\w.-]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
    await browser.visit(begun.location ?? '');
    expect([...browser.cookies.keys()].filter((key) => key.startsWith(sessions().origin))).toEqual([
      `${sessions().origin} tributary-session`,
    ]);
    expect(sessionCookie(browser)).toMatch(/^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  it('works in several tabs at once', async () => {
    const browser = openBrowser();
    const tabs = [await browser.send(at('/session/sign-in?return_to=/a')), await browser.send(at('/session/sign-in?return_to=/b'))];
    const arrived = [await browser.visit(tabs[0]?.location ?? ''), await browser.visit(tabs[1]?.location ?? '')];
    expect(arrived.map(({ url }) => url)).toEqual([at('/a'), at('/b')]);
  });

  it('does not pile up cookies: the sixth takes the others away', async () => {
    const browser = openBrowser();
    for (let tab = 1; tab <= 6; tab += 1) await browser.send(at('/session/sign-in'));
    expect(browser.cookies.size).toBe(1);
  });

  it('that the person refuses comes back without a session', async () => {
    sessions().provider.mood = 'no';
    const browser = openBrowser();
    expect((await browser.visit(at('/session/sign-in?return_to=/shop'))).url).toBe(at('/shop'));
    expect(sessionCookie(browser)).toBeUndefined();
  });

  it('is begun by a navigation, not by a picture or a frame of a page', async () => {
    for (const dest of ['image', 'iframe', 'empty', 'script'])
      expect((await openBrowser().send(at('/session/sign-in'), { headers: { 'sec-fetch-dest': dest } })).status).toBe(400);
  });

  it.each([
    'https://evil.test/',
    '//evil.test',
    '/%5Cevil.test/..//x\\',
    '/\\evil.test',
    '/\t/evil.test',
    '/.//evil.test',
    '/session/sign-out',
  ])('comes back to no other place: %j', async (returnTo) => {
    const { status, text } = await openBrowser().send(at(`/session/sign-in?return_to=${encodeURIComponent(returnTo)}`));
    expect([status, JSON.parse(text).errors[0].extensions.code]).toEqual([400, 'BAD_REQUEST']);
  });
});

describe('coming back', () => {
  /** What the provider sends a browser back with. */
  async function answered(browser: TestBrowser): Promise<string> {
    let { location } = await browser.send(at('/session/sign-in'));
    while (location !== null && !location.startsWith(at('/session/callback'))) {
      const from = location;
      location = (await browser.send(from)).location;
      location = location === null ? null : new URL(location, from).href;
    }
    return location ?? '';
  }

  it('in another browser signs nobody in', async () => {
    const url = await answered(openBrowser());
    const other = openBrowser();
    const { status, text } = await other.send(url);
    expect([status, text.includes('You are not signed in'), other.cookies.size]).toEqual([400, true, 0]);
    expect(sessions().provider.grants).toEqual([]);
  });

  it('to a sign-in that another one began signs nobody in', async () => {
    const [victim, attacker] = [openBrowser(), openBrowser()];
    await victim.send(at('/session/sign-in'));
    expect((await victim.send(await answered(attacker))).status).toBe(400);
    expect(sessionCookie(victim)).toBeUndefined();
  });

  it.each([
    ['another state', (url: URL) => url.searchParams.set('state', 'x'.repeat(43))],
    ['a changed state', (url: URL) => url.searchParams.set('state', `${url.searchParams.get('state')?.slice(0, -1)}`)],
    ['no code', (url: URL) => url.searchParams.delete('code')],
    ['a code of its own', (url: URL) => url.searchParams.set('code', 'guessed')],
    ['another issuer', (url: URL) => url.searchParams.set('iss', 'https://evil.test')],
    ['no issuer', (url: URL) => url.searchParams.delete('iss')],
    ['two codes', (url: URL) => url.searchParams.append('code', 'another')],
  ])('with %s signs nobody in', async (_what, change) => {
    const browser = openBrowser();
    const url = new URL(await answered(browser));
    change(url);
    expect((await browser.send(url.href)).status).toBe(400);
    expect(sessionCookie(browser)).toBeUndefined();
  });

  it('twice signs in once', async () => {
    const browser = openBrowser();
    const url = await answered(browser);
    expect((await browser.send(url)).status).toBe(303);
    expect((await browser.send(url)).status).toBe(400);
  });

  it('with tokens that fit into no cookie is a fault of ours, which the log tells', async () => {
    const browser = openBrowser();
    const url = await answered(browser);
    sessions().provider.padding = 3_000;
    const { status, text } = await browser.send(url);
    expect([status, JSON.parse(text).errors[0].extensions.code]).toEqual([500, 'INTERNAL_SERVER_ERROR']);
    expect(sessionCookie(browser)).toBeUndefined();
    expect(JSON.stringify(sessions().gateway.lines)).toContain('characters does not fit into a cookie');
  });

  it('writes no code, state or token into the log', async () => {
    const browser = openBrowser();
    const url = new URL(await answered(browser));
    await browser.send(url.href);
    const log = JSON.stringify(sessions().gateway.lines);
    for (const secret of [url.searchParams.get('code'), url.searchParams.get('state'), sessionCookie(browser)])
      expect(log).not.toContain(secret);
    expect(sessions().gateway.lines).toContainEqual(
      expect.objectContaining({ message: 'session request', path: '/session/callback', status: 303 }),
    );
  });
});

describe('who is signed in', () => {
  it('is nobody without a cookie', async () => {
    expect(JSON.parse((await tell(openBrowser())).text)).toEqual({ user: null });
  });

  it('is nobody with a cookie that is not ours, which is taken away', async () => {
    const browser = openBrowser();
    browser.cookies.set(`${sessions().origin} tributary-session`, 'forged');
    expect(JSON.parse((await tell(browser)).text)).toEqual({ user: null });
    expect(browser.cookies.size).toBe(0);
  });

  it('is told to pages of the origin alone', async () => {
    const browser = await sessions().signedIn();
    for (const headers of [{}, { 'sec-fetch-site': 'same-origin' }, { ...ownPage, 'sec-fetch-site': 'cross-site' }])
      expect((await browser.send(at('/session'), { headers })).status).toBe(400);
  });
});

describe('signing out', () => {
  it('takes the cookie away, and tells where the session of the provider itself ends, without a token', async () => {
    const browser = await sessions().signedIn();
    const { status, text } = await browser.send(at('/session/sign-out'), { method: 'POST', headers: ownPage });
    const { endSessionUrl } = JSON.parse(text);
    expect([status, sessionCookie(browser)]).toEqual([200, undefined]);
    expect(endSessionUrl).toMatch(`${sessions().provider.issuer}/session/end?`);
    expect(endSessionUrl).not.toMatch(/token/);
  });

  it('is no matter of another site', async () => {
    const browser = await sessions().signedIn();
    for (const headers of [
      {},
      { 'sec-fetch-site': 'same-site', 'tributary-session': '1' },
      { origin: 'https://evil.test', 'tributary-session': '1' },
    ])
      expect((await browser.send(at('/session/sign-out'), { method: 'POST', headers })).status).toBe(400);
    expect((await browser.send(at('/session/sign-out'))).status).toBe(405);
    expect(sessionCookie(browser)).toBeDefined();
  });

  it('works in the browser also while the provider is away', async () => {
    const browser = await sessions().signedIn();
    sessions().provider.mood = 'down';
    const { status } = await browser.send(at('/session/sign-out'), { method: 'POST', headers: ownPage });
    expect([status, sessionCookie(browser)]).toEqual([200, undefined]);
  });
});

it('has four addresses and no other, and keeps connections', async () => {
  expect((await openBrowser().send(at('/session/other'))).status).toBe(404);
  const { gateway } = sessions();
  const wrong = await gateway.send({ method: 'POST', path: '/session/sign-in' });
  expect([wrong.status, wrong.headers.allow]).toEqual([405, 'GET']);
  expect((await gateway.send({ path: '/session' })).headers).toMatchObject({
    connection: 'keep-alive',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
});
