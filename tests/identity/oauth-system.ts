// A running system with OAuth clients, and openid-client as the relying party of each.
import { type Client, sharedSystem } from '@tributary/test-kit';
import * as relying from 'openid-client';

export interface OAuthSystem extends Client {
  readonly issuer: string;
  readonly admin: string;
  /** Registers a client and gives it as openid-client knows it. */
  register(input: Readonly<Record<string, unknown>>): Promise<Registered>;
}

export interface Registered {
  readonly id: string;
  readonly secret: string | null;
  readonly config: relying.Configuration;
}

export const callback = 'http://127.0.0.1:1/callback';
export const person = { email: 'alfki@customers.northwind.test', password: 'tributary' } as const;

/** The system that the tests of a run share; each registers clients of its own. */
export async function oauthSystem(): Promise<OAuthSystem> {
  const system = sharedSystem();
  const admin = await system.signIn('admin@northwind.test');
  const issuer = `http://localhost:${new URL(system.url).port}`;
  return {
    ...system,
    issuer,
    admin,
    async register(input) {
      const document = `mutation ($input: CreateOAuthClientInput!) { createOAuthClient(input: $input) { oauthClient { id } secret userErrors { code message path } } }`;
      const { data, errors } = await system.ask(document, { variables: { input }, token: admin });
      const { oauthClient, secret, userErrors } = data?.['createOAuthClient'] ?? {};
      if (oauthClient == null) throw new Error(JSON.stringify(errors ?? userErrors));
      const { id } = oauthClient as { id: string };
      const authentication = secret === null ? relying.None() : relying.ClientSecretBasic(secret as string);
      const config = await relying.discovery(new URL(issuer), id, undefined, authentication, { execute: [relying.allowInsecureRequests] });
      return { id, secret: secret as string | null, config };
    },
  };
}

/** A browser without script: keeps cookies by path, follows links by hand, fills forms in. */
export function openBrowser() {
  const jar = new Map<string, { readonly value: string; readonly path: string }>();
  const send = async (address: string | URL, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(address);
    const cookies = [...jar]
      .filter(([, { path }]) => url.pathname.startsWith(path))
      .map(([key, { value }]) => `${key.split(' ', 1)[0]}=${value}`);
    const headers = {
      accept: 'text/html',
      ...(cookies.length > 0 && { cookie: cookies.join('; ') }),
      ...(init.headers as Record<string, string> | undefined),
    }; // plain objects in these tests
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ');
      const path = attributes.find((attribute) => attribute.startsWith('path='))?.slice(5) ?? '/';
      const [name = '', value = ''] = pair.split('=', 2);
      if (value === '') jar.delete(`${name} ${path}`);
      else jar.set(`${name} ${path}`, { value, path });
    }
    return response;
  };
  /** Follows redirects of the provider until a page comes, or an address that is not its own. */
  const open = async (address: string | URL, init?: RequestInit): Promise<Shown> => {
    let url = new URL(address);
    let response = await send(url, init);
    for (;;) {
      const location = response.headers.get('location');
      if (location === null) return { url, status: response.status, html: await response.text(), headers: response.headers };
      const next = new URL(location, url);
      if (next.origin !== url.origin) return { url: next, status: response.status, html: '', headers: response.headers };
      url = next;
      response = await send(url);
    }
  };
  const submit = async (page: Shown, button: string, fields: Readonly<Record<string, string>> = {}): Promise<Shown> => {
    const form =
      page.html
        .split('<form')
        .slice(1)
        .find((part) => part.includes(`>${button}</button>`)) ?? '';
    const action = /action="([^"]*)"/.exec(form)?.[1];
    if (action === undefined) throw new Error(`There is no button "${button}" on:\n${page.html}`);
    const hidden = [...form.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value] as const,
    );
    const pressed = new RegExp(`<button[^>]*?name="([^"]+)" value="([^"]+)"[^>]*>${button}`).exec(form);
    const chosen = pressed === null ? [] : [[pressed[1] ?? '', pressed[2] ?? ''] as const];
    const body = new URLSearchParams(Object.fromEntries([...hidden, ...Object.entries(fields), ...chosen]));
    return open(new URL(action.replaceAll('&amp;', '&'), page.url), { method: 'POST', body });
  };
  return { open, submit, send, jar };
}

export interface Shown {
  readonly url: URL;
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
}

export type Browser = ReturnType<typeof openBrowser>;

export interface Attempt {
  readonly scope?: string;
  readonly redirectUri?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly who?: { readonly email: string; readonly password: string };
}

/** Has a person sign in and consent where they are asked, and gives where the client is told so. */
export async function authorize(browser: Browser, { config }: Registered, attempt: Attempt = {}) {
  const { scope = 'openid profile email orders:read', redirectUri = callback, parameters = {}, who = person } = attempt;
  const verifier = relying.randomPKCECodeVerifier();
  const nonce = relying.randomNonce();
  const state = relying.randomState();
  const url = relying.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope,
    code_challenge: await relying.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...parameters,
  });
  let page = await browser.open(url);
  if (page.html.includes('>Sign in</button>')) page = await browser.submit(page, 'Sign in', who);
  if (page.html.includes('>Allow</button>')) page = await browser.submit(page, 'Allow');
  const checks = { pkceCodeVerifier: verifier, expectedNonce: nonce, expectedState: state, idTokenExpected: scope.includes('openid') };
  return { page, checks, exchange: () => relying.authorizationCodeGrant(config, page.url, checks) };
}

/** What the API says to a token. */
export const me = async ({ ask }: Client, token: string) => ask('{ me { email scopes } }', { token });

/** The error of the protocol that an attempt ends with; undefined when it works. */
export async function codeOf(attempt: Promise<unknown>): Promise<string | undefined> {
  return attempt.then(
    () => undefined,
    (error: relying.ResponseBodyError) => error.error,
  );
}
