// Codes, interactions and sign-ins of browsers: stored under the hash of their name, and without it.
import { type Adapter, type AdapterPayload, errors, Provider } from 'oidc-provider';
import type { OAuthArtifact, Prisma } from '../generated/prisma/client.ts';
import { hashOf } from '../secrets.ts';
import { endSessions, isLive, sessionMs } from '../sessions.ts';
import type { Store } from './adapter.ts';
import { sessionOfBrowser } from './browser-sessions.ts';

/** Names a device code towards our own pages, which know it by what a person typed. Who polls has to bring the code itself. */
const handleStart = 'sha256:';

function keyOf(kind: string, id: string): string {
  const isHandle = kind === 'DeviceCode' && id.startsWith(handleStart) && Provider.ctx?.oidc.route !== 'token';
  return isHandle ? id.slice(handleStart.length) : hashOf(id);
}

/** The payload without what opens something: its own name, the browser's cookie, what a person has to type. */
function withoutSecrets(id: string, { jti: _jti, userCode: _userCode, ...payload }: AdapterPayload): Prisma.InputJsonObject {
  const { cookie: _cookie, ...session } = (payload['session'] ?? {}) as { cookie?: string }; // of an interaction
  const { returnTo } = payload;
  const kept = {
    ...payload,
    ...(payload['session'] !== undefined && { session }),
    ...(returnTo?.endsWith(id) && { returnTo: returnTo.slice(0, -id.length) }),
  };
  return JSON.parse(JSON.stringify(kept)) as Prisma.InputJsonObject; // just made
}

function payloadOf(id: string, { payload, consumedAt }: OAuthArtifact): AdapterPayload {
  const kept = payload as AdapterPayload; // written by withoutSecrets
  return {
    ...kept,
    jti: id,
    ...(kept.returnTo !== undefined && { returnTo: `${kept.returnTo}${id}` }),
    ...(consumedAt !== null && { consumed: Math.floor(consumedAt.getTime() / 1000) }),
  };
}

export function artifacts({ db, announce }: Store, kind: string): Adapter {
  const isBrowser = kind === 'Session';
  /** A sign-in of a browser is good as long as the session that it started, and its owner. */
  const isGood = async ({ payload, sessionId }: OAuthArtifact): Promise<boolean> => {
    if (!isBrowser || (payload as AdapterPayload).accountId === undefined) return true; // nobody has signed in yet
    const session = sessionId === null ? null : await db.session.findUnique({ where: { id: sessionId }, include: { user: true } });
    return session !== null && isLive(session, new Date()) && session.user.status === 'ACTIVE';
  };
  const found = async (id: string, row: OAuthArtifact | null) => (row === null || !(await isGood(row)) ? undefined : payloadOf(id, row));
  return {
    async upsert(id, payload, expiresIn = 0) {
      const hash = keyOf(kind, id);
      const data = {
        payload: withoutSecrets(id, payload),
        sessionId: isBrowser ? await sessionOfBrowser({ db }, payload.uid) : (payload.grantId ?? null),
        uid: payload.uid ?? null,
        ...(payload.userCode !== undefined && { userCodeHash: hashOf(payload.userCode) }),
        expiresAt: new Date(Date.now() + expiresIn * 1000),
      };
      await db.oAuthArtifact.upsert({ where: { hash }, create: { hash, kind, ...data }, update: data });
    },
    async find(id) {
      return found(
        id,
        await db.oAuthArtifact.findFirst({ where: { hash: keyOf(kind, id), kind, ...(isBrowser && { consumedAt: null }) } }),
      );
    },
    async findByUid(uid) {
      return found('', await db.oAuthArtifact.findFirst({ where: { kind, uid, consumedAt: null }, orderBy: { expiresAt: 'desc' } }));
    },
    async findByUserCode(userCode) {
      const row = await db.oAuthArtifact.findUnique({ where: { userCodeHash: hashOf(userCode) } });
      return row === null ? undefined : { ...payloadOf(`${handleStart}${row.hash}`, row), userCode };
    },
    /** A code is used once. Its first use starts the session that was granted; the second ends it, even when both come at once. */
    async consume(id) {
      const hash = keyOf(kind, id);
      const now = new Date();
      const revocations = await db.$transaction(async (transaction) => {
        const [used] = await transaction.oAuthArtifact.updateManyAndReturn({
          where: { hash, consumedAt: null },
          data: { consumedAt: now },
        });
        const sessionId = used?.sessionId ?? (await transaction.oAuthArtifact.findUnique({ where: { hash } }))?.sessionId ?? null;
        if (used === undefined) return sessionId === null ? [] : endSessions(transaction, { id: sessionId });
        if (sessionId !== null)
          await transaction.session.updateMany({
            where: { id: sessionId, endedAt: null },
            data: { expiresAt: new Date(now.getTime() + sessionMs), lastUsedAt: now },
          });
        return null;
      });
      if (revocations === null) return;
      for (const revocation of revocations) announce(revocation);
      throw new errors.InvalidGrant('the code was used before');
    },
    async destroy(id) {
      const where = { hash: keyOf(kind, id) };
      // Of a browser it stays for a while: the row with its next name asks whose it was.
      if (isBrowser) await db.oAuthArtifact.updateMany({ where, data: { consumedAt: new Date() } });
      else await db.oAuthArtifact.deleteMany({ where });
    },
    async revokeByGrantId(grantId) {
      await db.oAuthArtifact.deleteMany({ where: { kind, sessionId: grantId } });
    },
  };
}
