// Grants: a session of a person in a client's hands, so that whatever ends sessions ends them; and the refresh tokens of such sessions.
import { randomUUID } from 'node:crypto';
import type { ClientOrigin } from '@tributary/auth-kit';
import { numberOf } from '@tributary/subgraph-kit';
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import type { OAuthGrant, Prisma, Session, User } from '../generated/prisma/client.ts';
import { hashOf } from '../secrets.ts';
import { endSessions, isLive, lockUser } from '../sessions.ts';
import type { Store } from './adapter.ts';
import { api, identityScopes, interactionSeconds } from './terms.ts';

const maxDeviceLength = 200;
const seconds = (instant: Date) => Math.floor(instant.getTime() / 1000);
const isIdentity = (scope: string) => identityScopes.some((known) => known === scope);

export interface NewGrant {
  readonly userId: number;
  readonly client: { readonly id: string; readonly name: string };
  readonly scopes: readonly string[];
  /** What was asked for and is not given, so that nobody is asked again for the same sign-in. */
  readonly declined: readonly string[];
  /** The browser's own session; null when it is not to end this one, as with a device. */
  readonly startedBy: string | null;
  readonly origin: ClientOrigin;
}

/**
 * Starts the session of a grant; it ends soon unless a code is exchanged for it.
 * @throws {errors.AccessDenied} when the person may not sign in any more.
 */
export async function startGrant({ db }: Pick<Store, 'db'>, given: NewGrant): Promise<string> {
  const { userId, client, scopes, declined, startedBy, origin } = given;
  const device = [client.name, origin.agent].filter(Boolean).join(', ').slice(0, maxDeviceLength);
  return db.$transaction(async (transaction) => {
    const user = await lockUser(transaction, userId, 'shared');
    if (user?.status !== 'ACTIVE') throw new errors.AccessDenied();
    const session = await transaction.session.create({
      data: {
        id: randomUUID(),
        userId,
        device,
        ipAddress: origin.address,
        expiresAt: new Date(Date.now() + interactionSeconds * 1000),
        grant: { create: { clientId: client.id, scopes: [...scopes], declined: [...declined], startedBy } },
      },
    });
    return session.id;
  });
}

type Row = OAuthGrant & { readonly session: Session & { readonly user: User } };
const withSession = { session: { include: { user: true } } } as const;

const isGood = (row: Row | null): row is Row => row !== null && isLive(row.session, new Date()) && row.session.user.status === 'ACTIVE';

export function grants({ db, announce }: Store): Pick<Adapter, 'find' | 'destroy'> {
  return {
    async find(id) {
      const row = await db.oAuthGrant.findUnique({ where: { sessionId: id }, include: withSession });
      return isGood(row) ? payloadOfGrant(row) : undefined;
    },
    /** A grant is revoked: by its client, by somebody who used a code or a token twice. */
    async destroy(id) {
      for (const revocation of await db.$transaction((transaction) => endSessions(transaction, { id }))) announce(revocation);
    },
  };
}

function payloadOfGrant({ sessionId, clientId, scopes, declined, session }: Row): AdapterPayload {
  const given = (list: readonly string[]) => ({
    openid: { scope: list.filter(isIdentity).join(' ') },
    resources: { [api]: list.join(' ') },
  });
  return {
    kind: 'Grant',
    jti: sessionId,
    iat: seconds(session.createdAt),
    exp: seconds(session.expiresAt),
    accountId: String(session.userId),
    clientId,
    ...given(scopes),
    ...(declined.length > 0 && { rejected: given(declined) }),
  };
}

/** What a refresh token repeats of the sign-in that it comes from. */
export interface SignInFacts {
  readonly scope: string;
  readonly authTime?: number;
  readonly amr?: string[];
  readonly acr?: string;
  readonly sid?: string;
}

export function refreshTokens({ db }: Store): Pick<Adapter, 'find' | 'upsert' | 'destroy'> {
  return {
    /** The first of a session; sessions.ts makes its successors. */
    async upsert(id, { grantId = '', scope = '', authTime, amr, acr, sid }) {
      const facts = JSON.parse(JSON.stringify({ scope, authTime, amr, acr, sid })) as Prisma.InputJsonObject; // without what is undefined
      await db.oAuthGrant.update({
        where: { sessionId: grantId },
        data: { refresh: facts, session: { update: { tokens: { create: { hash: hashOf(id) } } } } },
      });
    },
    async find(id) {
      const include = { session: { include: { grant: true } } };
      const token = await db.refreshToken.findUnique({ where: { hash: hashOf(id) }, include });
      const grant = token?.session.grant ?? null;
      if (token === null || grant === null || !isLive(token.session, new Date())) return undefined;
      return {
        ...(grant.refresh as Prisma.JsonObject | null), // written above
        kind: 'RefreshToken',
        jti: id,
        iat: seconds(token.session.createdAt),
        exp: seconds(token.session.expiresAt),
        accountId: String(token.session.userId),
        clientId: grant.clientId,
        grantId: grant.sessionId,
        ...(token.spentAt !== null && { consumed: seconds(token.spentAt) }),
      };
    },
    /** Its grant is revoked in the same breath, and ends it. */
    destroy: async () => undefined,
  };
}

export const userIdOf = (accountId: string): number => numberOf(accountId);
