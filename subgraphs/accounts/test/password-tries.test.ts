// Guessing passwords: ten tries an account in a quarter of an hour, however they are asked for, and never at the cost of the owner.
import { sqltag as sql } from '@prisma/client/runtime/client';
import { describe, expect, it } from 'vitest';
import { claimsOf, person, useAccounts } from './support.ts';

const accounts = useAccounts();
const signIn = `mutation ($input: SignInInput!) { signIn(input: $input) { deviceToken tokens { accessToken refreshToken } userErrors { code } } }`;
const companyOf = (code: string) => `${code}@customers.northwind.test`;

interface Outcome {
  readonly code: string | null;
  readonly deviceToken: string | null;
}

async function tried(
  email: string,
  password: string,
  deviceToken: string | null = null,
  as?: Parameters<typeof accounts.ask>[1],
): Promise<Outcome> {
  const { data } = await accounts.ask(signIn, as, { input: { email, password, deviceToken } });
  const payload = data?.['signIn'] as { deviceToken: string | null; userErrors: { code: string }[] };
  return { code: payload.userErrors[0]?.code ?? null, deviceToken: payload.deviceToken };
}

const codesOf = async (count: number, attempt: (index: number) => Promise<Outcome>) =>
  (await Promise.all(Array.from({ length: count }, (_, index) => attempt(index)))).map(({ code }) => code);
const countOf = (codes: readonly (string | null)[], wanted: string) => codes.filter((code) => code === wanted).length;
const pass = async (minutes: number) => {
  const passed = sql`ARRAY(SELECT t - ${minutes}::int * interval '1 minute' FROM unnest("tries") t)`;
  await accounts.service().database.client.$executeRaw(sql`UPDATE "PasswordTries" SET "tries" = ${passed}`);
};

describe('an account', () => {
  it('has ten tries from unknown devices, also when a hundred come at a time', async () => {
    const codes = await codesOf(100, (index) => tried(companyOf('alfki'), `guess ${index}`));
    expect([countOf(codes, 'INVALID_CREDENTIALS'), countOf(codes, 'TOO_MANY_TRIES')]).toEqual([10, 90]);
    // The right password would tell whoever guesses that it is right.
    expect(await tried(companyOf('alfki'), 'tributary')).toEqual({ code: 'TOO_MANY_TRIES', deviceToken: null });
    expect(await tried(companyOf('ALFKI').toUpperCase(), 'tributary')).toMatchObject({ code: 'TOO_MANY_TRIES' });
  });

  it('has them in one request too', async () => {
    const attempt = (index: number) =>
      `a${index}: signIn(input: { email: "${companyOf('anatr')}", password: "guess ${index}" }) { userErrors { code } }`;
    const { data } = await accounts.ask(`mutation { ${Array.from({ length: 25 }, (_, index) => attempt(index)).join(' ')} }`);
    const payloads = Object.values(data ?? {}) as { userErrors: { code: string }[] }[]; // one a sign-in
    const codes = payloads.map(({ userErrors }) => userErrors[0]?.code ?? null);
    expect([countOf(codes, 'INVALID_CREDENTIALS'), countOf(codes, 'TOO_MANY_TRIES')]).toEqual([10, 15]);
  });

  it('that does not exist has as many', async () => {
    const codes = await codesOf(15, () => tried('nobody@northwind.test', 'guess'));
    expect([countOf(codes, 'INVALID_CREDENTIALS'), countOf(codes, 'TOO_MANY_TRIES')]).toEqual([10, 5]);
  });

  it('has another try a quarter of an hour after each, and not sooner', async () => {
    const email = companyOf('anton');
    await codesOf(4, () => tried(email, 'guess'));
    await pass(10);
    await codesOf(6, () => tried(email, 'guess'));
    expect((await tried(email, 'guess')).code).toBe('TOO_MANY_TRIES');
    await pass(6); // the first four are older than a quarter of an hour
    const codes = await codesOf(6, () => tried(email, 'guess'));
    expect([countOf(codes, 'INVALID_CREDENTIALS'), countOf(codes, 'TOO_MANY_TRIES')]).toEqual([4, 2]);
  });

  it('is not locked by those who know its password', async () => {
    for (let round = 0; round < 12; round += 1) expect((await tried(companyOf('arout'), 'tributary')).code).toBeNull();
  });
});

describe('the owner', () => {
  it('still gets in on a device that they have signed in on, while strangers guess', async () => {
    const email = companyOf('bergs');
    const { deviceToken } = await tried(email, 'tributary');
    await codesOf(20, () => tried(email, 'guess'));
    expect((await tried(email, 'tributary')).code).toBe('TOO_MANY_TRIES');
    expect(await tried(email, 'tributary', deviceToken)).toEqual({ code: null, deviceToken });
  });

  it('has ten tries of their own on that device', async () => {
    const email = companyOf('blaus');
    const { deviceToken } = await tried(email, 'tributary');
    const codes = await codesOf(15, () => tried(email, 'guess', deviceToken));
    expect([countOf(codes, 'INVALID_CREDENTIALS'), countOf(codes, 'TOO_MANY_TRIES')]).toEqual([10, 5]);
    expect((await tried(email, 'tributary')).code).toBeNull(); // on another
  });

  it('is shown by their session as well', async () => {
    const email = companyOf('blonp');
    const { sid, sub } = claimsOf(await accounts.signIn(email));
    await codesOf(20, () => tried(email, 'guess'));
    const owner = person(Number(sub), 'CUSTOMER', { sessionId: String(sid) });
    expect((await tried(email, 'tributary', null, owner)).code).toBeNull();
    expect((await tried(email, 'tributary', null, person(11, 'CUSTOMER'))).code).toBe('TOO_MANY_TRIES');
  });

  it('is not shown by the device of somebody else, a made-up token or one that has expired', async () => {
    const email = companyOf('bolid');
    const { deviceToken: own } = await tried(email, 'tributary');
    const { deviceToken: other } = await tried(companyOf('bonap'), 'tributary');
    await codesOf(20, () => tried(email, 'guess'));
    for (const token of [other, 'made up', '']) expect((await tried(email, 'tributary', token)).code).toBe('TOO_MANY_TRIES');
    await accounts.service().database.client.$executeRaw(sql`UPDATE "KnownDevice" SET "expiresAt" = now()`);
    expect((await tried(email, 'tributary', own)).code).toBe('TOO_MANY_TRIES');
  });

  it('can always set a new password by mail, and their device is known from then on', async () => {
    const email = companyOf('bottm');
    await codesOf(20, () => tried(email, 'guess'));
    await accounts.ask(`mutation { requestPasswordReset(input: { email: "${email}" }) { userErrors { code } } }`);
    const token = await accounts.tokenMailedTo(email);
    const { data } = await accounts.ask(
      `mutation { resetPassword(input: { token: "${token}", newPassword: "another password" }) { deviceToken userErrors { code } } }`,
    );
    const { deviceToken } = data?.['resetPassword'] as { deviceToken: string };
    expect((await tried(email, 'another password', deviceToken)).code).toBeNull();
  });

  it('has ten tries of the old password in a session, when changing it', async () => {
    const { sid, sub } = claimsOf(await accounts.signIn(companyOf('bsbev')));
    const owner = person(Number(sub), 'CUSTOMER', { sessionId: String(sid) });
    const change = (old: string) =>
      accounts.codeOf(
        `mutation { changePassword(input: { currentPassword: "${old}", newPassword: "another password" }) { userErrors { code } } }`,
        owner,
      );
    const codes = await Promise.all(Array.from({ length: 15 }, (_, index) => change(`guess ${index}`)));
    expect([countOf(codes, 'INVALID_CREDENTIALS'), countOf(codes, 'TOO_MANY_TRIES')]).toEqual([10, 5]);
    expect((await tried(companyOf('bsbev'), 'tributary')).code).toBeNull();
  });
});
