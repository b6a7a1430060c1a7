// OAuth clients through GraphQL: who may, what is refused, secrets shown once and stored as a hash.
import { sqltag as sql } from '@prisma/client/runtime/client';
import { describe, expect, it } from 'vitest';
import { hashOf } from '../src/secrets.ts';
import { anything, person, useAccounts } from './support.ts';

const { ask, codeOf, revocations, service } = useAccounts();

const fields = 'id version kind name redirectUris postLogoutRedirectUris scopes customer { id } owner { id }';
const create = `mutation ($input: CreateOAuthClientInput!) { createOAuthClient(input: $input) { oauthClient { ${fields} } secret userErrors { code path } } }`;
const webApp = { kind: 'WEB_APP', name: 'Shop', redirectUris: ['https://shop.example/callback'], scopes: ['orders:read'] };
const warehouse = { kind: 'SERVICE', name: 'Warehouse', scopes: ['orders:read'], customerId: 'ALFKI' };

interface Created {
  readonly oauthClient: { readonly id: string } | null;
  readonly secret: string | null;
  readonly userErrors: readonly unknown[];
}
const created = async (input: object, as: Parameters<typeof ask>[1] = 'admin') =>
  (await ask(create, as, { input })).data?.['createOAuthClient'] as Created; // as selected
const idOf = async (input: object) => (await created(input)).oauthClient?.id ?? '';

describe('createOAuthClient', () => {
  it('registers an app that keeps no secret', async () => {
    expect(await created(webApp)).toEqual({
      oauthClient: {
        ...webApp,
        id: expect.stringMatching(anything.uuid),
        version: 1,
        postLogoutRedirectUris: [],
        customer: null,
        owner: { id: expect.any(String) },
      },
      secret: null,
      userErrors: [],
    });
  });

  it('shows the secret of a service once and stores its hash', async () => {
    const { oauthClient, secret } = await created(warehouse);
    expect(secret).toMatch(/^trbs_[\w-]{43}$/);
    const [row] = await service().database.client.$queryRaw<{ secretHash: string }[]>(
      sql`SELECT "secretHash" FROM "OAuthClient" WHERE "id" = ${oauthClient?.id}`,
    );
    expect(row?.secretHash).toBe(hashOf(secret ?? ''));
  });

  it.each([
    ['http elsewhere', { redirectUris: ['http://shop.example/cb'] }, ['redirectUris', '0']],
    ['a fragment', { redirectUris: ['https://shop.example/cb#x'] }, ['redirectUris', '0']],
    ['a wildcard', { redirectUris: ['https://*.example/cb'] }, ['redirectUris', '0']],
    ['a user', { redirectUris: ['https://a@shop.example/cb'] }, ['redirectUris', '0']],
    ['an own scheme of a web app', { redirectUris: ['com.example.app:/cb'] }, ['redirectUris', '0']],
    ['a script', { kind: 'NATIVE_APP', redirectUris: ['javascript:alert(1)'] }, ['redirectUris', '0']],
    ['another way to write it', { redirectUris: ['https://shop.example/a/../cb'] }, ['redirectUris', '0']],
    ['no address', { redirectUris: ['shop'] }, ['redirectUris', '0']],
    ['none', { redirectUris: [] }, ['redirectUris']],
    [
      'one of many for signing out',
      { postLogoutRedirectUris: ['https://shop.example/', 'ftp://shop.example/'] },
      ['postLogoutRedirectUris', '1'],
    ],
    ['a company of a web app', { customerId: 'ALFKI' }, ['customerId']],
    ['a company that does not exist', { ...warehouse, customerId: 'NOONE' }, ['customerId']],
    ['a name of nothing', { name: ' ' }, ['name']],
  ])('refuses %s', async (_what, wrong, path) => {
    const { oauthClient, userErrors } = await created({ ...webApp, ...wrong });
    expect([oauthClient, userErrors]).toEqual([null, [expect.objectContaining({ path })]]);
  });

  it('gives no scope that the caller has not, and never the account', async () => {
    expect((await created({ ...webApp, scopes: ['orders:read', 'account:manage', 'nonsense'] })).userErrors).toEqual([
      { code: 'SCOPE_NOT_ALLOWED', path: ['scopes', '1'] },
      { code: 'SCOPE_NOT_ALLOWED', path: ['scopes', '2'] },
    ]);
    const few = person(1, 'ADMIN', { scopes: ['clients:write', 'orders:read'] });
    expect((await created({ ...webApp, scopes: ['users:read'] }, few)).userErrors).toEqual([
      { code: 'SCOPE_NOT_ALLOWED', path: ['scopes', '0'] },
    ]);
  });

  it.each(['anonymous', 'ALFKI', 'sales', 'manager'])('is not for %s', async (as) => {
    expect(await codeOf(create, as, { input: webApp })).toBe(as === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
  });
});

describe('a client', () => {
  it('is read, alone and among the others, by name', async () => {
    const id = await idOf({ ...webApp, name: 'Aardvark' });
    const { data } = await ask(
      'query ($id: ID!) { oauthClient(id: $id) { name } none: oauthClient(id: "x") { id } oauthClients { name } }',
      'admin',
      { id },
    );
    expect(data).toMatchObject({ oauthClient: { name: 'Aardvark' }, none: null });
    expect((data?.['oauthClients'] as { name: string }[])[0]).toEqual({ name: 'Aardvark' });
    expect(await codeOf('{ oauthClients { id } }', 'manager')).toBe('FORBIDDEN');
  });

  it('is changed as far as is said, by whoever saw it last, and its tokens are refused from then on', async () => {
    const id = await idOf(webApp);
    const update = `mutation ($input: UpdateOAuthClientInput!) { updateOAuthClient(input: $input) { oauthClient { version name scopes redirectUris } userErrors { code path } } }`;
    const { data } = await ask(update, 'admin', { input: { id, expectedVersion: 1, name: 'Market' } });
    expect(data?.['updateOAuthClient']).toEqual({
      oauthClient: { version: 2, name: 'Market', scopes: webApp.scopes, redirectUris: webApp.redirectUris },
      userErrors: [],
    });
    expect((await revocations()).at(-1)).toEqual({ kind: 'CLIENT', id });
    expect(await codeOf(update, 'admin', { input: { id, expectedVersion: 1, name: 'Late' } })).toBe('CONFLICT');
    expect(await codeOf(update, 'admin', { input: { id, redirectUris: [] } })).toBe('REQUIRED');
    expect(await codeOf(update, 'admin', { input: { id: 'x', name: 'Nobody' } })).toBe('NOT_FOUND');
  });

  it('gets another secret when it has one', async () => {
    const rotate = 'mutation ($id: ID!) { rotateOAuthClientSecret(input: { id: $id }) { secret userErrors { code } } }';
    const { oauthClient, secret } = await created(warehouse);
    const { data } = await ask(rotate, 'admin', { id: oauthClient?.id });
    const next = (data?.['rotateOAuthClientSecret'] as { secret: string }).secret; // as selected
    expect([next === secret, (await revocations()).at(-1)]).toEqual([false, { kind: 'CLIENT', id: oauthClient?.id }]);
    expect(await codeOf(rotate, 'admin', { id: await idOf(webApp) })).toBe('NOT_ALLOWED');
  });

  it('is removed once', async () => {
    const id = await idOf(webApp);
    const remove = 'mutation ($id: ID!) { deleteOAuthClient(input: { id: $id }) { deletedId userErrors { code } } }';
    expect((await ask(remove, 'admin', { id })).data?.['deleteOAuthClient']).toEqual({ deletedId: id, userErrors: [] });
    expect(await codeOf(remove, 'admin', { id })).toBe('NOT_FOUND');
  });
});
