// The four addresses of sessions: who is signed in, sign in, come back, sign out.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ClientOrigin, Principal } from '@tributary/auth-kit';
import { AppError } from '@tributary/errors';
import type { Logger } from '@tributary/logging';
import type { BrowserSessions } from '../../auth/browser-sessions/browser-sessions.ts';
import type { Stages } from '../../pipeline.ts';
import { sendJson } from '../send-json.ts';
import type { SessionCookies } from './cookies.ts';
import { sendFailedPage } from './failed-page.ts';
import { assertOwnPage } from './own-page.ts';

export interface SessionRoutesOptions {
  readonly sessions: Pick<BrowserSessions, 'origin' | 'maxAgeSeconds' | 'begin' | 'finish' | 'end'>;
  readonly cookies: SessionCookies;
  readonly authenticate: Stages['authenticate'];
  readonly logger: Logger;
}

/** Answers, or throws what is wrong. */
type Answer = (request: IncomingMessage, response: ServerResponse, client: ClientOrigin) => Promise<void>;

export interface SessionRoute {
  readonly method: 'GET' | 'POST';
  readonly answer: Answer;
}

/** By path. */
export function createSessionRoutes(options: SessionRoutesOptions): ReadonlyMap<string, SessionRoute> {
  return new Map([
    ['/session', { method: 'GET', answer: createTell(options) }],
    ['/session/sign-in', { method: 'GET', answer: createBegin(options) }],
    ['/session/callback', { method: 'GET', answer: createFinish(options) }],
    ['/session/sign-out', { method: 'POST', answer: createEnd(options) }],
  ]);
}

/** Who is signed in. */
const createTell =
  ({ sessions, cookies, authenticate }: SessionRoutesOptions): Answer =>
  async ({ headers }, response, client) => {
    const session = cookies.sessionIn(headers.cookie);
    if (session === null) return sendJson(response, 200, { user: null });
    assertOwnPage(headers, sessions.origin);
    try {
      const { principal, renewedSession } = await authenticate({ authorization: null, apiKey: null, session }, client);
      if (renewedSession !== undefined) response.setHeader('set-cookie', cookies.keepSession(renewedSession));
      sendJson(response, 200, { user: userOf(principal) });
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'UNAUTHENTICATED')) throw error;
      response.setHeader('set-cookie', cookies.dropSession());
      sendJson(response, 200, { user: null });
    }
  };

/** What an app may build its pages by; names are told by `me`. */
function userOf(principal: Principal) {
  if (principal.kind !== 'user') return null;
  const { userId, role, scopes, customerId, employeeId } = principal;
  return { id: userId, role, scopes, customerId, employeeId };
}

const createBegin =
  ({ sessions, cookies }: SessionRoutesOptions): Answer =>
  async ({ url = '', headers }, response) => {
    // A picture or a frame of another page begins nothing.
    if ((headers['sec-fetch-dest'] ?? 'document') !== 'document') throw new AppError('BAD_REQUEST', 'To sign in, go to this address.');
    const asked = new URLSearchParams(searchOf(url)).getAll('return_to');
    if (asked.length > 1) throw new AppError('BAD_REQUEST', '"return_to" stands there twice.');
    const { url: location, state, sealed } = await sessions.begin(asked[0] ?? null);
    response.setHeader('set-cookie', [...cookies.dropSignIns(headers.cookie), cookies.keepSignIn(state, sealed)]);
    redirect(response, location);
  };

const createFinish =
  ({ sessions, cookies, logger }: SessionRoutesOptions): Answer =>
  async ({ url = '', headers }, response) => {
    const search = searchOf(url);
    const state = new URLSearchParams(search).get('state') ?? '';
    const kept = /^[\w-]{43}$/.test(state) ? cookies.signInIn(headers.cookie, state) : null;
    const finished = kept === null ? ({ kind: 'failed' } as const) : await sessions.finish(search, kept);
    logger.info('a sign-in of a web app came back', { outcome: finished.kind });
    if (finished.kind === 'failed') return sendFailedPage(response);
    const dropped = cookies.dropSignIn(state);
    response.setHeader('set-cookie', finished.kind === 'denied' ? [dropped] : [dropped, cookies.keepSession(finished.sealed)]);
    redirect(response, finished.returnTo);
  };

const createEnd =
  ({ sessions, cookies }: SessionRoutesOptions): Answer =>
  async ({ headers }, response) => {
    assertOwnPage(headers, sessions.origin);
    const ended = await sessions.end(cookies.sessionIn(headers.cookie));
    response.setHeader('set-cookie', cookies.dropSession());
    sendJson(response, 200, ended);
  };

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location }).end();
}

function searchOf(url: string): string {
  const mark = url.indexOf('?');
  return mark < 0 ? '' : url.slice(mark);
}
