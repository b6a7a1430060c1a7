// Sessions as their owner sees and ends them, and the password that starts them.
import { describe, expect, it } from 'vitest';
import { anything, claimsOf, person, type Tokens, useAccounts } from './support.ts';

const accounts = useAccounts();
const sidOf = (tokens: Tokens) => String(claimsOf(tokens)['sid']);
const emailOf = (company: string) => `${company}@customers.northwind.test`;
const refreshes = async ({ refreshToken }: Tokens) =>
  (await accounts.codeOf('mutation ($t: String!) { refreshSession(input: { refreshToken: $t }) { userErrors { code } } }', 'anonymous', {
    t: refreshToken,
  })) === null;

describe('me', () => {
  it('is nobody for a stranger and for a client that acts for nobody', async () => {
    expect(await accounts.ask('{ me { id } }')).toEqual({ data: { me: null } });
    expect(await accounts.ask('{ me { id } }', { kind: 'client', clientId: 'c', scopes: [], customerId: null })).toEqual({
      data: { me: null },
    });
  });

  it('is the caller, with everything about them', async () => {
    const tokens = await accounts.signIn(emailOf('alfki'));
    const caller = person(11, 'CUSTOMER', { customerId: 'ALFKI', sessionId: sidOf(tokens) });
    const document = `{ me { id displayName email name role status scopes createdAt customer { id companyName } employee { id }
      sessions { id device ipAddress current createdAt lastUsedAt } apiKeys { id } } }`;
    expect(await accounts.ask(document, caller)).toEqual({
      data: {
        me: {
          id: '11',
          displayName: 'Maria A.',
          email: 'alfki@customers.northwind.test',
          name: 'Maria Anders',
          role: 'CUSTOMER',
          status: 'ACTIVE',
          scopes: ['account:manage', 'customers:read', 'orders:read', 'orders:write', 'reviews:write'],
          createdAt: expect.stringMatching(anything.instant),
          customer: { id: 'ALFKI', companyName: 'Alfreds Futterkiste' },
          employee: null,
          sessions: [
            {
              id: sidOf(tokens),
              device: 'vitest',
              ipAddress: '192.0.2.1',
              current: true,
              createdAt: expect.stringMatching(anything.instant),
              lastUsedAt: expect.stringMatching(anything.instant),
            },
          ],
          apiKeys: [],
        },
      },
    });
  });

  it('is an employee for staff', async () => {
    expect(await accounts.ask('{ me { displayName role customer { id } employee { id firstName } } }', 'manager')).toEqual({
      data: { me: { displayName: 'Andrew F.', role: 'MANAGER', customer: null, employee: { id: '2', firstName: 'Andrew' } } },
    });
  });
});

describe('revokeSessions', () => {
  const revoke = 'mutation ($id: ID) { revokeSessions(input: { sessionId: $id }) { revoked userErrors { code path } } }';

  it('ends one session of the caller', async () => {
    const [mine, other] = [await accounts.signIn(emailOf('anton')), await accounts.signIn(emailOf('anton'))];
    const caller = person(13, 'CUSTOMER', { customerId: 'ANTON', sessionId: sidOf(mine) });
    expect(await accounts.ask(revoke, caller, { id: sidOf(other) })).toEqual({ data: { revokeSessions: { revoked: 1, userErrors: [] } } });
    expect(await accounts.revocations()).toContainEqual({ kind: 'SESSION', id: sidOf(other) });
    expect([await refreshes(mine), await refreshes(other)]).toEqual([true, false]);
  });

  it('ends all sessions but the one that asks, in as many statements for one as for ten', async () => {
    const statements: number[] = [];
    for (const others of [1, 10]) {
      const mine = await accounts.signIn(emailOf('arout'));
      const caller = person(14, 'CUSTOMER', { customerId: 'AROUT', sessionId: sidOf(mine) });
      await accounts.ask(revoke, caller);
      for (let count = 0; count < others; count += 1) await accounts.signIn(emailOf('arout'));
      expect(await accounts.ask(revoke, caller)).toEqual({ data: { revokeSessions: { revoked: others, userErrors: [] } } });
      for (let count = 0; count < others; count += 1) await accounts.signIn(emailOf('arout'));
      statements.push(await accounts.statementsOf(revoke, caller));
      expect(await refreshes(mine)).toBe(true);
    }
    expect(statements[1]).toBe(statements[0]);
  });

  it("answers NOT_FOUND for another's session as for none", async () => {
    const theirs = await accounts.signIn(emailOf('bergs'));
    const expected = (id: string) =>
      [id, { data: { revokeSessions: { revoked: 0, userErrors: [{ code: 'NOT_FOUND', path: ['sessionId'] }] } } }] as const;
    for (const [id, answer] of [expected(sidOf(theirs)), expected('none')])
      expect(await accounts.ask(revoke, 'ALFKI', { id })).toEqual(answer);
    expect(await refreshes(theirs)).toBe(true);
  });
});

describe('changePassword', () => {
  const change = `mutation ($old: String!, $new: String!) { changePassword(input: { currentPassword: $old, newPassword: $new }) { userErrors { code message path } } }`;

  it('sets the new password and ends the other sessions', async () => {
    const [mine, other] = [await accounts.signIn(emailOf('blaus')), await accounts.signIn(emailOf('blaus'))];
    const caller = person(16, 'CUSTOMER', { customerId: 'BLAUS', sessionId: sidOf(mine) });
    expect(await accounts.ask(change, caller, { old: 'tributary', new: 'another password' })).toEqual({
      data: { changePassword: { userErrors: [] } },
    });
    expect([await refreshes(mine), await refreshes(other)]).toEqual([true, false]);
    await expect(accounts.signIn(emailOf('blaus'))).rejects.toThrow('INVALID_CREDENTIALS');
    expect(await accounts.signIn(emailOf('blaus'), 'another password')).toBeDefined();
  });

  it('refuses a wrong current password and a new one that is too short or too long', async () => {
    const refusal = async (old: string, next: string) => (await accounts.ask(change, 'ALFKI', { old, new: next })).data;
    expect(await refusal('wrong', 'another password')).toEqual({
      changePassword: {
        userErrors: [{ code: 'INVALID_CREDENTIALS', message: 'The current password is wrong.', path: ['currentPassword'] }],
      },
    });
    expect(await refusal('tributary', 'short')).toEqual({
      changePassword: { userErrors: [{ code: 'INVALID_INPUT', message: 'A password has at least 8 characters.', path: ['newPassword'] }] },
    });
    expect(await refusal('tributary', 'x'.repeat(201))).toEqual({
      changePassword: { userErrors: [{ code: 'INVALID_INPUT', message: 'A password has at most 200 characters.', path: ['newPassword'] }] },
    });
  });
});

describe('a user seen by others', () => {
  const fields = 'id displayName email name role status scopes createdAt customer { id } employee { id } sessions { id } apiKeys { id }';
  const document = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { ${fields} } } }`;
  const representations = { r: [{ __typename: 'User', id: '12' }] };
  const bare = {
    id: '12',
    displayName: 'Ana T.',
    email: null,
    name: null,
    role: null,
    status: null,
    scopes: null,
    createdAt: null,
    customer: null,
    employee: null,
    sessions: null,
    apiKeys: null,
  };

  it.each(['ALFKI', 'sales', 'manager'])('has an id and a display name only, without an error, for %s', async (caller) => {
    expect(await accounts.ask(document, caller, representations)).toEqual({ data: { _entities: [bare] } });
  });

  it('has errors in the other fields for a stranger', async () => {
    const { data, errors } = await accounts.ask(document, 'anonymous', representations);
    expect(data).toEqual({ _entities: [bare] });
    expect(new Set(errors?.map(({ extensions }) => extensions.code))).toEqual(new Set(['UNAUTHENTICATED']));
    expect(errors).toHaveLength(10);
  });

  it('is open to holders of users:read', async () => {
    expect(await accounts.ask(`{ user(id: "12") { ${fields} } }`, 'admin')).toEqual({
      data: {
        user: {
          id: '12',
          displayName: 'Ana T.',
          email: 'anatr@customers.northwind.test',
          name: 'Ana Trujillo',
          role: 'CUSTOMER',
          status: 'ACTIVE',
          scopes: ['account:manage', 'customers:read', 'orders:read', 'orders:write', 'reviews:write'],
          createdAt: expect.stringMatching(anything.instant),
          customer: { id: 'ANATR' },
          employee: null,
          sessions: [],
          apiKeys: [],
        },
      },
    });
  });
});
