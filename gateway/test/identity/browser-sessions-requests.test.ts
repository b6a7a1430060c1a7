// GraphQL with the session of a web app: who may send it, as whom it runs, and how it is renewed.
import { describe, expect, it } from 'vitest';
import { openBrowser, ownPage, type TestBrowser } from './support-browser.ts';
import { useSessions } from './support-sessions.ts';

const sessions = useSessions({ CORS_ORIGINS: 'https://friend.test' });
const me = '{ me { name } }';
const maria = { data: { me: { name: 'Maria Anders' } } };
const ask = (browser: TestBrowser, headers: Readonly<Record<string, string>> = ownPage, document = me) =>
  sessions().ask(browser, document, { headers });
const codesIn = (text: string): string[] =>
  (JSON.parse(text).errors ?? []).map(({ extensions }: { extensions: { code: string } }) => extensions.code);
const principals = () => sessions().gateway.subgraphs.accounts.calls.map(({ verified }) => verified?.principal.kind);
const cookieOf = (browser: TestBrowser) => browser.cookies.get(`${sessions().origin} tributary-session`) ?? '';

describe('a request with a session', () => {
  it('runs as the person who signed in', async () => {
    const { text } = await ask(await sessions().signedIn());
    expect(JSON.parse(text)).toEqual(maria);
    expect(sessions().gateway.subgraphs.accounts.calls[0]?.verified?.principal).toMatchObject({
      kind: 'user',
      userId: '11',
      sessionId: 'session-1',
    });
  });

  it('holds no token in what it answers', async () => {
    const browser = await sessions().signedIn();
    const { text, setCookies } = await ask(browser);
    expect(setCookies).toEqual([]);
    expect(text).not.toMatch(/eyJ/);
  });

  it.each([
    ['no header of its own', { 'tributary-session': '' }],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['a page of a sibling domain', { 'sec-fetch-site': 'same-site' }],
    ['the address bar', { 'sec-fetch-site': 'none' }],
    ['another origin in its own words', { origin: 'https://evil.test' }],
    ['an origin that may read answers', { 'sec-fetch-site': 'cross-site', origin: 'https://friend.test' }],
    ['an opaque origin', { origin: 'null' }],
  ])('is refused from %s', async (_what, headers) => {
    const browser = await sessions().signedIn();
    const query = await ask(browser, { ...ownPage, ...headers });
    const mutation = await ask(browser, { ...ownPage, ...headers }, 'mutation { renameProduct(id: 1, name: "x") { id } }');
    expect([query, mutation].map(({ status, text }) => [status, ...codesIn(text)])).toEqual([
      [400, 'BAD_REQUEST'],
      [400, 'BAD_REQUEST'],
    ]);
    expect(principals()).toEqual([]);
  });

  it('from a browser that does not say where it is from is taken by its Origin', async () => {
    const browser = await sessions().signedIn();
    const headers = { 'tributary-session': '1', 'content-type': 'application/json' };
    expect((await ask(browser, { ...headers, origin: sessions().origin })).status).toBe(200);
    expect((await ask(browser, headers)).status).toBe(400);
    expect((await ask(browser, { ...headers, origin: 'https://evil.test' })).status).toBe(400);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])('is refused as %s', async (type) => {
    expect((await ask(await sessions().signedIn(), { ...ownPage, 'content-type': type })).status).toBe(415);
  });

  it('by GET never runs as the person', async () => {
    const browser = await sessions().signedIn();
    const url = `${sessions().origin}/graphql?query=${encodeURIComponent(me)}`;
    const { text } = await browser.send(url, { headers: { ...ownPage, 'apollo-require-preflight': '1' } });
    expect([codesIn(text), principals()]).toEqual([['UNAUTHENTICATED'], []]);
  });

  it.each([{ authorization: 'Bearer x' }, { 'x-api-key': 'trb_x' }])('with another credential is refused: %j', async (other) => {
    const { status, text } = await ask(await sessions().signedIn(), { ...ownPage, ...other });
    expect([status, JSON.parse(text).errors[0].message]).toEqual([401, 'Send one credential, not two.']);
  });

  it('with two sessions is that of nobody', async () => {
    const browser = await sessions().signedIn();
    const cookie = `tributary-session=${cookieOf(browser)}; tributary-session=${cookieOf(browser)}`;
    const { text } = await ask(browser, { ...ownPage, cookie });
    expect([codesIn(text), principals()]).toEqual([['UNAUTHENTICATED'], []]);
  });

  it('that is forged, cut or of another kind is refused', async () => {
    const good = await sessions().signedIn();
    const begun = openBrowser();
    await begun.send(`${sessions().origin}/session/sign-in`);
    const otherKind = [...begun.cookies.values()][0] ?? '';
    for (const value of ['x', cookieOf(good).slice(0, -4), cookieOf(good).replace('..', '.x.'), otherKind, 'a'.repeat(5_000)]) {
      const { status, text } = await ask(openBrowser(), { ...ownPage, cookie: `tributary-session=${value}` });
      expect([status, ...codesIn(text)]).toEqual([401, 'UNAUTHENTICATED']);
    }
  });

  it('lets no other origin send cookies', async () => {
    const { gateway } = sessions();
    for (const origin of ['https://friend.test', 'https://studio.apollographql.com']) {
      const preflight = await gateway.send({
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'tributary-session' },
      });
      expect(preflight.headers['access-control-allow-credentials']).toBeUndefined();
      expect(preflight.headers['access-control-allow-headers']).not.toContain('tributary-session');
    }
  });

  it('leaves neither cookie nor token in the log, nor with a subgraph', async () => {
    const browser = await sessions().signedIn();
    await ask(browser);
    const seen = JSON.stringify([sessions().gateway.lines, sessions().gateway.subgraphs.accounts.calls.map(({ headers }) => headers)]);
    expect(seen).not.toContain(cookieOf(browser));
    expect(seen).not.toMatch(/eyJhbGciOi/);
  });
});

describe('a session whose access token is about to end', () => {
  it('is renewed once for all requests of the moment, and each of them is answered', async () => {
    sessions().provider.lifetimeSeconds = 20;
    const browser = await sessions().signedIn();
    const before = cookieOf(browser);
    sessions().provider.lifetimeSeconds = 300;
    const old = { ...ownPage, cookie: `tributary-session=${before}` };
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(openBrowser(), old)));
    expect(answers.map(({ text }) => JSON.parse(text))).toEqual(Array.from({ length: 20 }, () => maria));
    expect(sessions().provider.grants).toEqual(['authorization_code', 'refresh_token']);
    await ask(browser, ownPage);
    expect(cookieOf(browser)).not.toBe(before);
    expect((await ask(browser)).setCookies).toEqual([]);
  });

  it('tells the browser also when the request is refused for another reason', async () => {
    sessions().provider.lifetimeSeconds = 20;
    const browser = await sessions().signedIn();
    const { status, setCookies } = await ask(browser, ownPage, '{ nothing }');
    expect([status, setCookies.length]).toEqual([200, 1]);
  });

  it('serves on while the provider is away', async () => {
    sessions().provider.lifetimeSeconds = 20;
    const browser = await sessions().signedIn();
    sessions().provider.mood = 'down';
    expect(JSON.parse((await ask(browser)).text)).toEqual(maria);
  });

  it('is over when the provider says so', async () => {
    sessions().provider.lifetimeSeconds = 20;
    const browser = await sessions().signedIn();
    const kept = cookieOf(browser);
    await browser.send(`${sessions().origin}/session/sign-out`, { method: 'POST', headers: ownPage });
    const { status, text } = await ask(openBrowser(), { ...ownPage, cookie: `tributary-session=${kept}` });
    expect([status, ...codesIn(text)]).toEqual([401, 'UNAUTHENTICATED']);
  });
});

describe('what was revoked', () => {
  /** Accounts tells it from now on. */
  async function revoke(kind: 'USER' | 'SESSION', id: string): Promise<void> {
    const { accounts } = sessions().gateway.subgraphs;
    const entry = { kind, id, notBefore: new Date().toISOString(), expiresAt: new Date(Date.now() + 60_000).toISOString() };
    accounts.replyInternal('internalRevocations', () => ({ data: { internalRevocations: { cursor: '2', entries: [entry] } } }));
    await accounts.nextInternal('internalRevocations');
    await accounts.nextInternal('internalRevocations'); // then the first answer was read
  }

  it('of a user whose role was changed is the token: the session gets another', async () => {
    const browser = await sessions().signedIn();
    const before = cookieOf(browser);
    await revoke('USER', '11');
    expect(JSON.parse((await ask(browser)).text)).toEqual(maria);
    expect(sessions().provider.grants).toEqual(['authorization_code', 'refresh_token']);
    expect(cookieOf(browser)).not.toBe(before);
  });

  it('of a session is all of it', async () => {
    const browser = await sessions().signedIn();
    await revoke('SESSION', 'session-1');
    expect((await ask(browser)).status).toBe(401);
  });
});
