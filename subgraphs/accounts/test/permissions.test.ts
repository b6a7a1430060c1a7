// Who may ask accounts for what: scopes, rows, and what only a sibling may ask.
import { testSubgraph } from '@tributary/test-kit';
import { afterAll, describe, expect, it } from 'vitest';

const accounts = await testSubgraph('accounts');
afterAll(() => accounts.stop());

async function codesOf(document: string, as: string): Promise<(string | undefined)[]> {
  const { errors } = await accounts.execute({ document, as });
  return [...new Set(errors?.map(({ extensions }) => extensions.code))];
}

const allowed: (string | undefined)[] = [];

describe.each<[string, string, Record<string, (string | undefined)[]>]>([
  [
    'users',
    '{ users(first: 1) { totalCount } }',
    { anonymous: ['UNAUTHENTICATED'], ALFKI: ['FORBIDDEN'], sales: ['FORBIDDEN'], manager: ['FORBIDDEN'], admin: allowed },
  ],
  ['user', '{ user(id: "1") { id } }', { anonymous: ['UNAUTHENTICATED'], ALFKI: ['FORBIDDEN'], admin: allowed }],
  ['customers', '{ customers(first: 1) { totalCount } }', { anonymous: ['UNAUTHENTICATED'], ALFKI: allowed, sales: allowed }],
  ['employees', '{ employees { id } }', { anonymous: ['UNAUTHENTICATED'], ALFKI: ['FORBIDDEN'], sales: allowed }],
  ['private fields of employees', '{ employees { homePhone bornOn } }', { sales: ['FORBIDDEN'], manager: ['FORBIDDEN'], admin: allowed }],
  [
    'inviteUser',
    'mutation { inviteUser(input: { email: "a@b.test", name: "A", role: ADMIN }) { userErrors { code } } }',
    { anonymous: ['UNAUTHENTICATED'], ALFKI: ['FORBIDDEN'], manager: ['FORBIDDEN'], admin: allowed },
  ],
  [
    'createCustomer',
    'mutation { createCustomer(input: { companyName: "" }) { userErrors { code } } }',
    { anonymous: ['UNAUTHENTICATED'], ALFKI: ['FORBIDDEN'], sales: ['FORBIDDEN'], manager: allowed },
  ],
  ['me', '{ me { id } }', { anonymous: allowed, ALFKI: allowed, admin: allowed }],
])('%s', (_name, document, expected) => {
  it.each(Object.entries(expected))('for %s', async (as, codes) => {
    expect(await codesOf(document, as)).toEqual(codes);
  });
});

it('me is null for a stranger', async () => {
  expect(await accounts.execute({ document: '{ me { id } }' })).toEqual({ data: { me: null } });
});

it('a customer sees one company in the list: its own', async () => {
  const { data } = await accounts.execute({ document: '{ customers(first: 10) { totalCount nodes { id } } }', as: 'ALFKI' });
  expect(data).toEqual({ customers: { totalCount: 1, nodes: [{ id: 'ALFKI' }] } });
});

it('a foreign company and none answer alike', async () => {
  for (const id of ['ANATR', 'NONE!'])
    expect(await accounts.execute({ document: `{ customer(id: "${id}") { id } }`, as: 'ALFKI' })).toEqual({ data: { customer: null } });
});

describe('what is internal', () => {
  it('is for the service that it is for', async () => {
    const document = '{ internalRevocations { cursor } }';
    expect(await codesOf(document, 'gateway')).toEqual(allowed);
    for (const as of ['admin', 'anonymous', 'catalog']) expect(await codesOf(document, as)).not.toEqual(allowed);
  });
});

describe('text that PostgreSQL does not store', () => {
  it('is refused by name in a command', async () => {
    const document = 'mutation { createCustomer(input: { companyName: "a\\u0000b" }) { customer { id } userErrors { code path } } }';
    expect(await accounts.execute({ document, as: 'manager' })).toEqual({
      data: { createCustomer: { customer: null, userErrors: [{ code: 'INVALID_INPUT', path: ['companyName'] }] } },
    });
  });

  it.each(['{ search: "a\\u0000b" }', '{ city: "a\\u0000b" }'])('is bad input in the filter %s', async (filter) => {
    expect(await codesOf(`{ customers(first: 1, filter: ${filter}) { nodes { id } } }`, 'admin')).toEqual(['BAD_USER_INPUT']);
  });
});
