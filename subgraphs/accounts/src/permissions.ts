// What the directives of schema.graphql cannot say: what is public, which rows who sees, and what is for sibling services.
import { nullUnless, type Permissions, permissionsOf, public_, rowRule, services, siblings } from '@tributary/auth-kit';
import type { DocumentNode } from 'graphql';
import type { Context } from './context.ts';
import type { CustomerModel, UserModel } from './mappers.ts';
import { seesCustomer, seesPrivate } from './visibility.ts';

const visibleCustomer = rowRule('own company, or staff', (customer: CustomerModel, { principal }: Context) =>
  seesCustomer(principal, customer),
);
const ownAffairs = nullUnless(
  rowRule('own, or holder of users:read', ({ id }: UserModel, { principal }: Context) => seesPrivate(principal, id)),
);

/** @throws {Error} when a coordinate of the schema is not covered. */
export function permissionsFor(typeDefs: DocumentNode): Permissions {
  return permissionsOf<Context>(typeDefs, {
    Query: {
      me: public_,
      internalCustomer: services('orders'),
      internalRevocations: services('gateway'),
      internalApiKeyPrincipal: services('gateway'),
      internalErasedUsers: services('reviews'),
    },
    Mutation: {
      signIn: public_,
      refreshSession: public_,
      signOut: public_,
      requestPasswordReset: public_,
      resetPassword: public_,
      acceptInvite: public_,
      revokeAccessToken: public_,
      internalRecordApiKeyUsage: services('gateway'),
      internalRecordAudit: siblings,
    },
    User: {
      id: public_,
      displayName: public_,
      email: ownAffairs,
      name: ownAffairs,
      role: ownAffairs,
      status: ownAffairs,
      scopes: ownAffairs,
      customer: ownAffairs,
      employee: ownAffairs,
      sessions: ownAffairs,
      apiKeys: ownAffairs,
      consents: ownAffairs,
      createdAt: ownAffairs,
    },
    Customer: { rows: visibleCustomer },
    // Reached only through fields that are guarded themselves.
    Session: public_,
    ApiKey: public_,
    ApiKeyUsage: public_,
    Territory: public_,
    Address: public_,
    TokenSet: public_,
    UserConnection: public_,
    UserEdge: public_,
    CustomerConnection: public_,
    CustomerEdge: public_,
    // Reached through auditTrail only.
    AuditEvent: public_,
    AuditCredential: public_,
    AuditOrigin: public_,
    AuditChange: public_,
    AuditEventConnection: public_,
    AuditEventEdge: public_,
    PersonalDataPayload: public_,
    PageInfo: public_,
    UserError: public_,
    SignInPayload: public_,
    SignOutPayload: public_,
    RevokeAccessTokenPayload: public_,
    RevokeSessionsPayload: public_,
    ChangePasswordPayload: public_,
    RequestPasswordResetPayload: public_,
    UserPayload: public_,
    CustomerPayload: public_,
    CreateApiKeyPayload: public_,
    RevokeApiKeyPayload: public_,
    CreateOAuthClientPayload: public_,
    OAuthClientPayload: public_,
    // Reached through User.consents only.
    Consent: public_,
    RevokeConsentPayload: public_,
    DeleteOAuthClientPayload: public_,
    InternalCustomer: public_,
    InternalRevocations: public_,
    InternalRevocation: public_,
    InternalPrincipal: public_,
  });
}
