// Access tokens (RFC 9068, by the rules of RFC 8725): verified once, then known by hash until they expire.
import { hash as hashOf } from 'node:crypto';
import { scopes as allScopes, isRole, type Principal, type Scope, scopesOfRole, type UserPrincipal } from '@tributary/auth-kit';
import { AppError } from '@tributary/errors';
import type { Logger } from '@tributary/logging';
import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { request } from 'undici';
import { createKeySet } from './key-set.ts';

/** A program that acts for a company, or for nobody. */
export type ClientPrincipal = Extract<Principal, { kind: 'client' }>;

export interface VerifiedToken {
  readonly principal: UserPrincipal | ClientPrincipal;
  /** The OAuth client that it was given to; null for our own apps. */
  readonly clientId: string | null;
  /** `jti`, by which one token can be revoked. */
  readonly tokenId: string | null;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

export interface Tokens {
  /** @throws {AppError} UNAUTHENTICATED, with the same message whatever is wrong; SERVICE_UNAVAILABLE when the keys cannot be read. */
  verify(token: string): Promise<VerifiedToken> | VerifiedToken;
}

const maxKnown = 10_000;
const maxTokenLength = 8_192;
const maxKeySetBytes = 65_536;
const fetchTimeoutMs = 2_000;
/** Five minutes and a rounded second. What is revoked is remembered for little longer: a token that lives on would come back to life. */
const maxLifeSeconds = 301;
const clockErrorSeconds = 60;

export interface TokenOptions {
  readonly jwksUrl: string;
  readonly issuer: string;
}

export function createTokens({ jwksUrl, issuer }: TokenOptions, logger: Pick<Logger, 'warn'>): Tokens {
  const keyOf = createKeySet({ fetchKeys: () => fetchJson(jwksUrl), logger });
  const known = new Map<string, VerifiedToken>();
  const verifyUnknown = async (token: string, hash: string): Promise<VerifiedToken> => {
    if (!isCanonical(token)) throw refusal();
    const verified = verifiedOf(await payloadOf(token, keyOf, issuer));
    known.set(hash, verified);
    // What was used longest ago goes first: Map keeps the order of insertion.
    if (known.size > maxKnown) known.delete(known.keys().next().value ?? '');
    return verified;
  };
  return {
    verify(token) {
      if (token.length > maxTokenLength) throw refusal();
      const hash = hashOf('sha256', token, 'base64');
      const seen = known.get(hash);
      if (seen === undefined) return verifyUnknown(token, hash);
      known.delete(hash);
      if (seen.expiresAt <= Date.now()) throw refusal();
      known.set(hash, seen);
      return seen;
    },
  };
}

async function fetchJson(url: string): Promise<unknown> {
  const signal = AbortSignal.timeout(fetchTimeoutMs);
  const { statusCode, headers, body } = await request(url, { signal, headers: { accept: 'application/json' } });
  if (statusCode !== 200 || Number(headers['content-length'] ?? 0) > maxKeySetBytes) {
    await body.dump();
    throw new Error(`The address of the keys of access tokens answers with status ${statusCode}.`);
  }
  return JSON.parse(await body.text());
}

/** Whether the text is the only one that says what it says: three parts, each in base64url without padding or stray bits. */
function isCanonical(token: string): boolean {
  const parts = token.split('.');
  return parts.length === 3 && parts.every((part) => Buffer.from(part, 'base64url').toString('base64url') === part);
}

/** Keys and commands that a token brings along are never for us: whoever signs it could bring their own. */
const foreignParameters = ['jwk', 'jku', 'x5c', 'x5u', 'x5t', 'crit', 'b64', 'zip'] as const;

async function payloadOf(token: string, keyOf: JWTVerifyGetKey, issuer: string): Promise<JWTPayload> {
  const options = {
    issuer,
    audience: 'tributary',
    typ: 'at+jwt',
    algorithms: ['EdDSA', 'ES256'],
    requiredClaims: ['sub', 'exp', 'iat'],
  };
  const knownKeyOf: JWTVerifyGetKey = (header, input) => {
    if (typeof header.kid !== 'string' || foreignParameters.some((name) => header[name] !== undefined)) throw refusal();
    return keyOf(header, input);
  };
  try {
    return (await jwtVerify(token, knownKeyOf, options)).payload;
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    // No key could be read: that says nothing about the token.
    throw cause instanceof errors.JOSEError ? refusal(cause) : new AppError('SERVICE_UNAVAILABLE', undefined, { cause });
  }
}

/** The claims as a principal; scopes are cut to what the role holds. */
function verifiedOf(claims: JWTPayload): VerifiedToken {
  const { sub, jti, iat, exp, scope, client_id: clientId } = claims;
  if (typeof sub !== 'string' || sub === '') throw refusal();
  if (iat === undefined || exp === undefined || exp - iat > maxLifeSeconds || iat > Date.now() / 1000 + clockErrorSeconds) throw refusal();
  const claimed = new Set(typeof scope === 'string' ? scope.split(' ') : []);
  const principal = claims['sid'] === undefined && clientId === sub ? clientOf(sub, claims, claimed) : userOf(sub, claims, claimed);
  return { principal, clientId: textOf(clientId), tokenId: jti ?? null, issuedAt: iat * 1000, expiresAt: exp * 1000 };
}

function userOf(userId: string, claims: JWTPayload, claimed: ReadonlySet<string>): UserPrincipal {
  const { sid, role, customer_id: customerId, employee_id: employeeId } = claims;
  if (typeof sid !== 'string' || !isRole(role)) throw refusal();
  const scopes: Scope[] = scopesOfRole(role).filter((held) => claimed.has(held));
  return {
    kind: 'user',
    userId,
    role,
    scopes,
    customerId: textOf(customerId),
    employeeId: textOf(employeeId),
    sessionId: sid,
    apiKeyId: null,
  };
}

/** A client by its own credentials (RFC 9068 §2.2: `sub` is the client). */
function clientOf(clientId: string, { customer_id: customerId }: JWTPayload, claimed: ReadonlySet<string>): ClientPrincipal {
  const scopes = allScopes.filter((scope) => scope !== 'account:manage' && claimed.has(scope));
  return { kind: 'client', clientId, scopes, customerId: textOf(customerId) };
}

const textOf = (claim: unknown): string | null => (typeof claim === 'string' ? claim : null);

const refusal = (cause?: unknown) => new AppError('UNAUTHENTICATED', 'The access token is not valid.', { cause });
