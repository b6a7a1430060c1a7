// Who has allowed something is not asked again, nor is anybody for a client of our own; each sign-in is a grant of its own all the same.
import type { Grant, KoaContextWithOIDC } from 'oidc-provider';
import { isConsented } from '../consents.ts';
import type { User } from '../generated/prisma/client.ts';
import type { Store } from './adapter.ts';
import { heldBy } from './api-server.ts';
import { sessionOfBrowser } from './browser-sessions.ts';
import { startGrant, userIdOf } from './grants.ts';
import { originOf } from './origin.ts';
import { api, identityScopes } from './terms.ts';

export function existingGrant(store: Store): (ctx: KoaContextWithOIDC) => Promise<Grant | undefined> {
  return async (ctx) => {
    const { provider, client, result, session, account, prompts } = ctx.oidc;
    const consented = result?.consent?.grantId;
    if (consented !== undefined) return provider.Grant.find(consented);
    if (client === undefined || account === undefined || session === undefined) return undefined;
    // Anybody can claim to be a native app, so people are asked each time; and whoever asks for a prompt gets it.
    if (client.applicationType === 'native' || ctx.oidc.promptPending('login') || ctx.oidc.promptPending('consent') || prompts.has('login'))
      return undefined;
    const userId = userIdOf(account.accountId);
    const wanted = wantedScopes(ctx);
    const scopes = grantableScopes(wanted, (account['user'] as User).role); // by findAccount
    const isOwn = client['first_party'] === true; // by clientMetadata
    if (!isOwn && !(await isConsented(store.db, { userId, clientId: client.clientId, scopes }))) return undefined;
    const declined = wanted.filter((scope) => !scopes.includes(scope));
    const startedBy = await sessionOfBrowser(store, session.uid);
    const named = { id: client.clientId, name: client.clientName ?? client.clientId };
    return provider.Grant.find(await startGrant(store, { userId, client: named, scopes, declined, startedBy, origin: originOf(ctx.req) }));
  };
}

/** What is asked for, as far as it exists and the client may have it. */
function wantedScopes({ oidc }: KoaContextWithOIDC): string[] {
  const available = oidc.resourceServers?.[api]?.scopes ?? new Set<string>();
  return [...oidc.requestParamScopes].filter((scope) => available.has(scope));
}

/** Of some scopes, those of identity and those that a role holds. */
export function grantableScopes(wanted: readonly string[], role: string): string[] {
  const held = heldBy(role, wanted);
  return wanted.filter((scope) => identityScopes.some((known) => known === scope) || held.includes(scope));
}
