// Users as their administrators see and change them.
import { describe, expect, it } from 'vitest';
import { claimsOf, person, useAccounts } from './support.ts';

const accounts = useAccounts();
const changeRole = `mutation ($input: ChangeUserRoleInput!) {
  changeUserRole(input: $input) { user { id role customer { id } employee { id } } userErrors { code message path } }
}`;
const setStatus =
  'mutation ($input: SetUserStatusInput!) { setUserStatus(input: $input) { user { id status } userErrors { code message path } } }';

describe('users', () => {
  const page = `query ($first: Int, $after: String, $last: Int, $before: String, $filter: UserFilter, $sort: UserSort) {
    users(first: $first, after: $after, last: $last, before: $before, filter: $filter, sort: $sort) {
      nodes { id name } edges { cursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount
    }
  }`;
  interface Page {
    readonly nodes: { id: string; name: string }[];
    readonly edges: { cursor: string }[];
    readonly pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
    readonly totalCount: number;
  }
  const read = async (variables: Record<string, unknown>) => (await accounts.ask(page, 'admin', variables)).data?.['users'] as Page;

  it('come by name, and by id where names are equal', async () => {
    const { nodes, pageInfo } = await read({ first: 3 });
    expect(nodes).toEqual([
      { id: '10', name: 'Ada Admin' },
      { id: '79', name: 'Alejandra Camino' },
      { id: '62', name: 'Alexander Feuer' },
    ]);
    expect(pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  });

  it.each(['NAME_ASC', 'NAME_DESC', 'CREATED_AT_ASC', 'CREATED_AT_DESC'])(
    'can be read to the end and back in the order %s',
    async (sort) => {
      const filter = { role: 'SALES' };
      const all = (await read({ first: 100, filter, sort })).nodes.map(({ id }) => id);
      const forward: string[] = [];
      let after: string | null = null;
      do {
        const { nodes, pageInfo } = await read({ first: 3, after, filter, sort });
        forward.push(...nodes.map(({ id }) => id));
        after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      } while (after !== null);
      const backward: string[] = [];
      let before: string | null = null;
      do {
        const { nodes, pageInfo } = await read({ last: 3, before, filter, sort });
        backward.unshift(...nodes.map(({ id }) => id));
        before = pageInfo.hasPreviousPage ? pageInfo.startCursor : null;
      } while (before !== null);
      expect(forward).toEqual(all);
      expect(backward).toEqual(all);
      expect(all).toHaveLength(7);
    },
  );

  it.each([
    [{ search: 'anders' }, ['11']],
    [{ search: 'MARIA alfki' }, ['11']],
    [{ search: '%' }, []],
    [{ role: 'MANAGER' }, ['2', '5']],
    [{ role: 'ADMIN', status: 'ACTIVE' }, ['10']],
    [{ status: 'INVITED' }, []],
  ])('can be filtered by %o', async (filter, ids) => {
    const { nodes, totalCount } = await read({ filter, sort: 'CREATED_AT_ASC' });
    expect(nodes.map(({ id }) => id)).toEqual(ids);
    expect(totalCount).toBe(ids.length);
  });

  it.each([
    [{ first: 101 }, 'BAD_USER_INPUT'],
    [{ first: -1 }, 'BAD_USER_INPUT'],
    [{ first: 1, last: 1 }, 'BAD_USER_INPUT'],
    [{ after: 'x' }, 'INVALID_CURSOR'],
  ])('cannot be read with %o', async (variables, code) => {
    expect(await accounts.codeOf(page, 'admin', variables)).toBe(code);
  });

  it('refuse the cursor of another order', async () => {
    const { pageInfo } = await read({ first: 1 });
    expect(await accounts.codeOf(page, 'admin', { after: pageInfo.endCursor, sort: 'NAME_DESC' })).toBe('INVALID_CURSOR');
  });

  it('cost as many statements for 100 as for 1, and one less without the count', async () => {
    const nested = (first: number) =>
      `{ users(first: ${first}) { nodes { id customer { id companyName } employee { id reports { id } } sessions { id } apiKeys { id usage { day } } } } }`;
    const costs = [await accounts.statementsOf(nested(10), 'admin'), await accounts.statementsOf(nested(100), 'admin')];
    expect(costs[1]).toBe(costs[0]);
    const bare = await accounts.statementsOf('{ users(first: 1) { nodes { id } } }', 'admin');
    expect(bare).toBe(1);
    expect(await accounts.statementsOf('{ users(first: 100) { nodes { id } totalCount } }', 'admin')).toBe(bare + 1);
  });
});

describe('changeUserRole', () => {
  it('makes a buyer of an employee, and ends the tokens with the old role', async () => {
    expect(await accounts.ask(changeRole, 'admin', { input: { userId: '9', role: 'CUSTOMER', customerId: 'ALFKI' } })).toEqual({
      data: { changeUserRole: { user: { id: '9', role: 'CUSTOMER', customer: { id: 'ALFKI' }, employee: null }, userErrors: [] } },
    });
    expect(await accounts.revocations()).toContainEqual({ kind: 'USER', id: '9' });
    expect(await accounts.ask(changeRole, 'admin', { input: { userId: '9', role: 'SALES', employeeId: '9' } })).toEqual({
      data: { changeUserRole: { user: { id: '9', role: 'SALES', customer: null, employee: { id: '9' } }, userErrors: [] } },
    });
  });

  it.each([
    [{ userId: '9999', role: 'ADMIN' }, 'NOT_FOUND', 'userId'],
    [{ userId: 'x', role: 'ADMIN' }, 'NOT_FOUND', 'userId'],
    [{ userId: '3', role: 'CUSTOMER' }, 'REQUIRED', 'customerId'],
    [{ userId: '10', role: 'SALES', employeeId: '1' }, 'LAST_ADMIN', 'role'],
  ])('refuses %o', async (input, code, field) => {
    expect(await accounts.ask(changeRole, 'admin', { input })).toEqual({
      data: { changeUserRole: { user: null, userErrors: [{ code, message: expect.any(String), path: [field] }] } },
    });
  });

  it('leaves one administrator when two demote each other at once', async () => {
    const demoted = (id: string) => accounts.codeOf(changeRole, 'admin', { input: { userId: id, role: 'SALES', employeeId: '1' } });
    await accounts.ask(changeRole, 'admin', { input: { userId: '4', role: 'ADMIN', employeeId: '4' } });
    for (let round = 0; round < 5; round += 1) {
      const codes = await Promise.all([demoted('10'), demoted('4')]);
      expect(codes.sort()).toEqual(['LAST_ADMIN', null]);
      await accounts.ask(changeRole, person(4, 'ADMIN'), { input: { userId: '10', role: 'ADMIN' } });
      await accounts.ask(changeRole, person(10, 'ADMIN'), { input: { userId: '4', role: 'ADMIN', employeeId: '4' } });
    }
    await demoted('4');
  });
});

describe('setUserStatus', () => {
  it('blocks: sessions and keys end, and nobody gets in until the user is let in again', async () => {
    const email = 'cactu@customers.northwind.test';
    const tokens = await accounts.signIn(email);
    expect(await accounts.ask(setStatus, 'admin', { input: { userId: '22', status: 'BLOCKED', reason: 'left' } })).toEqual({
      data: { setUserStatus: { user: { id: '22', status: 'BLOCKED' }, userErrors: [] } },
    });
    const revocations = await accounts.revocations();
    expect(revocations).toContainEqual({ kind: 'SESSION', id: claimsOf(tokens)['sid'] });
    expect(revocations).toContainEqual({ kind: 'USER', id: '22' });
    const refresh = `mutation { refreshSession(input: { refreshToken: "${tokens.refreshToken}" }) { userErrors { code } } }`;
    expect(await accounts.codeOf(refresh)).toBe('INVALID_TOKEN');
    await expect(accounts.signIn(email)).rejects.toThrow('INVALID_CREDENTIALS');
    expect(await accounts.codeOf(setStatus, 'admin', { input: { userId: '22', status: 'ACTIVE' } })).toBeNull();
    expect(await accounts.signIn(email)).toBeDefined();
    expect(await accounts.codeOf(refresh)).toBe('INVALID_TOKEN');
  });

  it('leaves nothing that works when someone signs in while being blocked', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [signedIn] = await Promise.allSettled([
        accounts.signIn('centc@customers.northwind.test'),
        accounts.ask(setStatus, 'admin', { input: { userId: '23', status: 'BLOCKED' } }),
      ]);
      if (signedIn.status === 'fulfilled')
        expect(await accounts.revocations()).toContainEqual({ kind: 'SESSION', id: claimsOf(signedIn.value)['sid'] });
      await accounts.ask(setStatus, 'admin', { input: { userId: '23', status: 'ACTIVE' } });
    }
  });

  it.each([
    [{ userId: '11', status: 'INVITED' }, 'INVALID_INPUT', 'status'],
    [{ userId: '10', status: 'BLOCKED' }, 'LAST_ADMIN', 'status'],
    [{ userId: '0', status: 'BLOCKED' }, 'NOT_FOUND', 'userId'],
  ])('refuses %o', async (input, code, field) => {
    expect(await accounts.ask(setStatus, 'admin', { input })).toEqual({
      data: { setUserStatus: { user: null, userErrors: [{ code, message: expect.any(String), path: [field] }] } },
    });
  });

  it('cannot accept an invitation for the person who is invited', async () => {
    const answer = await accounts.ask(
      'mutation { inviteUser(input: { email: "i@example.test", name: "I", role: ADMIN }) { user { id } } }',
      'admin',
    );
    const { user } = answer.data?.['inviteUser'] as { user: { id: string } };
    expect(await accounts.codeOf(setStatus, 'admin', { input: { userId: user.id, status: 'ACTIVE' } })).toBe('NOT_ALLOWED');
  });
});
