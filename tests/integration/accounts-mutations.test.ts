// Every mutation of accounts, driven through the gateway as a web app would.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledDatabase, root, sharedSystem } from '@tributary/test-kit';
import { Kind, parse } from 'graphql';
import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';

const system = sharedSystem();
const driven = new Set<string>();
const database = new pg.Client({ connectionString: bundledDatabase(system.dataDir, 'accounts') });
await database.connect();
afterAll(() => database.end());

/** Calls a mutation with one input and gives its payload. */
async function call(name: string, input: Readonly<Record<string, unknown>>, selection: string, token?: string) {
  driven.add(name);
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} userErrors { code path } } }`;
  const { data, errors } = await system.ask(document, { variables: { input }, ...(token !== undefined && { token }) });
  return errors === undefined ? data?.[name] : { errors: errors.map(({ extensions }) => extensions.code) };
}

const tokens = 'tokens { accessToken refreshToken }';
const me = async (token: string) => (await system.ask('{ me { id name } }', { token })).data?.['me'];
const statusOf = async (token: string) => (await system.ask('{ me { id } }', { token })).status;

/** Asks until the answer is the wanted one; gives the milliseconds, or fails after the time that the contract allows. */
async function within5s(check: () => Promise<boolean>): Promise<number> {
  const startedAt = performance.now();
  while (!(await check())) if (performance.now() - startedAt > 5_000) throw new Error('It took more than 5 s.');
  return performance.now() - startedAt;
}

function mailedToken(address: string): string | null {
  const dir = join(system.dataDir, 'mail');
  const mails = (existsSync(dir) ? readdirSync(dir) : [])
    .filter((file) => file.endsWith('.eml'))
    .sort()
    .map((file) => readFileSync(join(dir, file), 'utf8'));
  return mails.findLast((mail) => mail.includes(`To: ${address}\r\n`))?.match(/^[\w-]{43}$/m)?.[0] ?? null;
}

async function arrivedToken(address: string): Promise<string> {
  await within5s(async () => {
    await database.query('SELECT 1'); // a pause as long as a round trip
    return mailedToken(address) !== null;
  });
  return mailedToken(address) ?? '';
}

describe('sessions', () => {
  const email = 'anton@customers.northwind.test';

  it('are opened, renewed and closed', async () => {
    const { tokens: first } = await call('signIn', { email, password: 'tributary' }, tokens);
    expect(await me(first.accessToken)).toMatchObject({ name: 'Antonio Moreno' });
    const { tokens: second } = await call('refreshSession', { refreshToken: first.refreshToken }, tokens);
    expect(await me(second.accessToken)).toMatchObject({ name: 'Antonio Moreno' });
    expect(await call('signOut', { refreshToken: second.refreshToken }, '')).toEqual({ userErrors: [] });
    expect(await within5s(async () => (await statusOf(second.accessToken)) === 401)).toBeLessThan(5_000);
    expect(await call('refreshSession', { refreshToken: second.refreshToken }, tokens)).toMatchObject({
      userErrors: [{ code: 'INVALID_TOKEN' }],
    });
  });

  it('of other devices end everywhere within five seconds', async () => {
    const [mine, other] = [await system.signIn(email), await system.signIn(email)];
    expect(await me(other)).not.toBeNull();
    expect(await call('revokeSessions', {}, 'revoked', mine)).toMatchObject({ revoked: 1, userErrors: [] });
    await within5s(async () => (await statusOf(other)) === 401);
    expect(await statusOf(mine)).toBe(200);
  });
});

describe('passwords', () => {
  const email = 'arout@customers.northwind.test';

  it('are changed by their owner', async () => {
    const token = await system.signIn(email);
    expect(await call('changePassword', { currentPassword: 'wrong', newPassword: 'a better password' }, '', token)).toMatchObject({
      userErrors: [{ path: ['currentPassword'] }],
    });
    expect(await call('changePassword', { currentPassword: 'tributary', newPassword: 'a better password' }, '', token)).toEqual({
      userErrors: [],
    });
    await expect(system.signIn(email)).rejects.toThrow('INVALID_CREDENTIALS');
    expect(await system.signIn(email, 'a better password')).toEqual(expect.any(String));
  });

  it('are reset by a token that arrives by mail and works once', async () => {
    expect(await call('requestPasswordReset', { email: 'nobody@northwind.test' }, '')).toEqual({ userErrors: [] });
    expect(await call('requestPasswordReset', { email }, '')).toEqual({ userErrors: [] });
    const token = await arrivedToken(email);
    expect(await call('resetPassword', { token, newPassword: 'the best password' }, tokens)).toMatchObject({
      tokens: { accessToken: expect.any(String) },
      userErrors: [],
    });
    expect(await call('resetPassword', { token, newPassword: 'the last password' }, tokens)).toMatchObject({
      tokens: null,
      userErrors: [{ code: 'INVALID_TOKEN' }],
    });
    expect(await system.signIn(email, 'the best password')).toEqual(expect.any(String));
  });

  it('are not reset after the expiry of the token', async () => {
    const other = 'bergs@customers.northwind.test';
    await call('requestPasswordReset', { email: other }, '');
    const token = await arrivedToken(other);
    await database.query(`UPDATE "OneTimeToken" SET "expiresAt" = now() - interval '1 second'`);
    expect(await call('resetPassword', { token, newPassword: 'the best password' }, tokens)).toMatchObject({
      tokens: null,
      userErrors: [{ code: 'INVALID_TOKEN' }],
    });
    expect(await system.signIn(other)).toEqual(expect.any(String));
  });
});

describe('invitations', () => {
  const invite = (email: string, token: string) =>
    call('inviteUser', { email, name: 'Ines Invited', role: 'CUSTOMER', customerId: 'BLAUS' }, 'user { id status }', token);

  it('are accepted once, by the token of the mail', async () => {
    const admin = await system.signIn('admin@northwind.test');
    expect(await invite('ines@blaus.test', admin)).toMatchObject({ user: { status: 'INVITED' }, userErrors: [] });
    const token = await arrivedToken('ines@blaus.test');
    const accepted = await call('acceptInvite', { token, password: 'ines her password' }, tokens);
    expect(await me(accepted.tokens.accessToken)).toMatchObject({ name: 'Ines Invited' });
    expect(await call('acceptInvite', { token, password: 'another password' }, tokens)).toMatchObject({
      tokens: null,
      userErrors: [{ code: 'INVALID_TOKEN' }],
    });
  });

  it('are refused after their expiry', async () => {
    const admin = await system.signIn('admin@northwind.test');
    await invite('late@blaus.test', admin);
    const token = await arrivedToken('late@blaus.test');
    await database.query(`UPDATE "OneTimeToken" SET "expiresAt" = now() - interval '1 second'`);
    expect(await call('acceptInvite', { token, password: 'late her password' }, tokens)).toMatchObject({
      tokens: null,
      userErrors: [{ code: 'INVALID_TOKEN' }],
    });
  });

  it('are for administrators to send', async () => {
    expect(await invite('x@blaus.test', await system.signIn('nancy.davolio@northwind.test'))).toEqual({ errors: ['FORBIDDEN'] });
  });
});

describe('users', () => {
  it('have another role within five seconds of its change', async () => {
    const admin = await system.signIn('admin@northwind.test');
    const sales = await system.signIn('michael.suyama@northwind.test');
    expect(await call('changeUserRole', { userId: '6', role: 'MANAGER', employeeId: '6' }, 'user { role }', admin)).toEqual({
      user: { role: 'MANAGER' },
      userErrors: [],
    });
    await within5s(async () => (await statusOf(sales)) === 401);
    const manager = await system.signIn('michael.suyama@northwind.test');
    expect((await system.ask('{ me { role scopes } }', { token: manager })).data?.['me']).toMatchObject({
      role: 'MANAGER',
      scopes: expect.arrayContaining(['orders:ship']),
    });
  });

  it('who are blocked lose their sessions within five seconds', async () => {
    const admin = await system.signIn('admin@northwind.test');
    const token = await system.signIn('robert.king@northwind.test');
    expect(await call('setUserStatus', { userId: '7', status: 'BLOCKED', reason: 'left' }, 'user { status }', admin)).toEqual({
      user: { status: 'BLOCKED' },
      userErrors: [],
    });
    await within5s(async () => (await statusOf(token)) === 401);
    await expect(system.signIn('robert.king@northwind.test')).rejects.toThrow('INVALID_CREDENTIALS');
  });
});

describe('companies', () => {
  it('are created by staff and updated by their own users', async () => {
    const manager = await system.signIn('andrew.fuller@northwind.test');
    const created = await call(
      'createCustomer',
      { id: 'TRIBU', companyName: 'Tributary Foods' },
      'customer { id companyName version }',
      manager,
    );
    expect(created).toEqual({ customer: { id: 'TRIBU', companyName: 'Tributary Foods', version: 1 }, userErrors: [] });
    const own = await system.signIn('bolid@customers.northwind.test');
    const updated = await call('updateCustomer', { id: 'BOLID', phone: '555-0100' }, 'customer { id phone }', own);
    expect(updated).toEqual({ customer: { id: 'BOLID', phone: '555-0100' }, userErrors: [] });
    expect(await call('updateCustomer', { id: 'BOLID', companyName: 'Other' }, 'customer { id }', own)).toMatchObject({
      userErrors: [{ code: 'NOT_ALLOWED', path: ['companyName'] }],
    });
    expect(await call('updateCustomer', { id: 'BONAP', phone: '1' }, 'customer { id }', own)).toMatchObject({
      customer: null,
      userErrors: [{ code: 'NOT_FOUND' }],
    });
  });
});

describe('API keys', () => {
  it('authenticate with their scopes until they are revoked', async () => {
    const owner = await system.signIn('bonap@customers.northwind.test');
    const created = await call('createApiKey', { name: 'shop', scopes: ['orders:read'] }, 'secret apiKey { id prefix scopes }', owner);
    expect(created).toMatchObject({ apiKey: { scopes: ['orders:read'] }, userErrors: [] });
    const { secret, apiKey } = created;
    const asKey = (document: string, headers: Record<string, string>) => system.ask(document, { headers });
    for (const headers of [{ 'x-api-key': secret }, { authorization: `Bearer ${secret}` }]) {
      expect((await asKey('{ orders(first: 1) { totalCount } }', headers)).data?.['orders'].totalCount).toBeGreaterThan(0);
    }
    expect((await asKey('{ customer(id: "BONAP") { id } }', { 'x-api-key': secret })).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
    expect((await asKey('mutation { revokeSessions(input: {}) { revoked } }', { 'x-api-key': secret })).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);

    expect(await call('revokeApiKey', { id: apiKey.id }, 'apiKey { id revokedAt }', owner)).toMatchObject({
      apiKey: { revokedAt: expect.any(String) },
      userErrors: [],
    });
    await within5s(async () => (await asKey('{ me { id } }', { 'x-api-key': secret })).status === 401);
  });

  it('count their usage by day', async () => {
    const owner = await system.signIn('bottm@customers.northwind.test');
    const { secret } = await call('createApiKey', { name: 'usage', scopes: ['orders:read'] }, 'secret', owner);
    for (let count = 0; count < 3; count += 1)
      await system.ask('{ orders(first: 1) { totalCount } }', { headers: { 'x-api-key': secret } });
    const usage = async () =>
      (await system.ask('{ me { apiKeys { name usage { requests } } } }', { token: owner })).data?.['me'].apiKeys[0].usage;
    await within5s(async () => (await usage())[0]?.requests === 3);
  });
});

it('all of them were driven', () => {
  const schema = parse(readFileSync(join(root, 'contract/accounts.graphql'), 'utf8'));
  const mutation = schema.definitions.find((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === 'Mutation');
  const names = mutation !== undefined && 'fields' in mutation ? (mutation.fields ?? []).map((field) => field.name.value) : [];
  expect(names.length).toBeGreaterThan(10);
  expect([...driven].sort()).toEqual([...names].sort());
});
