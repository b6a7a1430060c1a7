// Access tokens of clients: JWTs with the claims that signIn's have, kept nowhere; asked about, they are verified.
import type { JWTPayload } from 'jose';
import type { AccessToken, AdapterPayload, ClientCredentials, KoaContextWithOIDC } from 'oidc-provider';
import type { AccessTokens } from '../access-tokens.ts';
import type { PrismaClient, User } from '../generated/prisma/client.ts';

export interface ApiTokens {
  /** The claims of a token of a client that is good now; null for any other. */
  verified(token: string): Promise<JWTPayload | null>;
  /** The same as oidc-provider reads it. */
  find(token: string): Promise<AdapterPayload | undefined>;
}

export function createApiTokens(db: PrismaClient, accessTokens: Pick<AccessTokens, 'verify'>): ApiTokens {
  const verified: ApiTokens['verified'] = async (token) => {
    const claims = await accessTokens.verify(token);
    if (typeof claims?.['client_id'] !== 'string') return null;
    return (await isRevoked(db, claims)) ? null : claims;
  };
  return {
    verified,
    async find(token) {
      const claims = await verified(token);
      if (claims === null || typeof claims['sid'] !== 'string') return undefined; // a service's: it acts for nobody
      const { jti, sub, iat, exp, sid, client_id: clientId, scope } = claims as Record<string, string> & JWTPayload; // of ours, just verified
      return { kind: 'AccessToken', jti, accountId: sub, iat, exp, grantId: sid, clientId, scope } as AdapterPayload; // with the claims above
    },
  };
}

/** Rows outlive the tokens that they concern, so they are the whole truth. */
async function isRevoked(db: PrismaClient, { sid, sub = '', jti = '', client_id: clientId, iat = 0 }: JWTPayload): Promise<boolean> {
  const after = { notBefore: { gt: new Date(iat * 1000) } };
  const session =
    typeof sid === 'string'
      ? [
          { kind: 'SESSION' as const, subjectId: sid },
          { kind: 'USER' as const, subjectId: sub, ...after },
        ]
      : [];
  const rows = await db.revocation.count({
    where: { OR: [...session, { kind: 'TOKEN', subjectId: jti }, { kind: 'CLIENT', subjectId: String(clientId), ...after }] },
  });
  return rows > 0;
}

/** Completes the claims of a token. Its `iat` is a moment before anything was read that it stands on, in fractional seconds. */
export function addClaims(ctx: KoaContextWithOIDC, token: AccessToken | ClientCredentials, payload: Record<string, unknown>): void {
  payload['iat'] = issuedAtOf(ctx).getTime() / 1000;
  if (token.kind === 'ClientCredentials') {
    const customerId = ctx.oidc.client?.['customer_id'];
    if (customerId !== undefined) payload['customer_id'] = customerId;
    return;
  }
  const { role, customerId, employeeId } = userOf(ctx);
  payload['sid'] = (token as AccessToken).grantId; // the other kind has returned
  payload['role'] = role;
  if (customerId !== null) payload['customer_id'] = customerId;
  if (employeeId !== null) payload['employee_id'] = String(employeeId);
}

const issuedAt = new WeakMap<KoaContextWithOIDC['req'], Date>();

/** The moment that tokens of a request are issued at: when it came, unless it had to wait and saw what happened meanwhile. */
export const issueAt = ({ req }: Pick<KoaContextWithOIDC, 'req'>, moment: Date): void => void issuedAt.set(req, moment);
const issuedAtOf = ({ req }: KoaContextWithOIDC): Date => issuedAt.get(req) ?? new Date();

function userOf({ oidc }: KoaContextWithOIDC): User {
  if (oidc.account === undefined) throw new Error('A token of a person is made for nobody.');
  return oidc.account['user'] as User; // by findAccount
}
