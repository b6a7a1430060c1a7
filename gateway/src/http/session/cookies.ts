// The cookies of web apps: the session, and what has to survive until a sign-in comes back.

export interface SessionCookies {
  /** Whose pages may use them. */
  readonly origin: string;
  /** The sealed session; null when there is none, or two. */
  sessionIn(header: string | undefined): string | null;
  /** What was kept for the sign-in with this state. */
  signInIn(header: string | undefined, state: string): string | null;
  /** Values of `Set-Cookie`. */
  keepSession(sealed: string): string;
  dropSession(): string;
  keepSignIn(state: string, sealed: string): string;
  /** Those of every sign-in that was begun; one of many tabs may still be on its way, so that they go only when there are too many. */
  dropSignIns(header: string | undefined): readonly string[];
  dropSignIn(state: string): string;
}

const maxSignIns = 5;
const signInSeconds = 600;

/**
 * `__Host-` (RFC 6265bis): from this host alone, over https alone, for every path; no other host and no plain http can set one. Browsers take
 * it over https only, so that on this machine in plain http the names are without it.
 */
export function createSessionCookies({
  origin,
  maxAgeSeconds,
}: {
  readonly origin: string;
  readonly maxAgeSeconds: number;
}): SessionCookies {
  const isSecure = origin.startsWith('https:');
  const prefix = isSecure ? '__Host-' : '';
  const session = `${prefix}tributary-session`;
  const signIn = `${prefix}tributary-sign-in-`;
  const attributes = isSecure ? 'Path=/; Secure; HttpOnly' : 'Path=/; HttpOnly';
  const strict = (name: string, value: string, seconds: number) => `${name}=${value}; Max-Age=${seconds}; ${attributes}; SameSite=Strict`;
  // The provider may be another site, and the browser comes back from there.
  const lax = (name: string, value: string, seconds: number) => `${name}=${value}; Max-Age=${seconds}; ${attributes}; SameSite=Lax`;
  const nameOf = (state: string): string => `${signIn}${state.slice(0, 12)}`;
  return {
    origin,
    sessionIn: (header) => cookieIn(header, session),
    signInIn: (header, state) => cookieIn(header, nameOf(state)),
    keepSession: (sealed) => strict(session, sealed, maxAgeSeconds),
    dropSession: () => strict(session, '', 0),
    keepSignIn: (state, sealed) => lax(nameOf(state), sealed, signInSeconds),
    dropSignIns(header) {
      const names = pairsIn(header).flatMap(([name]) => (name.startsWith(signIn) ? [name] : []));
      return names.length < maxSignIns ? [] : names.map((name) => lax(name, '', 0));
    },
    dropSignIn: (state) => lax(nameOf(state), '', 0),
  };
}

function cookieIn(header: string | undefined, name: string): string | null {
  if (header === undefined || !header.includes(name)) return null;
  const values = pairsIn(header).flatMap(([given, value]) => (given === name ? [value] : []));
  // Of two, one was set by somebody who should not have been able to.
  return values.length === 1 && values[0] !== '' ? (values[0] ?? null) : null;
}

const pairsIn = (header = ''): (readonly [name: string, value: string])[] =>
  header.split(';').map((pair) => {
    const mark = pair.indexOf('=');
    return [pair.slice(0, Math.max(mark, 0)).trim(), pair.slice(mark + 1).trim()] as const;
  });
