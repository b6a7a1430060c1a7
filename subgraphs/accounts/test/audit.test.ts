// The audit trail: who did what, that nobody can change it, and what is left of a person who is erased.
import { randomUUID } from 'node:crypto';
import { dropOldPartitions } from '@tributary/database-kit';
import { testSubgraph, until } from '@tributary/test-kit';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { person } from './support.ts';

const accounts = await testSubgraph('accounts', { env: { AUDIT_RELAY_INTERVAL_MS: '10' } });
const service = new pg.Client({ connectionString: accounts.config.databaseUrl });
const owner = new pg.Client({ connectionString: accounts.ownerUrl });
await Promise.all([service.connect(), owner.connect()]);

afterAll(async () => {
  await Promise.all([service.end(), owner.end()]);
  await accounts.stop();
});

const entries = `{ nodes { action actor actorUser { id } credential { kind id } objectType objectId objectUser { id } origin { address agent }
  changes { field before after state } } totalCount pageInfo { endCursor hasNextPage } }`;

interface Entry {
  readonly action: string;
  readonly actor: string;
  readonly actorUser: { readonly id: string } | null;
  readonly objectId: string;
  readonly objectUser: { readonly id: string } | null;
  readonly origin: { readonly address: string | null } | null;
  readonly changes: readonly {
    readonly field: string;
    readonly before: string | null;
    readonly after: string | null;
    readonly state: string;
  }[];
}

/** Until every entry on its way has arrived. */
const arrived = () => until('an empty outbox', async () => (await owner.query('SELECT 1 FROM "AuditOutbox"')).rowCount === 0);

/** The trail, after everything on its way has arrived. */
async function trail(filter: object, first = 20): Promise<{ nodes: Entry[]; totalCount: number; pageInfo: { endCursor: string } }> {
  await arrived();
  const document = `query ($filter: AuditFilter, $first: Int) { auditTrail(first: $first, filter: $filter) ${entries} }`;
  const { data, errors } = await accounts.execute({ document, as: 'admin', variables: { filter, first } });
  expect(errors).toBeUndefined();
  return data?.['auditTrail'];
}

async function invited(name: string): Promise<string> {
  const input = { email: `${randomUUID()}@northwind.test`, name, role: 'ADMIN' };
  const document = 'mutation ($input: InviteUserInput!) { inviteUser(input: $input) { user { id } userErrors { code } } }';
  const { data } = await accounts.execute({ document, as: 'admin', variables: { input } });
  return data?.['inviteUser']?.user.id;
}

const erase = (userId: string) =>
  accounts.execute({
    document: 'mutation ($input: ErasePersonInput!) { erasePerson(input: $input) { user { email name status } userErrors { code } } }',
    as: 'admin',
    variables: { input: { userId } },
  });

describe('an entry', () => {
  it('tells who did what to whom, from where and with what, and what changed', async () => {
    const id = await invited('Paula Wilson');
    const { nodes } = await trail({ action: 'user.invite', objectType: 'User', objectId: id });
    expect(nodes).toHaveLength(1);
    expect(nodes[0]).toMatchObject({
      actor: expect.stringMatching(/^user:[0-9a-f-]{36}$/),
      actorUser: { id: expect.stringMatching(/^\d+$/) },
      credential: { kind: 'session', id: 'session of admin' },
      objectType: 'User',
      objectId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      objectUser: { id },
      origin: { address: '192.0.2.1', agent: 'vitest' },
    });
    expect(nodes[0]?.changes).toContainEqual({ field: 'name', before: null, after: '"Paula Wilson"', state: 'KNOWN' });
    expect(nodes[0]?.changes).toContainEqual({ field: 'role', before: null, after: '"ADMIN"', state: 'KNOWN' });
  });

  it('tells that a password was changed, and neither the old nor the new', async () => {
    const document =
      'mutation { changePassword(input: { currentPassword: "tributary", newPassword: "another secret" }) { userErrors { code } } }';
    await accounts.execute({ document, as: 'BLAUS' });
    const { nodes } = await trail({ action: 'user.changePassword' });
    expect(nodes[0]?.changes).toEqual([{ field: 'passwordHash', before: '"***"', after: '"***"', state: 'KNOWN' }]);
  });

  it('is not made by a command that was refused, nor by one that found nothing to change', async () => {
    const before = (await trail({})).totalCount;
    await accounts.execute({
      document: 'mutation { createCustomer(input: { companyName: "" }) { userErrors { code } } }',
      as: 'manager',
    });
    await accounts.execute({ document: 'mutation { updateCustomer(input: { id: "ALFKI" }) { userErrors { code } } }', as: 'manager' });
    expect((await trail({})).totalCount).toBe(before);
  });

  it('lies in the database without the name or the address of a person', async () => {
    await invited('Zebulon Quartermain');
    await arrived();
    const { rows } = await owner.query<{ line: string }>('SELECT t::text AS line FROM "AuditEvent" t');
    const text = rows.map(({ line }) => line).join('\n');
    expect(text).not.toMatch(/Zebulon|192\.0\.2\.1/);
  });
});

describe('the list', () => {
  it('is for holders of audit:read', async () => {
    const codeOf = async (as: string) =>
      (await accounts.execute({ document: '{ auditTrail(first: 1) { totalCount } }', as })).errors?.[0]?.extensions.code;
    expect([await codeOf('anonymous'), await codeOf('ALFKI'), await codeOf('manager'), await codeOf('admin')]).toEqual([
      'UNAUTHENTICATED',
      'FORBIDDEN',
      'FORBIDDEN',
      undefined,
    ]);
  });

  it('filters by actor, action, object and time, and turns pages', async () => {
    for (const name of ['A One', 'A Two', 'A Three']) await invited(name);
    const all = await trail({ action: 'user.invite' });
    const first = await trail({ action: 'user.invite' }, 2);
    expect(first.nodes).toEqual(all.nodes.slice(0, 2));
    const { data } = await accounts.execute({
      document: `query ($after: String) { auditTrail(first: 100, after: $after, filter: { action: "user.invite" }) ${entries} }`,
      as: 'admin',
      variables: { after: first.pageInfo.endCursor },
    });
    expect(data?.['auditTrail'].nodes).toEqual(all.nodes.slice(2));
    const admin = all.nodes[0]?.actorUser?.id;
    expect((await trail({ action: 'user.invite', actor: `user:${admin}` })).totalCount).toBe(all.totalCount);
    expect((await trail({ actor: 'user:999999' })).totalCount).toBe(0);
    expect((await trail({ to: '2020-01-01T00:00:00Z' })).totalCount).toBe(0);
    expect((await trail({ from: '2020-01-01T00:00:00Z', action: 'user.invite' })).totalCount).toBe(all.totalCount);
  });
});

describe('entries on their way', () => {
  const event = {
    id: randomUUID(),
    at: new Date().toISOString(),
    action: 'product.changePrice',
    actor: 'client:erp',
    credential: { kind: 'client', id: 'erp' },
    objectType: 'Product',
    objectId: '11',
    changes: [{ field: 'unitPrice', before: '"21"', after: '"22"', personal: false }],
    requestId: 'request-1',
    address: null,
    agent: null,
  };
  const document = 'mutation ($events: [String!]!) { internalRecordAudit(events: $events) }';
  const send = (as: string, ...events: unknown[]) =>
    accounts.execute({ document, as, variables: { events: events.map((one) => JSON.stringify(one)) } });

  it('may come twice and count once', async () => {
    await send('catalog', event);
    await send('catalog', event);
    const { nodes } = await trail({ action: 'product.changePrice', actor: 'client:erp' });
    expect(nodes).toHaveLength(1);
    expect(nodes[0]).toMatchObject({ actor: 'client:erp', objectId: '11' });
  });

  it('are taken from siblings only, and only as what they are', async () => {
    for (const as of ['admin', 'gateway']) expect((await send(as, event)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await send('catalog', { ...event, id: 'x' })).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('wait while the trail does not take them', async () => {
    await arrived();
    await owner.query('ALTER TABLE "AuditEvent" RENAME TO "Away"');
    const id = await invited('Patient Person');
    expect((await owner.query('SELECT 1 FROM "AuditOutbox"')).rowCount).toBe(1);
    await owner.query('ALTER TABLE "Away" RENAME TO "AuditEvent"');
    expect((await trail({ objectType: 'User', objectId: id })).totalCount).toBe(1);
  });

  it('are part of the change: what cannot be recorded is not done', async () => {
    await arrived();
    await owner.query('ALTER TABLE "AuditOutbox" RENAME TO "Away"');
    expect(await invited('Nobody')).toBeUndefined();
    await owner.query('ALTER TABLE "Away" RENAME TO "AuditOutbox"');
    expect((await owner.query(`SELECT 1 FROM "User" WHERE "name" = 'Nobody'`)).rowCount).toBe(0);
  });
});

describe('the role of the service', () => {
  const partition = `"AuditEvent_${new Date().toISOString().slice(0, 7).replace('-', '')}"`;

  it.each([
    'UPDATE "AuditEvent" SET "action" = \'nothing\'',
    'DELETE FROM "AuditEvent"',
    'TRUNCATE "AuditEvent"',
    'DROP TABLE "AuditEvent"',
    'ALTER TABLE "AuditEvent" DISABLE TRIGGER ALL',
    `UPDATE ${partition} SET "action" = 'nothing'`,
    `DELETE FROM ${partition}`,
    `DROP TABLE ${partition}`,
    `ALTER TABLE "AuditEvent" DETACH PARTITION ${partition}`,
    'CREATE TABLE "Mine" (id int)',
    'SET ROLE postgres',
  ])('is refused %s', async (statement) => {
    await invited('Some Body');
    await arrived();
    await expect(service.query(statement)).rejects.toMatchObject({ code: '42501' });
  });

  it.each([
    'UPDATE "AuditEvent" SET "action" = \'nothing\'',
    'DELETE FROM "AuditEvent"',
    `DELETE FROM ${partition}`,
    `TRUNCATE ${partition}`,
  ])('is not the only one: the owner does not %s by mistake either', async (statement) => {
    await expect(owner.query(statement)).rejects.toMatchObject({ code: '42501' });
  });
});

it('a value that was moved to another entry, or changed, is told as unreadable', async () => {
  const [one, two] = [await invited('One Person'), await invited('Two Person')];
  await arrived();
  await owner.query('BEGIN');
  await owner.query("SET LOCAL session_replication_role = 'replica'"); // what only a superuser can do: without the triggers
  await owner.query(
    `UPDATE "AuditEvent" t SET "sealedChanges" = overlay("sealedChanges" PLACING 'AAAA' FROM 60) 
       FROM "AuditSubject" s WHERE s."subject" = $1 AND t."objectId" = s."pseudonym"::text`,
    [`user:${one}`],
  );
  await owner.query('COMMIT');
  const nameIn = async (id: string) =>
    (await trail({ action: 'user.invite', objectType: 'User', objectId: id })).nodes[0]?.changes.find(({ field }) => field === 'name');
  expect(await nameIn(one)).toEqual({ field: 'name', before: null, after: null, state: 'UNREADABLE' });
  expect(await nameIn(two)).toMatchObject({ after: '"Two Person"', state: 'KNOWN' });
});

const traces = (id: string) => ({
  Session: `SELECT 1 FROM "Session" WHERE "userId" = ${id}`,
  OAuthGrant: `SELECT 1 FROM "OAuthGrant" WHERE "sessionId" = 'session-${id}'`,
  RefreshToken: `SELECT 1 FROM "RefreshToken" WHERE "sessionId" = 'session-${id}'`,
  Consent: `SELECT 1 FROM "Consent" WHERE "userId" = ${id}`,
  KnownDevice: `SELECT 1 FROM "KnownDevice" WHERE "userId" = ${id}`,
  OAuthArtifact: `SELECT 1 FROM "OAuthArtifact" WHERE "hash" LIKE '${id}-%'`,
  PasswordTries: `SELECT 1 FROM "PasswordTries" WHERE "account" = encode(sha256((SELECT "email" FROM "User" WHERE "id" = ${id})::bytea), 'hex')`,
  IdempotencyKey: `SELECT 1 FROM "IdempotencyKey" WHERE "subject" = 'user:${id}'`,
});

/** What using the system leaves in every table that knows a person. */
async function leaveTraces(id: string): Promise<void> {
  const oneDay = "now() + interval '1 day'";
  const statements = [
    `INSERT INTO "OAuthClient" ("id", "ownerId", "kind", "name") SELECT 'traced', "id", 'WEB_APP', 'x' FROM "User" WHERE "role" = 'ADMIN' LIMIT 1 ON CONFLICT DO NOTHING`,
    `INSERT INTO "Session" ("id", "userId", "expiresAt") VALUES ('session-${id}', ${id}, ${oneDay})`,
    `INSERT INTO "OAuthGrant" ("sessionId", "clientId") VALUES ('session-${id}', 'traced')`,
    `INSERT INTO "RefreshToken" ("hash", "sessionId") VALUES ('hash-${id}', 'session-${id}')`,
    `INSERT INTO "Consent" ("userId", "clientId") VALUES (${id}, 'traced')`,
    `INSERT INTO "KnownDevice" ("hash", "userId", "expiresAt") VALUES ('hash-${id}', ${id}, ${oneDay})`,
    `INSERT INTO "OAuthArtifact" ("hash", "kind", "payload", "expiresAt") VALUES
       ('${id}-code', 'DeviceCode', '{"accountId":"${id}"}', ${oneDay}), ('${id}-step', 'Interaction', '{"session":{"accountId":"${id}"}}', ${oneDay})`,
    `INSERT INTO "PasswordTries" ("account", "device", "expiresAt") SELECT encode(sha256("email"::bytea), 'hex'), '', ${oneDay} FROM "User" WHERE "id" = ${id}`,
    `INSERT INTO "IdempotencyKey" ("subject", "mutation", "key", "inputHash", "token", "leasedUntil") VALUES ('user:${id}', 'm', 'k', 'h', 't', now())`,
  ];
  for (const statement of statements) await owner.query(statement);
  expect(await tracesOf(id)).toEqual(Object.keys(traces(id)));
}

/** The tables that still know them. */
async function tracesOf(id: string): Promise<string[]> {
  const found: string[] = [];
  for (const [table, query] of Object.entries(traces(id))) if ((await owner.query(query)).rowCount !== 0) found.push(table);
  return found;
}

describe('a person', () => {
  it('is given everything that accounts holds of them, without a secret', async () => {
    const id = await invited('Export Me');
    await accounts.execute({
      document: 'mutation { createApiKey(input: { name: "k", scopes: ["users:read"] }) { userErrors { code } } }',
      as: person(Number(id), 'ADMIN'),
    });
    await arrived();
    const { data } = await accounts.execute({
      document:
        'mutation ($input: ExportPersonalDataInput!) { exportPersonalData(input: $input) { json user { id } userErrors { code } } }',
      as: 'admin',
      variables: { input: { userId: id } },
    });
    const text = data?.['exportPersonalData'].json as string;
    const exported = JSON.parse(text) as {
      user: { name: string; apiKeys: { name: string }[] };
      auditTrail: { action: string; actor: string }[];
    };
    expect(exported.user).toMatchObject({ name: 'Export Me', apiKeys: [{ name: 'k' }] });
    expect(data?.['exportPersonalData'].user).toEqual({ id });
    expect(exported.auditTrail.map(({ action }) => action)).toEqual(['apiKey.create', 'user.invite']);
    expect(text).not.toMatch(/passwordHash":"\$|"hash":"[0-9a-f]{64}/);
    expect((await trail({ action: 'person.export', objectType: 'User', objectId: id })).totalCount).toBe(1);
  });

  it('who is erased leaves entries that name nobody, and an account that nobody can use', async () => {
    const id = await invited('Erase Me');
    await accounts.execute({
      document: 'mutation { createApiKey(input: { name: "mine", scopes: ["users:read"] }) { userErrors { code } } }',
      as: person(Number(id), 'ADMIN'),
    });
    const before = (await trail({})).totalCount;
    expect((await erase(id)).data).toEqual({
      erasePerson: { user: { email: `erased-${id}@erased.invalid`, name: 'Erased', status: 'BLOCKED' }, userErrors: [] },
    });
    const after = await trail({}, 100);
    expect(after.totalCount).toBe(before + 1);
    const about = (await trail({ objectType: 'User', objectId: id })).nodes;
    expect(about.map(({ action }) => action)).toEqual(['person.erase', 'user.invite']);
    expect(about.map(({ objectUser }) => objectUser)).toEqual([null, null]);
    expect(about[1]?.changes.find(({ field }) => field === 'email')).toEqual({
      field: 'email',
      before: null,
      after: null,
      state: 'ERASED',
    });
    expect(about[1]?.changes.find(({ field }) => field === 'role')).toMatchObject({ after: '"ADMIN"', state: 'KNOWN' });
    const [made] = (await trail({ action: 'apiKey.create', actor: `user:${id}` })).nodes;
    expect(made).toMatchObject({ actorUser: null, origin: null });
    const ask = `{ internalErasedUsers(userIds: ["1", "${id}"]) }`;
    expect((await accounts.execute({ document: ask, as: 'reviews' })).data).toEqual({ internalErasedUsers: [id] });
    for (const table of ['ApiKey', 'Session', 'OneTimeToken', 'KnownDevice'])
      expect((await owner.query(`SELECT 1 FROM "${table}" WHERE "userId" = $1`, [id])).rowCount, table).toBe(0);
  });

  it('who is erased leaves no session of a program, no code, no device and no count of tries', async () => {
    const id = await invited('Trace Me');
    await leaveTraces(id);
    await erase(id);
    expect(await tracesOf(id)).toEqual([]);
  });

  it('gets no new key from an entry that was on its way when they were erased', async () => {
    const id = await invited('Late Comer'); // its entry is still in the outbox
    await erase(id);
    const { nodes } = await trail({ action: 'user.invite', objectType: 'User', objectId: id });
    expect(nodes[0]?.changes.find(({ field }) => field === 'name')).toMatchObject({ after: null, state: 'ERASED' });
    expect((await owner.query('SELECT 1 FROM "AuditOutbox"')).rowCount).toBe(0);
  });

  it('who is the last administrator cannot be erased', async () => {
    const { rows } = await owner.query<{ id: number }>(`SELECT "id" FROM "User" WHERE "role" = 'ADMIN' AND "status" = 'ACTIVE'`);
    expect(rows).toHaveLength(1);
    const { data } = await erase(String(rows[0]?.id));
    expect(data?.['erasePerson']).toEqual({ user: null, userErrors: [{ code: 'LAST_ADMIN' }] });
  });
});

it('retention drops whole months, and nothing of the months that are kept', async () => {
  const now = new Date('2026-11-15T00:00:00Z');
  const at = ['2026-07-31T23:59:59.999Z', '2026-08-01T00:00:00.000Z'];
  const base = {
    action: 'old',
    actor: 'service:orders',
    credential: { kind: 'service', id: 'orders' },
    objectType: 'Order',
    objectId: '1',
  };
  const more = { changes: [], requestId: 'old', address: null, agent: null };
  const events = at.map((time) => JSON.stringify({ id: randomUUID(), at: time, ...base, ...more }));
  await accounts.execute({
    document: 'mutation ($events: [String!]!) { internalRecordAudit(events: $events) }',
    as: 'orders',
    variables: { events },
  });
  const dropped = await dropOldPartitions({ ownerUrl: accounts.ownerUrl, table: 'AuditEvent', keepMonths: 3, now });
  expect(dropped).toEqual(['AuditEvent_202607']);
  const { rows } = await owner.query<{ at: Date }>(`SELECT "at" FROM "AuditEvent" WHERE "action" = 'old'`);
  expect(rows).toEqual([{ at: new Date(at[1] ?? '') }]);
  expect(await dropOldPartitions({ ownerUrl: accounts.ownerUrl, table: 'AuditEvent', keepMonths: 3, now })).toEqual([]);
});
