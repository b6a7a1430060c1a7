// What prisma/accounts/schema.prisma says of published fields is true.
import { testSubgraph, untrueAnnotations } from '@tributary/test-kit';
import { afterAll, expect, it } from 'vitest';

const subgraph = await testSubgraph('accounts');
afterAll(() => subgraph.stop());

const ofUsers = (selection: string) => `{ users(first: 100) { nodes { ${selection} } } }`;
const ofKeys = (selection: string) => ofUsers(`apiKeys { ${selection} }`);

const rows = `
  INSERT INTO "Session" ("id", "userId", "expiresAt") SELECT 's' || "id", "id", now() + interval '1 day' FROM "User";
  INSERT INTO "ApiKey" ("userId", "name", "prefix", "hash", "scopes", "requestsPerMinute") SELECT "id", 'key', 'trib', 'h' || "id", '{}', 1 FROM "User";
  INSERT INTO "ApiKeyUsage" ("apiKeyId", "day", "requests") SELECT "id", current_date - 1, 7 FROM "ApiKey";
  INSERT INTO "OAuthClient" ("id", "ownerId", "kind", "name", "customerId") SELECT 'c', "id", 'SERVICE', 'client', "customerId" FROM "User" WHERE "customerId" IS NOT NULL LIMIT 1;
  INSERT INTO "Consent" ("userId", "clientId", "scopes") SELECT "id", 'c', '{"orders:read"}' FROM "User";
  INSERT INTO "AuditSubject" ("subject") SELECT 'user:' || "id" FROM "User" LIMIT 1;
  SELECT audit_make_partition(now());
  INSERT INTO "AuditEvent" ("id", "at", "service", "action", "actor", "credentialKind", "objectType", "objectId", "requestId", "changes")
    SELECT gen_random_uuid(), now() - interval '1 minute', 'accounts', 'user.invite', 'client:a', 'session', 'Customer', 'ALFKI', 'r', '[]' FROM "AuditSubject";
`;

it('each field changes with the column that it is said to be read from', { timeout: 60_000 }, async () => {
  const untrue = await untrueAnnotations(subgraph, 'accounts', {
    ask: {
      ApiKey: ofKeys,
      ApiKeyUsage: (selection) => ofKeys(`usage { ${selection} }`),
      AuditEvent: (selection) => `{ auditTrail { nodes { ${selection} } } }`,
      Consent: (selection) => ofUsers(`consents { ${selection} }`),
      Customer: (selection) => `{ customers(first: 2) { nodes { ${selection} } } }`,
      Employee: (selection) => `{ employees { ${selection} } }`,
      OAuthClient: (selection) => `{ oauthClients { ${selection} } }`,
      Session: (selection) => ofUsers(`sessions { ${selection} }`),
      Territory: (selection) => `{ employees { territories { ${selection} } } }`,
      User: ofUsers,
    },
    behind: {
      'ApiKey.usage': ' { day }',
      'Employee.reports': ' { id }',
      'Employee.territories': ' { id }',
      'User.apiKeys': ' { id }',
      'User.consents': ' { clientId }',
      'User.sessions': ' { id }',
    },
    values: { 'Session.expiresAt': "now() - interval '1 day'" },
    rows,
    // What the trail seals and whom it names needs their keys: the tests of the audit trail show it.
    except: ['about', 'actor', 'changes', 'objectId', 'originOwner', 'sealedChanges', 'sealedOrigin'].map(
      (column) => `AuditEvent.${column}`,
    ),
  });
  expect(untrue).toEqual([]);
});
