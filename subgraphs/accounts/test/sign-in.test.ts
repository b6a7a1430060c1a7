// Signing in and out, and what refresh tokens are good for.
import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { anything, claimsOf, person, type Tokens, useAccounts } from './support.ts';

const accounts = useAccounts();
const alfki = 'alfki@customers.northwind.test';
const signIn = `mutation ($email: EmailAddress!, $password: String!) {
  signIn(input: { email: $email, password: $password }) { tokens { accessToken refreshToken expiresAt } user { id displayName } userErrors { code message path } }
}`;
const refresh = `mutation ($token: String!) {
  refreshSession(input: { refreshToken: $token }) { tokens { accessToken refreshToken } user { id } userErrors { code message path } }
}`;
const wrongCredentials = {
  data: {
    signIn: {
      tokens: null,
      user: null,
      userErrors: [{ code: 'INVALID_CREDENTIALS', message: 'The e-mail address or the password is wrong.', path: null }],
    },
  },
};
const badToken = {
  data: {
    refreshSession: {
      tokens: null,
      user: null,
      userErrors: [{ code: 'INVALID_TOKEN', message: 'The token is unknown, used or expired.', path: ['refreshToken'] }],
    },
  },
};

async function refreshed(token: string): Promise<Tokens> {
  const { data } = await accounts.ask(refresh, 'anonymous', { token });
  return (data?.['refreshSession'] as { tokens: Tokens }).tokens;
}

describe('signIn', () => {
  it('gives tokens and the user, as far as a stranger may see', async () => {
    const answer = await accounts.ask(signIn, 'anonymous', { email: alfki, password: 'tributary' });
    expect(answer).toEqual({
      data: {
        signIn: {
          tokens: {
            accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
            refreshToken: expect.stringMatching(anything.secret),
            expiresAt: expect.stringMatching(anything.instant),
          },
          user: { id: '11', displayName: 'Maria A.' },
          userErrors: [],
        },
      },
    });
  });

  it('tells a stranger nothing more of the user', async () => {
    const document = `mutation { signIn(input: { email: "${alfki}", password: "tributary" }) { user { id email } } }`;
    expect(await accounts.ask(document)).toEqual({
      data: { signIn: { user: { id: '11', email: null } } },
      errors: [expect.objectContaining({ path: ['signIn', 'user', 'email'], extensions: { code: 'UNAUTHENTICATED' } })],
    });
  });

  it('takes an address in any case', async () => {
    expect(await accounts.codeOf(signIn, 'anonymous', { email: alfki.toUpperCase(), password: 'tributary' })).toBeNull();
  });

  it('answers a wrong password and an unknown address alike', async () => {
    expect(await accounts.ask(signIn, 'anonymous', { email: alfki, password: 'wrong' })).toEqual(wrongCredentials);
    expect(await accounts.ask(signIn, 'anonymous', { email: 'nobody@northwind.test', password: 'tributary' })).toEqual(wrongCredentials);
    expect(await accounts.ask(signIn, 'anonymous', { email: alfki, password: `tributary${' '.repeat(1_000_000)}` })).toEqual(
      wrongCredentials,
    );
  });

  it('takes as long for an unknown address as for a wrong password', async () => {
    const durationOf = async (email: string) => {
      const start = performance.now();
      await accounts.ask(signIn, 'anonymous', { email, password: 'wrong' });
      return performance.now() - start;
    };
    let [known, unknown] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    // In turn: whatever else the machine does slows both.
    for (let round = 0; round < 5; round += 1) {
      known = Math.min(known, await durationOf(alfki));
      unknown = Math.min(unknown, await durationOf('nobody@northwind.test'));
    }
    expect(unknown).toBeGreaterThan(known / 2);
    expect(known).toBeGreaterThan(unknown / 2);
  });

  it('refuses a user who is blocked', async () => {
    await accounts.ask('mutation { setUserStatus(input: { userId: "12", status: BLOCKED }) { userErrors { code } } }', 'admin');
    expect(await accounts.ask(signIn, 'anonymous', { email: 'anatr@customers.northwind.test', password: 'tributary' })).toEqual(
      wrongCredentials,
    );
  });

  it('signs an access token that says who, for whom and what for, for five minutes', async () => {
    const tokens = await accounts.signIn('nancy.davolio@northwind.test');
    const [header = '', body = '', signature = ''] = tokens.accessToken.split('.');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg: 'EdDSA', typ: 'at+jwt', kid: expect.any(String) });
    const claims = claimsOf(tokens);
    expect(claims).toEqual({
      iss: 'http://localhost:4000',
      aud: 'tributary',
      sub: '1',
      sid: expect.stringMatching(anything.uuid),
      jti: expect.stringMatching(anything.uuid),
      role: 'SALES',
      scope:
        'account:manage customers:read orders:read orders:write reviews:write employees:read suppliers:read inventory:read orders:confirm orders:discount',
      employee_id: '1',
      iat: expect.any(Number),
      exp: expect.any(Number),
    });
    const life = Number(claims['exp']) - Number(claims['iat']);
    expect(life).toBeGreaterThanOrEqual(300);
    expect(life).toBeLessThan(301);

    const { keys } = (await accounts.service().routes?.['/.well-known/jwks.json']?.()) as { keys: Record<string, string>[] };
    expect(keys).toEqual([{ kty: 'OKP', crv: 'Ed25519', kid: expect.any(String), x: expect.any(String), alg: 'EdDSA', use: 'sig' }]);
    const key = createPublicKey({ key: keys[0] ?? {}, format: 'jwk' });
    expect(verify(null, Buffer.from(`${header}.${body}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
  });
});

describe('refreshSession', () => {
  it('gives the next tokens of the same session', async () => {
    const first = await accounts.signIn(alfki);
    const second = await refreshed(first.refreshToken);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(claimsOf(second)).toMatchObject({ sid: claimsOf(first)['sid'], sub: '11', customer_id: 'ALFKI' });
    expect(claimsOf(second)['jti']).not.toBe(claimsOf(first)['jti']);
  });

  it('gives two tabs that ask with the same token the same successor', async () => {
    const { refreshToken } = await accounts.signIn(alfki);
    const successors = await Promise.all(Array.from({ length: 5 }, () => refreshed(refreshToken)));
    expect(new Set(successors.map((tokens) => tokens.refreshToken)).size).toBe(1);
    expect(await refreshed(successors[0]?.refreshToken ?? '')).not.toBeNull();
  });

  it('ends the session when a token is used again later than ten seconds after', async () => {
    const first = await accounts.signIn(alfki);
    const second = await refreshed(first.refreshToken);
    await accounts.age('RefreshToken', 'spentAt', 11);
    expect(await accounts.ask(refresh, 'anonymous', { token: first.refreshToken })).toEqual(badToken);
    expect(await accounts.ask(refresh, 'anonymous', { token: second.refreshToken })).toEqual(badToken);
    expect(await accounts.revocations()).toContainEqual({ kind: 'SESSION', id: claimsOf(first)['sid'] });
  });

  it('ends the session when the token before the last is used again, however soon', async () => {
    const first = await accounts.signIn(alfki);
    const third = await refreshed((await refreshed(first.refreshToken)).refreshToken);
    expect(await accounts.ask(refresh, 'anonymous', { token: first.refreshToken })).toEqual(badToken);
    expect(await accounts.ask(refresh, 'anonymous', { token: third.refreshToken })).toEqual(badToken);
  });

  it('refuses what is no token', async () => {
    expect(await accounts.ask(refresh, 'anonymous', { token: 'no such token' })).toEqual(badToken);
  });

  it('gives the role that the user has by now', async () => {
    const { refreshToken } = await accounts.signIn('robert.king@northwind.test');
    await accounts.ask(
      'mutation { changeUserRole(input: { userId: "7", role: MANAGER, employeeId: "7" }) { userErrors { code } } }',
      'admin',
    );
    expect(claimsOf(await refreshed(refreshToken))).toMatchObject({ sub: '7', role: 'MANAGER' });
  });

  it('refuses a session that has lasted for thirty days', async () => {
    const { refreshToken } = await accounts.signIn(alfki);
    await accounts.age('Session', 'expiresAt', 1);
    expect(await accounts.ask(refresh, 'anonymous', { token: refreshToken })).toEqual(badToken);
  });
});

describe('signOut', () => {
  const signOut = 'mutation ($input: SignOutInput) { signOut(input: $input) { userErrors { code message path } } }';
  const done = { data: { signOut: { userErrors: [] } } };

  it('ends the session of a refresh token', async () => {
    const tokens = await accounts.signIn(alfki);
    const variables = { input: { refreshToken: tokens.refreshToken } };
    expect(await accounts.ask(signOut, 'anonymous', variables)).toEqual(done);
    expect(await accounts.ask(refresh, 'anonymous', { token: tokens.refreshToken })).toEqual(badToken);
    expect(await accounts.revocations()).toContainEqual({ kind: 'SESSION', id: claimsOf(tokens)['sid'] });
    const before = await accounts.revocations();
    expect(await accounts.ask(signOut, 'anonymous', variables)).toEqual(done);
    expect(await accounts.revocations()).toEqual(before);
  });

  it('ends the session of the caller', async () => {
    const tokens = await accounts.signIn(alfki);
    const caller = person(11, 'CUSTOMER', { sessionId: String(claimsOf(tokens)['sid']) });
    expect(await accounts.ask(signOut, caller)).toEqual(done);
    expect(await accounts.ask(refresh, 'anonymous', { token: tokens.refreshToken })).toEqual(badToken);
  });

  it('says so when there is nothing to end', async () => {
    expect(await accounts.ask(signOut)).toEqual({
      data: { signOut: { userErrors: [{ code: 'INVALID_TOKEN', message: 'You are not signed in.', path: null }] } },
    });
    expect(await accounts.ask(signOut, 'anonymous', { input: { refreshToken: 'unknown' } })).toEqual({
      data: {
        signOut: { userErrors: [{ code: 'INVALID_TOKEN', message: 'The token is unknown, used or expired.', path: ['refreshToken'] }] },
      },
    });
  });
});
