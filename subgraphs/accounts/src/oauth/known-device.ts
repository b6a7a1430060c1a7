// The cookie by which a browser is known at its next sign-in: strangers who try passwords cannot lock it out.
import type { IncomingMessage } from 'node:http';

const name = 'sign-in-device';
const maxAgeSeconds = 365 * 24 * 60 * 60;

/** What an earlier sign-in gave this browser; null when there was none. */
export function deviceOf({ headers: { cookie = '' } }: Pick<IncomingMessage, 'headers'>): string | null {
  return new RegExp(`(?:^|; )${name}=([\\w-]{1,100})(?:;|$)`).exec(cookie)?.[1] ?? null;
}

/** Goes to the sign-in page alone. */
export function deviceCookie(token: string, isSecure: boolean): string {
  return `${name}=${token}; Path=/oauth/interaction; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
}
