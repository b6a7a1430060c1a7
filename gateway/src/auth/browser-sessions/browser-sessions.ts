// The sessions of web apps: begun, finished, opened with each request, renewed, ended. The browser keeps them, sealed; nothing is stored here.
import { AppError } from '@tributary/errors';
import type { Logger } from '@tributary/logging';
import { z } from 'zod';
import { createRelyingParty, type TokenSet } from './relying-party.ts';
import { createRenewals } from './renewals.ts';
import { returnToOf } from './return-to.ts';
import { createSeal } from './seal.ts';
import type { BrowserSessionsConfig } from './settings.ts';

/** A session that is good for one more request. */
export interface OpenSession {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** Milliseconds since the epoch: then the person signs in again, whatever happens until then. */
  readonly until: number;
  /** What the browser has to keep instead of what it sent; null: the same. */
  readonly renewed: string | null;
}

export type Finished =
  | { readonly kind: 'signed-in'; readonly sealed: string; readonly returnTo: string }
  | { readonly kind: 'denied'; readonly returnTo: string }
  | { readonly kind: 'failed' };

export interface BrowserSessions {
  /** Of the web apps and of this gateway. */
  readonly origin: string;
  /** How long a session may last. */
  readonly maxAgeSeconds: number;
  /** Where the browser has to go, and what it has to keep until it comes back. @throws {AppError} BAD_REQUEST, SERVICE_UNAVAILABLE */
  begin(returnTo: string | null): Promise<{ readonly url: string; readonly state: string; readonly sealed: string }>;
  /** With the query string that it came back with, and what it kept. @throws {AppError} SERVICE_UNAVAILABLE */
  finish(search: string, sealed: string): Promise<Finished>;
  /** Renewed when it is about to end. @throws {AppError} UNAUTHENTICATED when it is over; SERVICE_UNAVAILABLE */
  open(sealed: string): Promise<OpenSession>;
  /** With another access token. @throws {AppError} UNAUTHENTICATED when it is over; SERVICE_UNAVAILABLE */
  renew(session: OpenSession): Promise<OpenSession>;
  /** Ends it at the provider, if that can be asked. Gives where the browser ends the provider's own session. */
  end(sealed: string | null): Promise<{ readonly endSessionUrl: string | null }>;
}

const signInMs = 10 * 60_000;
/** As long as accounts keeps a session at most. */
const sessionMs = 30 * 24 * 60 * 60_000;
const renewBeforeMs = 30_000;
/** Browsers drop a cookie whose name and value are longer than 4,096; the name has less than 96. */
const maxSealedLength = 4_000;

const signIn = z.object({ state: z.string(), nonce: z.string(), codeVerifier: z.string(), returnTo: z.string() });
const session = z.object({ accessToken: z.string(), refreshToken: z.string().nullable(), accessUntil: z.number() });

export function createBrowserSessions(config: BrowserSessionsConfig, logger: Logger, now: () => number = Date.now): BrowserSessions {
  const { origin, keys } = config;
  const provider = createRelyingParty(config, logger, now);
  const signIns = createSeal({ kind: 'sign-in', schema: signIn, keys, now });
  const sessions = createSeal({ kind: 'session', schema: session, keys, now });

  const sealed = async (tokens: TokenSet, until: number): Promise<string> => {
    const text = await sessions.seal(tokens, until);
    if (text.length > maxSealedLength) throw new Error(`A session of ${text.length} characters does not fit into a cookie.`);
    return text;
  };
  const refresh = createRenewals((refreshToken) => provider.refresh(refreshToken), now);
  const renew: BrowserSessions['renew'] = async ({ refreshToken, until }) => {
    const fresh = refreshToken === null ? null : await refresh(refreshToken);
    if (fresh === null) throw over();
    const next = { ...fresh, refreshToken: fresh.refreshToken ?? refreshToken }; // a provider that does not rotate gives none
    return { ...next, until, renewed: await sealed(next, until) };
  };
  return {
    origin,
    maxAgeSeconds: sessionMs / 1000,
    async begin(asked) {
      const returnTo = returnToOf(asked, origin);
      if (returnTo === null) throw new AppError('BAD_REQUEST', '"return_to" is a path of this origin.');
      const { url, proof } = await provider.begin();
      return { url, state: proof.state, sealed: await signIns.seal({ ...proof, returnTo }, now() + signInMs) };
    },
    async finish(search, kept) {
      const begun = await signIns.open(kept);
      if (begun === null) return { kind: 'failed' };
      const granted = await provider.redeem(search, begun);
      if (granted.kind === 'failed') return granted;
      const { returnTo } = begun;
      if (granted.kind === 'denied') return { kind: 'denied', returnTo };
      return { kind: 'signed-in', returnTo, sealed: await sealed(granted.tokens, now() + sessionMs) };
    },
    async open(kept) {
      const known = kept.length > maxSealedLength ? null : await sessions.open(kept);
      if (known === null) throw over();
      const { accessUntil, ...rest } = known;
      const asIs = { ...rest, renewed: null };
      if (accessUntil - now() > renewBeforeMs) return asIs;
      return renew(asIs).catch((error: unknown) => {
        // A provider that does not answer ends nothing before its time.
        if (isUnavailable(error) && accessUntil > now()) return asIs;
        throw error;
      });
    },
    renew,
    async end(kept) {
      const known = kept === null ? null : await sessions.open(kept);
      try {
        if (known !== null && known.refreshToken !== null) await provider.revoke(known.refreshToken);
        return { endSessionUrl: await provider.endSessionUrl() };
      } catch (error) {
        if (!isUnavailable(error)) throw error;
        logger.warn('a session was ended in the browser alone: the OpenID provider could not be asked');
        return { endSessionUrl: null };
      }
    },
  };
}

const over = () => new AppError('UNAUTHENTICATED', 'The session is over: sign in again.');
const isUnavailable = (error: unknown): boolean => error instanceof AppError && error.code === 'SERVICE_UNAVAILABLE';
