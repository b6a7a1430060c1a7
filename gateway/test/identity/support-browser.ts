// A browser, as far as sessions are concerned: it keeps cookies, follows redirects as navigations, and says where a request is from.
import { request } from 'undici';

export interface Visit {
  readonly status: number;
  readonly location: string | null;
  readonly text: string;
  readonly setCookies: readonly string[];
}

export interface Sent {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface TestBrowser {
  /** By origin and name. */
  readonly cookies: Map<string, string>;
  /** One request, with the cookies of its origin. */
  send(url: string, sent?: Sent): Promise<Visit>;
  /** Goes there and wherever that leads, to the last answer. */
  visit(url: string): Promise<Visit & { readonly url: string }>;
}

const maxRedirects = 10;

/** What a page of the own origin sends. */
export const ownPage = { 'sec-fetch-site': 'same-origin', 'tributary-session': '1', 'content-type': 'application/json' } as const;

export function openBrowser(): TestBrowser {
  const cookies = new Map<string, string>();
  const keep = (origin: string, header: string): void => {
    const [pair = '', ...attributes] = header.split('; ');
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    if (attributes.includes('Max-Age=0') || value === '') cookies.delete(`${origin} ${name}`);
    else cookies.set(`${origin} ${name}`, value);
  };
  const browser: TestBrowser = {
    cookies,
    async send(url, { method = 'GET', headers = {}, body } = {}) {
      const { origin } = new URL(url);
      const own = [...cookies].flatMap(([key, value]) =>
        key.startsWith(`${origin} `) ? [`${key.slice(origin.length + 1)}=${value}`] : [],
      );
      const cookie = own.length > 0 ? { cookie: own.join('; ') } : {};
      const response = await request(url, { method, headers: { ...cookie, ...headers }, body: body ?? null });
      const setCookies = [response.headers['set-cookie'] ?? []].flat();
      for (const header of setCookies) keep(origin, header);
      const location = response.headers.location;
      return {
        status: response.statusCode,
        location: typeof location === 'string' ? location : null,
        text: await response.body.text(),
        setCookies,
      };
    },
    async visit(url) {
      let current = url;
      for (let step = 0; step < maxRedirects; step += 1) {
        const visit = await browser.send(current, { headers: { 'sec-fetch-dest': 'document' } });
        if (visit.location === null) return { ...visit, url: current };
        current = new URL(visit.location, current).href;
      }
      throw new Error(`${url} redirects in circles.`);
    },
  };
  return browser;
}
