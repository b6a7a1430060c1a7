// The sign-in of a browser at the provider: it stands for the session that its password started, and ends with it.
import { Provider } from 'oidc-provider';
import { endSessions } from '../sessions.ts';
import type { Store } from './adapter.ts';

/** What the sign-in page hands over with a login, for as long as the request that takes it. */
function justSignedIn(): string | undefined {
  const login = Provider.ctx?.oidc.result?.login as { sessionId?: string } | undefined; // by interactions.ts
  return login?.sessionId;
}

/** The session that a browser's sign-in stands for. The browser's name changes with every step, the provider's `uid` for it does not. */
export async function sessionOfBrowser({ db }: Pick<Store, 'db'>, uid: string | undefined): Promise<string | null> {
  const signedIn = justSignedIn();
  if (signedIn !== undefined || uid === undefined) return signedIn ?? null;
  const row = await db.oAuthArtifact.findFirst({ where: { kind: 'Session', uid }, orderBy: { expiresAt: 'desc' } });
  return row?.sessionId ?? null;
}

/** Ends a browser's sign-in with the sessions that clients got through it. */
export async function endBrowser({ db, announce }: Store, sessionId: string): Promise<void> {
  const which = { OR: [{ id: sessionId }, { grant: { startedBy: sessionId } }] };
  for (const revocation of await db.$transaction((transaction) => endSessions(transaction, which))) announce(revocation);
}
