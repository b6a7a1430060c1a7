// Requests that carry a session: only those count that a page of the own origin sent on purpose.
import type { IncomingHttpHeaders } from 'node:http';
import { AppError } from '@tributary/errors';

/**
 * Two things have to be there, and each alone would do. The header `tributary-session`, with any value: no form can send it, and no script of
 * another origin, for CORS never allows it. And the browser's own word for where the request is from: `Sec-Fetch-Site`, or, of browsers that
 * do not send it, `Origin`. @throws {AppError} BAD_REQUEST
 */
export function assertOwnPage(headers: IncomingHttpHeaders, ownOrigin: string): void {
  const { origin, 'sec-fetch-site': site } = headers;
  const isOwn = site === undefined ? origin === ownOrigin : site === 'same-origin' && (origin === undefined || origin === ownOrigin);
  if (headers['tributary-session'] && isOwn) return;
  throw new AppError(
    'BAD_REQUEST',
    `With a session, a request needs the header tributary-session, and to be sent by a page of ${ownOrigin}.`,
  );
}
