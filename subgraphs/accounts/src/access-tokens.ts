// Access tokens: JWTs by RFC 9068, signed with Ed25519, good for five minutes.
import { createHmac, randomUUID } from 'node:crypto';
import { scopesOfRole } from '@tributary/auth-kit';
import { importJWK, type JWK, SignJWT } from 'jose';
import type { TokenKey } from './config.ts';
import type { User } from './generated/prisma/client.ts';

export const accessTokenSeconds = 300;
const audience = 'tributary';

export interface AccessTokens {
  /** Signs a token for a user's session. Times are fractional seconds, so that a revocation can fall between two tokens. */
  sign(user: User, sessionId: string, now: Date): Promise<{ readonly token: string; readonly expiresAt: Date }>;
  /** A secret of this service that the keys give and nobody else can: what is derived from it needs no storage. */
  derive(purpose: string, text: string): string;
  readonly publicKeys: { readonly keys: readonly JWK[] };
}

export async function createAccessTokens({
  tokenKeys,
  issuer,
}: {
  readonly tokenKeys: readonly TokenKey[];
  readonly issuer: string;
}): Promise<AccessTokens> {
  const [signing] = tokenKeys;
  if (signing === undefined) throw new Error('There is no key to sign access tokens with.');
  const key = await importJWK(signing, 'EdDSA');
  return {
    async sign(user, sessionId, now) {
      const issuedAt = now.getTime() / 1000;
      const token = await new SignJWT({
        sid: sessionId,
        role: user.role,
        scope: scopesOfRole(user.role).join(' '),
        iat: issuedAt,
        ...(user.customerId !== null && { customer_id: user.customerId }),
        ...(user.employeeId !== null && { employee_id: String(user.employeeId) }),
      })
        .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: signing.kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(String(user.id))
        .setJti(randomUUID())
        .setExpirationTime(Math.ceil(issuedAt) + accessTokenSeconds)
        .sign(key);
      return { token, expiresAt: new Date((Math.ceil(issuedAt) + accessTokenSeconds) * 1000) };
    },
    derive: (purpose, text) => createHmac('sha256', signing.d).update(`${purpose}\n${text}`).digest('base64url'),
    publicKeys: { keys: tokenKeys.map(({ d: _private, ...jwk }) => ({ ...jwk, alg: 'EdDSA', use: 'sig' })) },
  };
}
