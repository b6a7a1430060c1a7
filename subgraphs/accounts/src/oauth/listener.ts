// The provider as one listener of node:http: our pages, what oidc-provider answers, and what is done before and after that.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { anonymous } from '@tributary/auth-kit';
import type { Logger } from '@tributary/logging';
import type { Session } from 'oidc-provider';
import type { Config } from '../config.ts';
import { type Context, createContext, type Parts } from '../context.ts';
import type { TokenKey } from '../token-keys.ts';
import { createApiTokens, issueAt } from './api-tokens.ts';
import { answerAboutTokens } from './asked-tokens.ts';
import { endBrowser, sessionOfBrowser } from './browser-sessions.ts';
import { interactions } from './interactions.ts';
import { originOf } from './origin.ts';
import { codeInAddress, show } from './page-sources.ts';
import { continuePage, type Page } from './pages.ts';
import { createProvider } from './provider.ts';
import { interactionPath, type Middleware, routes, stylePath } from './terms.ts';
import { answerInTime, tellUnavailable } from './unavailable.ts';

const style = readFileSync(new URL('../../pages/style.css', import.meta.url));

export function createOAuthListener({ issuer }: Pick<Config, 'issuer'>, parts: Parts, logger: Logger): RequestListener {
  const { accessTokens } = parts;
  const contextOf = (request: IncomingMessage): Context => {
    const requestId = String(request.headers['x-request-id'] ?? randomUUID());
    const made = { principal: anonymous, caller: 'gateway', requestId, client: originOf(request), logger: logger.child({ requestId }) };
    return createContext(made, parts);
  };
  const apiTokens = createApiTokens(parts.db, accessTokens);
  const build = (keys: readonly TokenKey[]) => {
    const provider = createProvider({ issuer, keys, parts, apiTokens, contextOf: ({ req }) => contextOf(req), logger });
    for (const step of [
      tellUnavailable(provider),
      codeFromAddress,
      withoutScript,
      answerAboutTokens(parts, apiTokens),
      endWithBrowser(parts),
    ])
      provider.use(step);
    return { kids: kidsOf(keys), interact: interactions({ provider, contextOf }), answer: provider.callback() };
  };
  let built = build(accessTokens.keys());
  /** It holds nothing that a request leaves behind, so that it can be made anew when other keys sign or are published. */
  const current = () => {
    const keys = accessTokens.keys();
    if (kidsOf(keys) !== built.kids) built = build(keys);
    return built;
  };
  return (request, response) => {
    answerInTime(request, response);
    issueAt({ req: request }, new Date());
    const [path = ''] = (request.url ?? '').split('?', 1);
    if (path === stylePath) sendStyle(response);
    else if (path.startsWith(interactionPath))
      void current()
        .interact(request, response)
        .then((page) => page && send(response, page));
    else void current().answer(request, response);
  };
}

const kidsOf = (keys: readonly TokenKey[]): string => keys.map(({ kid }) => kid).join(' ');

function send(response: ServerResponse, { status, headers, body }: Page): void {
  if (!response.headersSent) response.writeHead(status, { ...headers }).end(body);
}

function sendStyle(response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'text/css; charset=utf-8',
    'cache-control': 'public, max-age=3600',
    'x-content-type-options': 'nosniff',
  });
  response.end(style);
}

/** `verification_uri_complete`: oidc-provider would send such a code on by script; here the person sees it and goes on. */
const codeFromAddress: Middleware = async (ctx, next) => {
  if (ctx.path === routes.code_verification && ctx.method === 'GET') {
    const { user_code: code } = ctx.query;
    ctx.state[codeInAddress] = typeof code === 'string' ? code.slice(0, 20) : '';
    ctx.querystring = '';
  }
  await next();
};

const field = /<input type="hidden" name="([^"]+)" value="([^"]*)"\/>/g;
const scripted = '<title>Submitting Callback</title>';

/** A form that oidc-provider would send off by script is one with a button. */
const withoutScript: Middleware = async (ctx, next) => {
  await next();
  if (typeof ctx.body !== 'string' || !ctx.body.includes(scripted)) return;
  const action = /<form method="post" action="([^"]*)">/.exec(ctx.body)?.[1] ?? '';
  const fields = [...ctx.body.matchAll(field)].map(([, name = '', value = '']) => [name, plain(value)] as const);
  show(ctx, continuePage(plain(action), Object.fromEntries(fields)));
};

const characters: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
const plain = (text: string): string => text.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (written) => characters[written] ?? '');

/** Whoever signs out of a browser is signed out of what was signed in from it. */
function endWithBrowser(parts: Pick<Parts, 'db' | 'announce'>): Middleware {
  return async (ctx, next) => {
    await next();
    const { oidc } = ctx as { oidc?: { route: string; session?: Session & { destroyed?: boolean } } }; // of oidc-provider, where it answered
    if (oidc?.route !== 'end_session_confirm' || oidc.session?.destroyed !== true) return;
    const sessionId = await sessionOfBrowser(parts, oidc.session.uid);
    if (sessionId !== null) await endBrowser(parts, sessionId);
  };
}
