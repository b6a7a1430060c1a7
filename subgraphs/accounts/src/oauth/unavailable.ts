// What the provider answers while its database is away or too slow: 503 with a code, for people as a page, and never later than in five seconds.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isDatabaseAway } from '@tributary/subgraph-kit';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { show } from './page-sources.ts';
import { errorPage, type Page } from './pages.ts';
import type { Middleware } from './terms.ts';

/** RFC 6749 has the name for the authorization endpoint; nothing fits better elsewhere. */
const name = 'temporarily_unavailable';
const text = 'We cannot answer this now. Try again shortly.';
const body = { error: name, error_description: text, code: 'SERVICE_UNAVAILABLE' };
const retryAfter = { 'retry-after': '1' };

/** Before anything a client waits for: the gateway gives up after ten seconds. */
const patienceMs = 5_000;

export function unavailablePage(): Page {
  const page = errorPage(text, name, 503);
  return { ...page, headers: { ...page.headers, ...retryAfter } };
}

/** Of what is asked of `provider`; put before everything else. */
export function tellUnavailable(provider: Provider): Middleware {
  const away = new WeakSet<KoaContextWithOIDC['req']>();
  provider.on('server_error', ({ req }, error) => void (isDatabaseAway(error) && away.add(req)));
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      away.add(ctx.req);
    }
    if (!away.has(ctx.req)) return;
    if (ctx.accepts('json', 'html') === 'html') return show(ctx, unavailablePage());
    ctx.status = 503;
    ctx.set(retryAfter);
    ctx.body = body;
  };
}

/** Answers in the end, whatever does not come back; what comes later is not sent. */
export function answerInTime({ headers }: IncomingMessage, response: ServerResponse): void {
  const timer = setTimeout(() => {
    if (response.headersSent) return void response.destroy();
    const page = unavailablePage();
    if (headers.accept?.includes('text/html')) response.writeHead(503, page.headers).end(page.body);
    else response.writeHead(503, { 'content-type': 'application/json; charset=utf-8', ...retryAfter }).end(JSON.stringify(body));
  }, patienceMs);
  response.once('close', () => clearTimeout(timer));
}
