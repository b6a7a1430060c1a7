// Where clients may have people sent back to: RFC 9700 (exact addresses) and RFC 8252 (native apps).
import type { OAuthClientKind } from './generated/prisma/client.ts';

const maxLength = 500;
const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
/** A name that somebody owns, the other way round: `com.example.app`. */
const ownScheme = /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:$/;

/** What is wrong with an address, for people; null when nothing is. It is taken only as `URL` itself writes it: then exact means exact. */
export function redirectUriProblem(kind: OAuthClientKind, uri: string): string | null {
  const parsed = URL.parse(uri);
  if (parsed === null || uri.length > maxLength) return `This is not an address of at most ${maxLength} characters.`;
  const { href, protocol, hostname, username, password } = parsed;
  if (uri.includes('#') || uri.includes('*')) return 'An address has neither a fragment nor a wildcard.';
  if (username !== '' || password !== '') return 'An address names no user.';
  if (href !== uri && href !== `${uri}/`) return `Write it as ${href}.`;
  if (protocol === 'https:') return null;
  if (protocol === 'http:') return loopback.has(hostname) ? null : 'http is for this machine only; use https.';
  if (kind === 'NATIVE_APP') return ownScheme.test(protocol) ? null : 'An own scheme is a name turned round, such as com.example.app:.';
  return 'Use https.';
}
