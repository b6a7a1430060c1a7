// Access tokens: verified once, then known by hash until they expire.
import { hash as hashOf } from 'node:crypto';
import { scopes as allScopes, isRole, type Principal, type Scope, scopesOfRole, type UserPrincipal } from '@tributary/auth-kit';
import { AppError } from '@tributary/errors';
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';

/** A program that acts for a company, or for nobody. */
export type ClientPrincipal = Extract<Principal, { kind: 'client' }>;

export interface VerifiedToken {
  readonly principal: UserPrincipal | ClientPrincipal;
  /** The OAuth client that it was given to; null for our own apps. */
  readonly clientId: string | null;
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

export interface TokenOptions {
  readonly jwksUrl: string;
  readonly issuer: string;
}

export function createTokens({ jwksUrl, issuer }: TokenOptions): Tokens {
  const keys = createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: 2_000, cooldownDuration: 30_000 });
  const known = new Map<string, VerifiedToken>();
  const verifyUnknown = async (token: string, hash: string): Promise<VerifiedToken> => {
    const verified = verifiedOf(await payloadOf(token, keys, issuer));
    known.set(hash, verified);
    // The oldest go first: Map keeps the order of insertion.
    if (known.size > maxKnown) known.delete(known.keys().next().value ?? '');
    return verified;
  };
  return {
    verify(token) {
      if (token.length > maxTokenLength) throw refusal();
      const hash = hashOf('sha256', token, 'base64');
      const seen = known.get(hash);
      if (seen !== undefined && seen.expiresAt > Date.now()) return seen;
      return verifyUnknown(token, hash);
    },
  };
}

async function payloadOf(token: string, keys: ReturnType<typeof createRemoteJWKSet>, issuer: string): Promise<JWTPayload> {
  try {
    const options = { issuer, audience: 'tributary', typ: 'at+jwt', algorithms: ['EdDSA'], requiredClaims: ['sub', 'exp', 'iat'] };
    return (await jwtVerify(token, keys, options)).payload;
  } catch (cause) {
    // No key could be read: that says nothing about the token.
    const unreadable =
      !(cause instanceof errors.JOSEError) ||
      cause instanceof errors.JWKSTimeout ||
      cause instanceof errors.JWKSInvalid ||
      cause.constructor === errors.JOSEError;
    throw unreadable ? new AppError('SERVICE_UNAVAILABLE', undefined, { cause }) : refusal(cause);
  }
}

/** The claims as a principal; scopes are cut to what the role holds. */
function verifiedOf(claims: JWTPayload): VerifiedToken {
  const { sub, iat, exp, scope, client_id: clientId } = claims;
  if (sub === undefined || iat === undefined || exp === undefined) throw refusal();
  const claimed = new Set(typeof scope === 'string' ? scope.split(' ') : []);
  const principal = claims['sid'] === undefined && clientId === sub ? clientOf(sub, claims, claimed) : userOf(sub, claims, claimed);
  return { principal, clientId: textOf(clientId), issuedAt: iat * 1000, expiresAt: exp * 1000 };
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
