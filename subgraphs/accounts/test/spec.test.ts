// Sentences of the specification about accounts that no other test shows.
import { type Principal, type Role, type Scope, scopesOfRole } from '@tributary/auth-kit';
import { samplePrincipal } from '@tributary/test-kit';
import { describe, expect, it } from 'vitest';
import { person, useAccounts } from './support.ts';

const accounts = useAccounts();
type Caller = Principal | string;

/** The payload of a mutation, or the codes of its errors. */
async function call(mutation: string, selection: string, input: Readonly<Record<string, unknown>>, as: Caller) {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { result: ${mutation}(input: $input) { ${selection} userErrors { code path } } }`;
  const { data, errors } = await accounts.ask(document, as, { input });
  // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
  return errors === undefined ? (data?.['result'] as any) : errors.map(({ extensions }) => extensions.code);
}

function keyOf(name: string, ...scopes: Scope[]): Principal {
  const owner = samplePrincipal(name, []);
  if (owner.kind !== 'user') throw new Error(`${name} is no person.`);
  return { ...owner, scopes, sessionId: null, apiKeyId: '1' };
}

describe('the sign-ins of the first run', () => {
  it('are one per company, one per employee, and an administrator', async () => {
    const people = '{ employees { id firstName lastName } customers(first: 100) { nodes { id } } }';
    const { employees, customers } = (await accounts.ask(people, 'admin')).data as unknown as {
      employees: { id: string; firstName: string; lastName: string }[];
      customers: { nodes: { id: string }[] };
    }; // as asked for
    const selection = 'nodes { email role status customer { id } employee { id } }';
    const pages = [`{ users(first: 100) { ${selection} } }`, `{ users(last: 1) { ${selection} } }`].map(
      async (document) => ((await accounts.ask(document, 'admin')).data?.['users'] as { nodes: { email: string }[] }).nodes,
    );
    const users = new Map((await Promise.all(pages)).flat().map((user) => [user.email, user]));
    const expected = [
      ...customers.nodes.map(({ id }) => ['CUSTOMER', `${id.toLowerCase()}@customers.northwind.test`, { id }, null] as const),
      ...employees.map(({ id, firstName, lastName }) => {
        const email = `${firstName}.${lastName}@northwind.test`.toLowerCase();
        return [id === '2' || id === '5' ? 'MANAGER' : 'SALES', email, null, { id }] as const;
      }),
      ['ADMIN', 'admin@northwind.test', null, null] as const,
    ].map(([role, email, customer, employee]) => ({ email, role, status: 'ACTIVE', customer, employee }));
    expect(expected).toHaveLength(91 + 9 + 1);
    const byEmail = (a: { email: string }, b: { email: string }) => (a.email < b.email ? -1 : 1);
    expect([...users.values()].sort(byEmail)).toEqual(expected.sort(byEmail));
    for (const name of ['nancy.davolio@northwind.test', 'admin@northwind.test', 'alfki@customers.northwind.test'])
      expect(await accounts.signIn(name)).toBeDefined();
  });
});

describe('scopes', () => {
  const customer = ['account:manage', 'customers:read', 'orders:read', 'orders:write', 'reviews:write'];
  const sales = [...customer, 'employees:read', 'suppliers:read', 'inventory:read', 'orders:confirm', 'orders:discount'];
  const trade = ['orders:ship', 'customers:write', 'catalog:write', 'catalog:price', 'inventory:write', 'reports:read', 'reviews:moderate'];
  const manager = [...sales, ...trade];
  const admin = [...manager, 'users:read', 'users:write', 'employees:private', 'audit:read', 'clients:read', 'clients:write'];

  it.each<[Role, string, string[]]>([
    ['CUSTOMER', 'ALFKI', customer],
    ['SALES', 'sales', sales],
    ['MANAGER', 'manager', manager],
    ['ADMIN', 'admin', admin],
  ])('of %s are those of the table', async (role, as, scopes) => {
    expect([...scopesOfRole(role)].sort()).toEqual([...scopes].sort());
    const { data } = await accounts.ask('{ me { role scopes } }', as);
    expect(data?.['me']).toEqual({ role, scopes: [...scopesOfRole(role)] });
  });
});

describe('createApiKey', () => {
  const create = (input: Readonly<Record<string, unknown>>, as: Caller) =>
    call('createApiKey', 'apiKey { requestsPerMinute scopes } secret', { name: 'shop', scopes: [], ...input }, as);
  const refused = (code: string, ...path: string[]) => ({ apiKey: null, secret: null, userErrors: [{ code, path }] });

  it.each<[string, number | null | undefined, number | null]>([
    ['manager', 0, null],
    ['manager', 1, 1],
    ['manager', 600, 600],
    ['manager', 601, null],
    ['manager', undefined, 600],
    ['manager', null, 600],
    ['admin', 0, null],
    ['admin', 60_000, 60_000],
    ['admin', 60_001, null],
  ])('by %s with %s requests a minute', async (as, requestsPerMinute, given) => {
    const answer = await create({ requestsPerMinute }, as);
    if (given === null) expect(answer).toEqual(refused('INVALID_INPUT', 'requestsPerMinute'));
    else expect(answer).toMatchObject({ apiKey: { requestsPerMinute: given }, userErrors: [] });
  });

  it('gives at most what the session holds, and never account:manage', async () => {
    for (const scope of ['account:manage', 'orders:confirm', 'orders:everything'])
      expect(await create({ scopes: ['orders:read', scope] }, 'ALFKI')).toEqual(refused('SCOPE_NOT_ALLOWED', 'scopes', '1'));
  });

  it('is not for keys and clients', async () => {
    expect(await create({}, keyOf('admin', 'users:write'))).toEqual(['FORBIDDEN']);
    expect(await create({}, { kind: 'client', clientId: 'c', scopes: ['orders:read'], customerId: 'ALFKI' })).toEqual(['FORBIDDEN']);
  });
});

it('a key is cut to what its owner’s role has now, and nobody but its owner or an administrator ends it', async () => {
  const owner = person(8, 'MANAGER', { employeeId: '8' });
  await call('changeUserRole', 'user { id }', { userId: '8', role: 'MANAGER' }, 'admin');
  const input = { name: 'shop', scopes: ['orders:ship', 'orders:read'] };
  const { secret, apiKey } = await call('createApiKey', 'secret apiKey { id }', input, owner);
  const hash = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(secret))).toString('hex');
  const document = `{ internalApiKeyPrincipal(secretHash: "${hash}") { role scopes } }`;
  const principal = async () => (await accounts.ask(document, 'gateway')).data?.['internalApiKeyPrincipal'];
  expect(await principal()).toEqual({ role: 'MANAGER', scopes: ['orders:read', 'orders:ship'] });
  await call('changeUserRole', 'user { id }', { userId: '8', role: 'SALES' }, 'admin');
  expect(await principal()).toEqual({ role: 'SALES', scopes: ['orders:read'] });
  const end = (as: Caller) => call('revokeApiKey', 'apiKey { id }', { id: apiKey.id }, as);
  expect(await end('ALFKI')).toEqual({ apiKey: null, userErrors: [{ code: 'NOT_FOUND', path: ['id'] }] });
  expect(await end('admin')).toEqual({ apiKey: { id: apiKey.id }, userErrors: [] });
  expect(await principal()).toBeNull();
});

describe('changeUserRole', () => {
  const change = (input: Readonly<Record<string, unknown>>) => call('changeUserRole', 'user { role employee { id } }', input, 'admin');

  it('leaves the employee as it is when it is absent, and clears it when it is null', async () => {
    const is = (role: string, id: string | null) => ({ user: { role, employee: id === null ? null : { id } }, userErrors: [] });
    expect(await change({ userId: '2', role: 'ADMIN' })).toEqual(is('ADMIN', '2'));
    expect(await change({ userId: '2', role: 'MANAGER' })).toEqual(is('MANAGER', '2'));
    expect(await change({ userId: '2', role: 'ADMIN', employeeId: null })).toEqual(is('ADMIN', null));
    expect(await change({ userId: '2', role: 'MANAGER' })).toEqual({
      user: null,
      userErrors: [{ code: 'REQUIRED', path: ['employeeId'] }],
    });
  });
});

describe('updateCustomer', () => {
  const selection = 'customer { version companyName phone fax contactName address { city country } }';
  const update = (input: Readonly<Record<string, unknown>>, as: Caller) => call('updateCustomer', selection, input, as);
  const refused = (code: string, path: string) => ({ customer: null, userErrors: [{ code, path: [path] }] });

  it('by its own user changes what is given and clears what is null', async () => {
    expect(await update({ id: 'WOLZA', phone: '1', fax: null, address: { city: 'Gdynia' } }, 'WOLZA')).toEqual({
      customer: {
        version: 2,
        companyName: 'Wolski  Zajazd',
        phone: '1',
        fax: null,
        contactName: 'Zbyszek Piestrzeniewicz',
        address: { city: 'Gdynia', country: 'Poland' },
      },
      userErrors: [],
    });
    expect(await update({ id: 'WOLZA', address: null }, 'WOLZA')).toMatchObject({ customer: { address: { city: null, country: null } } });
  });

  it.each<[string, Readonly<Record<string, unknown>>, Caller, string, string]>([
    ['a name, by its own user', { companyName: 'Zajazd' }, 'WHITC', 'NOT_ALLOWED', 'companyName'],
    ['no name, by its own user', { companyName: null }, 'WHITC', 'NOT_ALLOWED', 'companyName'],
    ['anything, by another company', { phone: '1' }, 'ALFKI', 'NOT_FOUND', 'id'],
    ['anything, by staff who may not write', { phone: '1' }, 'sales', 'NOT_ALLOWED', 'id'],
    ['no name, by staff', { companyName: null }, 'manager', 'REQUIRED', 'companyName'],
    ['a name that is too long, by staff', { companyName: 'x'.repeat(201) }, 'manager', 'INVALID_INPUT', 'companyName'],
    ['what has moved on', { expectedVersion: 7, phone: '1' }, 'manager', 'CONFLICT', 'expectedVersion'],
  ])('refuses %s', async (_name, input, as, code, path) => {
    expect(await update({ id: 'WHITC', ...input }, as)).toEqual(refused(code, path));
  });

  it('needs a first-party session or customers:write', async () => {
    expect(await update({ id: 'ALFKI', phone: '1' }, keyOf('ALFKI', 'customers:read', 'orders:write'))).toEqual(['FORBIDDEN']);
    expect(await update({ id: 'ALFKI', phone: '1' }, 'anonymous')).toEqual(['UNAUTHENTICATED']);
    expect(await update({ id: 'VAFFE', companyName: 'New' }, keyOf('manager', 'customers:write'))).toMatchObject({ userErrors: [] });
  });
});

it('createCustomer makes a code from the name, another when it is taken, and refuses one that is given and taken', async () => {
  const create = (input: Readonly<Record<string, unknown>>) => call('createCustomer', 'customer { id version }', input, 'manager');
  expect(await create({ companyName: 'Ökö 24 Foods' })).toEqual({ customer: { id: 'OKOFO', version: 1 }, userErrors: [] });
  expect(await create({ companyName: 'Öko-Foods' })).toEqual({ customer: { id: 'OKOFA', version: 1 }, userErrors: [] });
  expect(await create({ id: 'ALFKI', companyName: 'A' })).toEqual({
    customer: null,
    userErrors: [{ code: 'ALREADY_EXISTS', path: ['id'] }],
  });
  expect(await create({ id: 'alfki', companyName: 'A' })).toEqual({
    customer: null,
    userErrors: [{ code: 'INVALID_INPUT', path: ['id'] }],
  });
});
