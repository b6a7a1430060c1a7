// Who signs access tokens in the tests of the gateway: an issuer with one Ed25519 key, as accounts is one.
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

type Key = Parameters<SignJWT['sign']>[0];

export interface TokenOptions {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly header?: { readonly alg?: string; readonly typ?: string; readonly kid?: string };
  readonly key?: Key;
}

export interface Identity {
  readonly issuer: string;
  /** What stands at its JWKS address. */
  readonly jwks: { readonly keys: readonly object[] };
  /** A good token of a customer's user, unless something is said to be different; `undefined` takes a claim out. */
  token(options?: TokenOptions): Promise<string>;
}

/** The principal that the token tells of when nothing is said. */
export const customer = {
  kind: 'user',
  userId: '11',
  role: 'CUSTOMER',
  scopes: ['customers:read', 'orders:read'],
  customerId: 'ALFKI',
  employeeId: null,
  sessionId: 'session-1',
  apiKeyId: null,
} as const;

export async function createIdentity(): Promise<Identity> {
  const issuer = 'https://issuer.test';
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  return {
    issuer,
    jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: 'test', use: 'sig', alg: 'EdDSA' }] },
    token: ({ claims = {}, header = {}, key = privateKey } = {}) => {
      const now = Math.floor(Date.now() / 1000);
      const good = {
        iss: issuer,
        aud: 'tributary',
        sub: '11',
        sid: 'session-1',
        role: 'CUSTOMER',
        scope: 'orders:read customers:read',
        customer_id: 'ALFKI',
        iat: now,
        exp: now + 300,
      };
      return new SignJWT({ ...good, ...claims }).setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: 'test', ...header }).sign(key);
    },
  };
}
