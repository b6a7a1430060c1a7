// Who may read what the contract does not name: each coordinate, or a whole type, that the subgraphs have added to it.

/** All of `scopes` (each a choice of lists of scopes) have to be met; with `services` it is for these siblings and nobody else. */
export interface Rule {
  readonly scopes: readonly (readonly (readonly string[])[])[];
  readonly services?: readonly string[];
}

const anyone: Rule = { scopes: [] };
/** All of the scopes. */
const holding = (...scopes: readonly string[]): Rule => ({ scopes: [[scopes]] });
const anyoneSignedIn: Rule = { scopes: [[[]]] };
const only = (...services: readonly string[]): Rule => ({ scopes: [], services });

/** A coordinate that is neither here nor in the contract fails the matrix. */
export const additions: Readonly<Record<string, Rule>> = {
  'Query.internalCustomer': only('orders'),
  'Query.internalRevocations': only('gateway'),
  'Query.internalApiKeyPrincipal': only('gateway'),
  'Query.internalErasedUsers': only('reviews'),
  'Mutation.internalRecordApiKeyUsage': only('gateway'),
  'Mutation.internalRecordAudit': only('catalog', 'inventory', 'orders', 'reviews'),
  'Mutation.revokeAccessToken': anyone,
  RevokeAccessTokenPayload: anyone,
  'SignInPayload.deviceToken': anyone,
  'Query.oauthClients': holding('clients:read'),
  'Query.oauthClient': holding('clients:read'),
  'Mutation.createOAuthClient': holding('clients:write'),
  'Mutation.updateOAuthClient': holding('clients:write'),
  'Mutation.rotateOAuthClientSecret': holding('clients:write'),
  'Mutation.deleteOAuthClient': holding('clients:write'),
  'Mutation.revokeConsent': holding('account:manage'),
  'User.consents': { scopes: [[['account:manage'], ['users:read']]] },
  Consent: anyone,
  RevokeConsentPayload: anyone,
  CreateOAuthClientPayload: anyone,
  OAuthClientPayload: anyone,
  DeleteOAuthClientPayload: anyone,
  OAuthClient: anyoneSignedIn,
  'OAuthClient.customer': holding('customers:read'),
  'Query.auditTrail': holding('audit:read'),
  'Mutation.exportPersonalData': holding('users:write', 'audit:read'),
  'Mutation.erasePerson': holding('users:write', 'audit:read'),
  AuditEvent: anyone,
  AuditCredential: anyone,
  AuditOrigin: anyone,
  AuditChange: anyone,
  AuditEventConnection: anyone,
  AuditEventEdge: anyone,
  PersonalDataPayload: anyone,
  'User.personalDataInOrders': holding('users:write', 'audit:read'),
  'User.personalDataInReviews': holding('users:write', 'audit:read'),
  'Query.internalProducts': only('orders'),
  'Query.internalAvailability': only('orders'),
  'Mutation.internalReserveStock': only('orders'),
  'Mutation.internalReleaseStock': only('orders'),
  'Mutation.internalShipStock': only('orders'),
  'Query.internalHasBought': only('reviews'),
  // Reached only through the fields above.
  InternalCustomer: anyone,
  InternalRevocations: anyone,
  InternalRevocation: anyone,
  InternalPrincipal: anyone,
  InternalStockResult: anyone,
  InternalAvailability: anyone,
};
