// Tokens that come by mail: they let someone in once, and for a while.
import { sqltag as sql } from '@prisma/client/runtime/client';
import { describe, expect, it } from 'vitest';
import { anything, claimsOf, useAccounts } from './support.ts';

const accounts = useAccounts();
const invite = `mutation ($input: InviteUserInput!) {
  inviteUser(input: $input) { user { id email name displayName role status customer { id } employee { id } } userErrors { code message path } }
}`;
const accept = `mutation ($token: String!, $password: String!) {
  acceptInvite(input: { token: $token, password: $password }) { tokens { accessToken refreshToken } user { id displayName } userErrors { code path } }
}`;
const request = 'mutation ($email: EmailAddress!) { requestPasswordReset(input: { email: $email }) { userErrors { code } } }';
const reset = `mutation ($token: String!, $password: String!) {
  resetPassword(input: { token: $token, newPassword: $password }) { tokens { accessToken refreshToken } user { id } userErrors { code path } }
}`;
const refusal = (field: string) => ({
  data: { [field]: expect.objectContaining({ tokens: null, user: null, userErrors: [{ code: 'INVALID_TOKEN', path: ['token'] }] }) },
});

describe('inviteUser', () => {
  it('invites a buyer of a company, who accepts once', async () => {
    const input = { email: 'Zoë.New@Example.test', name: ' Zoë New ', role: 'CUSTOMER', customerId: 'ALFKI' };
    const address = 'zoë.new@example.test';
    expect(await accounts.ask(invite, 'admin', { input })).toEqual({
      data: {
        inviteUser: {
          user: {
            id: expect.any(String),
            email: address,
            name: 'Zoë New',
            displayName: 'Zoë N.',
            role: 'CUSTOMER',
            status: 'INVITED',
            customer: { id: 'ALFKI' },
            employee: null,
          },
          userErrors: [],
        },
      },
    });
    const token = await accounts.tokenMailedTo(address);
    await expect(accounts.signIn(address, 'my password')).rejects.toThrow('INVALID_CREDENTIALS');
    expect(await accounts.codeOf(accept, 'anonymous', { token, password: 'short' })).toBe('INVALID_INPUT');
    expect(await accounts.ask(accept, 'anonymous', { token, password: 'my password' })).toEqual({
      data: {
        acceptInvite: {
          tokens: { accessToken: expect.any(String), refreshToken: expect.stringMatching(anything.secret) },
          user: { id: expect.any(String), displayName: 'Zoë N.' },
          userErrors: [],
        },
      },
    });
    expect(await accounts.ask(accept, 'anonymous', { token, password: 'my password' })).toEqual(refusal('acceptInvite'));
    expect(claimsOf(await accounts.signIn(address, 'my password'))).toMatchObject({ role: 'CUSTOMER', customer_id: 'ALFKI' });
  });

  it('lets only one of two in who accept at once', async () => {
    await accounts.ask(invite, 'admin', { input: { email: 'twice@example.test', name: 'Twice', role: 'ADMIN' } });
    const token = await accounts.tokenMailedTo('twice@example.test');
    const codes = await Promise.all([1, 2, 3].map(() => accounts.codeOf(accept, 'anonymous', { token, password: 'my password' })));
    expect(codes.sort()).toEqual(['INVALID_TOKEN', 'INVALID_TOKEN', null]);
  });

  it('refuses a token after seven days, of the other purpose, or of someone blocked', async () => {
    const outcome = await accounts.ask(invite, 'admin', {
      input: { email: 'late@example.test', name: 'Late', role: 'SALES', employeeId: '3' },
    });
    const { user } = outcome.data?.['inviteUser'] as { user: { id: string } };
    const token = await accounts.tokenMailedTo('late@example.test');
    expect(await accounts.ask(reset, 'anonymous', { token, password: 'my password' })).toEqual(refusal('resetPassword'));
    const setStatus = (status: string) =>
      accounts.ask(`mutation { setUserStatus(input: { userId: "${user.id}", status: ${status} }) { user { status } } }`, 'admin');
    await setStatus('BLOCKED');
    expect(await accounts.ask(accept, 'anonymous', { token, password: 'my password' })).toEqual(refusal('acceptInvite'));
    expect(await setStatus('ACTIVE')).toEqual({ data: { setUserStatus: { user: { status: 'INVITED' } } } });
    await accounts.age('OneTimeToken', 'expiresAt', 1);
    expect(await accounts.ask(accept, 'anonymous', { token, password: 'my password' })).toEqual(refusal('acceptInvite'));
  });

  it.each([
    [{ role: 'CUSTOMER' }, 'REQUIRED', 'customerId'],
    [{ role: 'CUSTOMER', customerId: 'NOONE' }, 'NOT_FOUND', 'customerId'],
    [{ role: 'CUSTOMER', customerId: 'ALFKI', employeeId: '1' }, 'INVALID_INPUT', 'employeeId'],
    [{ role: 'SALES' }, 'REQUIRED', 'employeeId'],
    [{ role: 'MANAGER', employeeId: '99' }, 'NOT_FOUND', 'employeeId'],
    [{ role: 'ADMIN', customerId: 'ALFKI' }, 'INVALID_INPUT', 'customerId'],
    [{ role: 'ADMIN', name: '  ' }, 'INVALID_INPUT', 'name'],
    [{ role: 'ADMIN', email: 'ALFKI@customers.northwind.test' }, 'ALREADY_EXISTS', 'email'],
  ])('refuses %o', async (more, code, field) => {
    const input = { email: 'x@example.test', name: 'X', ...more };
    expect(await accounts.ask(invite, 'admin', { input })).toEqual({
      data: { inviteUser: { user: null, userErrors: [{ code, message: expect.any(String), path: [field] }] } },
    });
  });
});

describe('requestPasswordReset and resetPassword', () => {
  const same = { data: { requestPasswordReset: { userErrors: [] } } };

  it('sets a new password with the token of the mail, once, and ends every session', async () => {
    const email = 'bonap@customers.northwind.test';
    const before = await accounts.signIn(email);
    expect(await accounts.ask(request, 'anonymous', { email })).toEqual(same);
    const token = await accounts.tokenMailedTo(email);
    expect(await accounts.ask(reset, 'anonymous', { token, password: 'new password' })).toEqual({
      data: {
        resetPassword: {
          tokens: { accessToken: expect.any(String), refreshToken: expect.any(String) },
          user: { id: '19' },
          userErrors: [],
        },
      },
    });
    expect(await accounts.ask(reset, 'anonymous', { token, password: 'new password' })).toEqual(refusal('resetPassword'));
    expect(await accounts.revocations()).toContainEqual({ kind: 'SESSION', id: claimsOf(before)['sid'] });
    await expect(accounts.signIn(email)).rejects.toThrow('INVALID_CREDENTIALS');
    expect(await accounts.signIn(email, 'new password')).toBeDefined();
  });

  it('answers the same for an address that nobody has', async () => {
    expect(await accounts.ask(request, 'anonymous', { email: 'nobody@northwind.test' })).toEqual(same);
  });

  it('refuses a token after an hour', async () => {
    const email = 'bottm@customers.northwind.test';
    await accounts.ask(request, 'anonymous', { email });
    const token = await accounts.tokenMailedTo(email);
    await accounts.age('OneTimeToken', 'expiresAt', 1);
    expect(await accounts.ask(reset, 'anonymous', { token, password: 'new password' })).toEqual(refusal('resetPassword'));
  });

  it('takes any of several tokens, once, so that strangers who ask for more cannot keep it from happening', async () => {
    const email = 'bsbev@customers.northwind.test';
    await accounts.ask(request, 'anonymous', { email });
    const first = await accounts.tokenMailedTo(email);
    await accounts.ask(request, 'anonymous', { email });
    await expect.poll(() => accounts.tokenMailedTo(email)).not.toBe(first);
    const second = await accounts.tokenMailedTo(email);
    expect(await accounts.codeOf(reset, 'anonymous', { token: first, password: 'new password' })).toBeNull();
    expect(await accounts.ask(reset, 'anonymous', { token: second, password: 'new password' })).toEqual(refusal('resetPassword'));
  });

  it('mails five times an hour at most', async () => {
    const email = 'cactu@customers.northwind.test';
    for (let round = 0; round < 8; round += 1) await accounts.ask(request, 'anonymous', { email });
    const counted = () =>
      accounts
        .service()
        .database.client.$queryRaw<{ count: number }[]>(
          sql`SELECT count(*)::int AS count FROM "OneTimeToken" t JOIN "User" u ON u."id" = t."userId" WHERE u."email" = ${email}`,
        );
    await expect.poll(async () => (await counted())[0]?.count).toBe(5);
  });

  it.each(['password', 'PASSWORD', 'qwertyuiop', '1q2w3e4r'])(
    'refuses %s, which leaked elsewhere, and leaves the token good',
    async (password) => {
      const email = 'centc@customers.northwind.test';
      await accounts.ask(request, 'anonymous', { email });
      const token = await accounts.tokenMailedTo(email);
      expect(await accounts.codeOf(reset, 'anonymous', { token, password })).toBe('INVALID_INPUT');
    },
  );
});
