// The administrator that the seed makes; each of your users begins with an invitation of theirs.
import { type TestSubgraph, testSubgraph } from '@tributary/test-kit';
import { afterAll, beforeAll, expect, it } from 'vitest';

let accounts: TestSubgraph;
beforeAll(async () => {
  accounts = await testSubgraph('accounts');
});
afterAll(() => accounts.stop());

const signIn = 'mutation ($input: SignInInput!) { signIn(input: $input) { user { displayName } userErrors { code } } }';

it('signs in with the password of development', async () => {
  const input = { email: 'admin@example.test', password: 'tributary' };
  const { data } = await accounts.execute({ document: signIn, variables: { input } });
  expect(data).toEqual({ signIn: { user: { displayName: 'Ada A.' }, userErrors: [] } });
});

it('does not sign in with another', async () => {
  const input = { email: 'admin@example.test', password: 'another password' };
  const { data } = await accounts.execute({ document: signIn, variables: { input } });
  expect(data?.['signIn']).toEqual({ user: null, userErrors: [{ code: 'INVALID_CREDENTIALS' }] });
});

it('may read who can sign in: nobody else yet', async () => {
  const answer = await accounts.execute({ document: '{ users { nodes { email } } }', as: 'admin' });
  expect(answer).toEqual({ data: { users: { nodes: [{ email: 'admin@example.test' }] } } });
});
