// Where a person goes after signing in: a page of the own origin, whatever the address that asks for it looks like.

/** Sealed into a cookie on the way. */
const maxLength = 1_000;

/**
 * The address of a page of `origin`, in full, for a browser would read `//host` as another origin. Null for everything else: other origins
 * in any spelling, control characters, what a browser repairs (backslashes), and the paths of sessions themselves, which would go in circles.
 */
export function returnToOf(asked: string | null, origin: string): string | null {
  if (asked === null) return `${origin}/`;
  if (asked.length > maxLength || !plainPath.test(asked) || !URL.canParse(asked, origin)) return null;
  const url = new URL(asked, origin);
  const isOwn = url.origin === origin && !url.pathname.startsWith('//') && !/^\/session(\/|$)/i.test(url.pathname);
  return isOwn ? url.href : null;
}

/** Printable ASCII without spaces and backslashes: what else a path holds is percent-encoded. */
const plainPath = /^\/(?!\/)[!-[\]-~]*$/;
