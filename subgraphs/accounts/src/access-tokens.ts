// Access tokens: JWTs by RFC 9068, signed with Ed25519 or P-256, good for five minutes.
import { createHmac, randomUUID } from 'node:crypto';
import { scopesOfRole } from '@tributary/auth-kit';
import { createLocalJWKSet, importJWK, type JWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { User } from './generated/prisma/client.ts';
import { algorithmOf, publishedKeysOf, signingKeyOf, type TokenKey } from './token-keys.ts';

export const accessTokenSeconds = 300;
const audience = 'tributary';

export interface AccessTokens {
  /** Signs a token for a user's session. Times are fractional seconds, so that a revocation can fall between two tokens. */
  sign(user: User, sessionId: string, now: Date): Promise<{ readonly token: string; readonly expiresAt: Date }>;
  /** The claims of a token of ours that has not expired; null for anything else. */
  verify(token: string): Promise<JWTPayload | null>;
  /** A secret of this service that the keys give and nobody else can: what is derived from it needs no storage. */
  derive(purpose: string, text: string): string;
  /** What each key gives, also those that sign no more: one of them is what was derived a while ago. */
  derivations(purpose: string, text: string): readonly string[];
  readonly publicKeys: { readonly keys: readonly JWK[] };
  /** The keys that are published now, the one that signs before the others. */
  keys(): readonly TokenKey[];
  /** Signs with these from now on, each from its time. */
  replaceKeys(keys: readonly TokenKey[]): void;
}

export async function createAccessTokens({
  tokenKeys,
  issuer,
}: {
  readonly tokenKeys: readonly TokenKey[];
  readonly issuer: string;
}): Promise<AccessTokens> {
  let keys = tokenKeys;
  const publicKeys = () => ({ keys: publishedKeysOf(keys, Date.now()).map(publicKeyOf) });
  const deriveWith = ({ d }: TokenKey, purpose: string, text: string) =>
    createHmac('sha256', d).update(`${purpose}\n${text}`).digest('base64url');
  return {
    async sign(user, sessionId, now) {
      const signing = signingKeyOf(keys, now.getTime());
      const alg = algorithmOf(signing);
      const issuedAt = now.getTime() / 1000;
      const token = await new SignJWT({
        sid: sessionId,
        role: user.role,
        scope: scopesOfRole(user.role).join(' '),
        iat: issuedAt,
        ...(user.customerId !== null && { customer_id: user.customerId }),
        ...(user.employeeId !== null && { employee_id: String(user.employeeId) }),
      })
        .setProtectedHeader({ alg, typ: 'at+jwt', kid: signing.kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(String(user.id))
        .setJti(randomUUID())
        .setExpirationTime(Math.ceil(issuedAt) + accessTokenSeconds)
        .sign(await importJWK(withoutStart(signing), alg));
      return { token, expiresAt: new Date((Math.ceil(issuedAt) + accessTokenSeconds) * 1000) };
    },
    async verify(token) {
      const options = { issuer, audience, typ: 'at+jwt', algorithms: ['EdDSA', 'ES256'], requiredClaims: ['sub', 'exp', 'jti'] };
      const verified = await jwtVerify(token, createLocalJWKSet({ keys: [...publicKeys().keys] }), options).catch(() => null);
      return verified === null ? null : verified.payload;
    },
    derive: (purpose, text) => deriveWith(signingKeyOf(keys, Date.now()), purpose, text),
    derivations: (purpose, text) => keys.map((key) => deriveWith(key, purpose, text)),
    keys() {
      const signing = signingKeyOf(keys, Date.now());
      return [signing, ...publishedKeysOf(keys, Date.now()).filter((key) => key !== signing)];
    },
    get publicKeys() {
      return publicKeys();
    },
    replaceKeys(next) {
      keys = next;
    },
  };
}

function withoutStart({ signsFrom: _ours, ...jwk }: TokenKey): JWK {
  return jwk;
}

function publicKeyOf(key: TokenKey): JWK {
  const { d: _private, ...jwk } = withoutStart(key);
  return { ...jwk, alg: algorithmOf(key), use: 'sig' };
}
