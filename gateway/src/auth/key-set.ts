// The public keys of an issuer: fetched, renewed beside the requests that use them, kept while they cannot be fetched.
import type { Logger } from '@tributary/logging';
import { createLocalJWKSet, errors, type JWK, type JWTVerifyGetKey } from 'jose';

export interface KeySetOptions {
  /** Gives what stands at the issuer's address. */
  readonly fetchKeys: () => Promise<unknown>;
  readonly logger: Pick<Logger, 'warn'>;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** They are renewed when they are older: an issuer publishes a key longer than this before it signs with it. */
export const keyPeriodMs = 5 * 60_000;
/** However many unknown keys are named, and whatever the fetches give. */
const maxFetches = 2;
const perMs = 60_000;
/** While nothing was read yet, nobody can be let in: it is tried more often. */
const firstRetryMs = 1_000;

/**
 * Gives the key that a token's header names, by its `kid` and of the type that its `alg` asks for. A `kid` that is not known is looked for
 * with at most two fetches in any minute.
 * @throws {errors.JOSEError} when there is no such key. @throws {Error} of another kind when no key could be read yet.
 */
export function createKeySet({ fetchKeys, logger, now = Date.now }: KeySetOptions): JWTVerifyGetKey {
  let known: { readonly keyOf: JWTVerifyGetKey; readonly readAt: number } | null = null;
  let fetching: Promise<void> | null = null;
  let fetchedAt: readonly number[] = [];
  let failure: unknown = null;

  const renew = async (): Promise<void> => {
    try {
      known = { keyOf: createLocalJWKSet({ keys: signingKeysOf(await fetchKeys()) }), readAt: now() };
    } catch (error) {
      failure = error;
      if (known !== null) logger.warn('the keys of access tokens cannot be read; the last ones are kept', { error });
    } finally {
      fetching = null;
    }
  };
  const mayFetch = (): boolean => {
    fetchedAt = fetchedAt.filter((at) => now() - at < perMs);
    if (known === null) return now() - (fetchedAt.at(-1) ?? Number.NEGATIVE_INFINITY) >= firstRetryMs;
    return fetchedAt.length < maxFetches;
  };
  /** Null when there is none on its way and none may be sent. */
  const fetchOnce = (): Promise<void> | null => {
    if (fetching !== null || !mayFetch()) return fetching;
    fetchedAt = [...fetchedAt, now()];
    fetching = renew();
    return fetching;
  };
  return async (header, token) => {
    if (known === null) await fetchOnce();
    if (known === null) throw new Error('No key of access tokens could be read.', { cause: failure });
    if (now() - known.readAt >= keyPeriodMs) void fetchOnce(); // not awaited: the keys at hand are good
    try {
      return await known.keyOf(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await (fetchOnce() ?? Promise.reject(error));
      return known.keyOf(header, token);
    }
  };
}

/** Only what may sign: public Ed25519 and P-256 keys that name themselves. @throws {errors.JWKSInvalid} when there is none. */
function signingKeysOf(set: unknown): JWK[] {
  const keys: unknown = typeof set === 'object' && set !== null && 'keys' in set ? set.keys : null;
  const good = Array.isArray(keys) ? keys.filter(isSigningKey) : [];
  if (good.length === 0) throw new errors.JWKSInvalid('There is no key to verify access tokens with.');
  return good;
}

function isSigningKey(value: unknown): value is JWK {
  if (typeof value !== 'object' || value === null) return false;
  const { kty, crv, kid, use } = value as JWK; // each is compared below
  const isKnownType = (kty === 'OKP' && crv === 'Ed25519') || (kty === 'EC' && crv === 'P-256');
  return isKnownType && typeof kid === 'string' && (use === undefined || use === 'sig');
}
