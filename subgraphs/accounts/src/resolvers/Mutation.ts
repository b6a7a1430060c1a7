// Mutation fields of the accounts service.
import { forgettingReads, type Outcome, payloadOf } from '@tributary/subgraph-kit';
import { createApiKey, recordUsage, revokeApiKey } from '../api-keys.ts';
import { acceptAuditOf, parseAuditEvents } from '../audit/accept.ts';
import { revokeConsent } from '../consents.ts';
import { createCustomer, updateCustomer } from '../customers.ts';
import type { MutationResolvers } from '../generated/schema.ts';
import { createOAuthClient, deleteOAuthClient, rotateOAuthClientSecret, updateOAuthClient, type WithSecret } from '../oauth-clients.ts';
import { erasePerson, exportPersonalData, type PersonalData } from '../persons.ts';
import { refreshSession, revokeAccessToken, revokeSessions, type SignedIn, signOut } from '../sessions.ts';
import { acceptInvite, changePassword, requestPasswordReset, resetPassword, signIn } from '../sign-in.ts';
import { changeUserRole, inviteUser, setUserStatus } from '../users.ts';

export const Mutation: MutationResolvers = forgettingReads({
  signIn: async (_parent, { input }, context) => signInPayload(await signIn(context, input)),
  refreshSession: async (_parent, { input }, context) => signInPayload(await refreshSession(context, input.refreshToken)),
  signOut: async (_parent, { input }, context) => errorsOf(await signOut(context, input?.refreshToken ?? null)),
  revokeSessions: async (_parent, { input }, context) => {
    const outcome = await revokeSessions(context, input.sessionId ?? null);
    return { revoked: outcome.kind === 'done' ? outcome.value : 0, ...errorsOf(outcome) };
  },
  changePassword: async (_parent, { input }, context) => errorsOf(await changePassword(context, input)),
  requestPasswordReset: (_parent, { input }, context) => {
    requestPasswordReset(context, input.email);
    return { userErrors: [] };
  },
  resetPassword: async (_parent, { input }, context) => signInPayload(await resetPassword(context, input)),
  inviteUser: async (_parent, { input }, context) => payloadOf('user', await inviteUser(context, input)),
  acceptInvite: async (_parent, { input }, context) => signInPayload(await acceptInvite(context, input)),
  changeUserRole: async (_parent, { input }, context) => payloadOf('user', await changeUserRole(context, input)),
  setUserStatus: async (_parent, { input }, context) => payloadOf('user', await setUserStatus(context, input)),
  createCustomer: async (_parent, { input }, context) => payloadOf('customer', await createCustomer(context, input)),
  updateCustomer: async (_parent, { input }, context) => payloadOf('customer', await updateCustomer(context, input)),
  createApiKey: async (_parent, { input }, context) => {
    const outcome = await createApiKey(context, input);
    return outcome.kind === 'done' ? { ...outcome.value, userErrors: [] } : { apiKey: null, secret: null, userErrors: outcome.userErrors };
  },
  revokeApiKey: async (_parent, { input }, context) => payloadOf('apiKey', await revokeApiKey(context, input.id)),
  createOAuthClient: async (_parent, { input }, context) => withSecret(await createOAuthClient(context, input)),
  updateOAuthClient: async (_parent, { input }, context) => payloadOf('oauthClient', await updateOAuthClient(context, input)),
  rotateOAuthClientSecret: async (_parent, { input }, context) => withSecret(await rotateOAuthClientSecret(context, input.id)),
  deleteOAuthClient: async (_parent, { input }, context) => payloadOf('deletedId', await deleteOAuthClient(context, input.id)),
  revokeConsent: async (_parent, { input }, context) => payloadOf('clientId', await revokeConsent(context, input.clientId)),
  exportPersonalData: async (_parent, { input }, context) => exportPayload(await exportPersonalData(context, input.userId)),
  erasePerson: async (_parent, { input }, context) => payloadOf('user', await erasePerson(context, input.userId)),
  internalRecordAudit: async (_parent, { events }, context) => {
    await acceptAuditOf(context.caller, context)(parseAuditEvents(events));
    return true;
  },
  revokeAccessToken: async (_parent, { input }, context) => errorsOf(await revokeAccessToken(context, input.accessToken)),
  internalRecordApiKeyUsage: async (_parent, { entries }, { db }) => {
    await recordUsage(db, entries);
    return true;
  },
});

const errorsOf = (outcome: Outcome<unknown>) => ({ userErrors: outcome.kind === 'done' ? [] : outcome.userErrors });

function withSecret(outcome: Outcome<WithSecret>) {
  return outcome.kind === 'done'
    ? { ...outcome.value, userErrors: [] }
    : { oauthClient: null, secret: null, userErrors: outcome.userErrors };
}

function exportPayload(outcome: Outcome<PersonalData>) {
  return outcome.kind === 'done' ? { ...outcome.value, userErrors: [] } : { json: null, user: null, userErrors: outcome.userErrors };
}

function signInPayload(outcome: Outcome<SignedIn>) {
  return outcome.kind === 'done'
    ? { ...outcome.value, userErrors: [] }
    : { tokens: null, user: null, deviceToken: null, userErrors: outcome.userErrors };
}
