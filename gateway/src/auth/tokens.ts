// Access tokens: verified once, then known by hash until they expire.
import { hash as hashOf } from 'node:crypto';
import { isRole, type Scope, scopesOfRole, type UserPrincipal } from '@tributary/auth-kit';
import { AppError } from '@tributary/errors';
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';

export interface VerifiedToken {
  readonly principal: UserPrincipal;
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
    const options = { issuer, audience: 'tributary', typ: 'at+jwt', algorithms: ['EdDSA'], requiredClaims: ['sub', 'exp', 'iat', 'sid'] };
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
function verifiedOf({ sub, sid, role, scope, iat, exp, customer_id: customerId, employee_id: employeeId }: JWTPayload): VerifiedToken {
  if (sub === undefined || typeof sid !== 'string' || !isRole(role) || iat === undefined || exp === undefined) throw refusal();
  const claimed = new Set(typeof scope === 'string' ? scope.split(' ') : []);
  const scopes: Scope[] = scopesOfRole(role).filter((held) => claimed.has(held));
  const principal: UserPrincipal = {
    kind: 'user',
    userId: sub,
    role,
    scopes,
    customerId: typeof customerId === 'string' ? customerId : null,
    employeeId: typeof employeeId === 'string' ? employeeId : null,
    sessionId: sid,
    apiKeyId: null,
  };
  return { principal, issuedAt: iat * 1000, expiresAt: exp * 1000 };
}

const refusal = (cause?: unknown) => new AppError('UNAUTHENTICATED', 'The access token is not valid.', { cause });
