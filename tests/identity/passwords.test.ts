// Guessing passwords at the running system, and the administrator who is made by command.
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, sharedSystem } from '@tributary/test-kit';
import { request } from 'undici';
import { describe, expect, it } from 'vitest';

const system = sharedSystem();
const count = (length: number) => Array.from({ length }, (_, index) => index);

type Payloads = Readonly<Record<string, { readonly userErrors: readonly { readonly code: string }[] }>>;

/** Sends some sign-ins as aliases of one request, as if from another address each time, and gives their codes. */
async function guesses(email: string, from: number, aliases: number, deviceToken: string | null = null): Promise<(string | null)[]> {
  const input = (index: number) => `{ email: "${email}", password: "guess ${index}", deviceToken: ${JSON.stringify(deviceToken)} }`;
  const fields = count(aliases).map((index) => `a${index}: signIn(input: ${input(from + index)}) { userErrors { code } }`);
  const { body } = await request(system.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': `192.0.2.${from % 250}`, 'user-agent': `client ${from}` },
    body: JSON.stringify({ query: `mutation { ${fields.join(' ')} }` }),
  });
  const { data } = (await body.json()) as { data?: Payloads | null }; // the gateway answers with JSON
  return Object.values(data ?? {}).map(({ userErrors }) => userErrors[0]?.code ?? null);
}

describe('a password', () => {
  it('is tried ten times, however many aliases, requests and addresses guess at it, and its owner gets in on their device', async () => {
    const email = 'wolza@customers.northwind.test';
    const document = `mutation ($input: SignInInput!) { signIn(input: $input) { deviceToken user { id } userErrors { code } } }`;
    const signIn = async (deviceToken: string | null) =>
      (await system.ask(document, { variables: { input: { email, password: 'tributary', deviceToken } } })).data?.['signIn'];
    const { deviceToken } = await signIn(null);
    const codes = (await Promise.all(count(25).map((index) => guesses(email, index * 4, 4)))).flat();
    const reached = codes.filter((code) => code === 'INVALID_CREDENTIALS');
    expect([codes.length, reached.length, codes.filter((code) => code === 'TOO_MANY_TRIES').length]).toEqual([100, 10, 90]);
    expect((await signIn(null)).userErrors).toEqual([{ code: 'TOO_MANY_TRIES' }]);
    expect(await signIn(deviceToken)).toMatchObject({ deviceToken, userErrors: [] });
  });

  it('is not tried by requests in one body', async () => {
    const { body, statusCode } = await request(system.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(
        count(20).map(() => ({ query: 'mutation { signIn(input: { email: "a@b.test", password: "x" }) { userErrors { code } } }' })),
      ),
    });
    expect([statusCode, await body.json()]).toEqual([
      400,
      { errors: [expect.objectContaining({ message: 'One request holds one operation.' })] },
    ]);
  });
});

describe('tributary admin create', () => {
  const admin = (args: readonly string[], input = ''): SpawnSyncReturns<string> =>
    spawnSync(process.execPath, ['cli/src/main.ts', 'admin', 'create', ...args], {
      cwd: root,
      env: { ...process.env, DATA_DIR: system.dataDir },
      input,
      encoding: 'utf8',
    });
  const person = (name: string) => ['--email', `${name}@example.test`, '--name', 'Grace Hopper'];

  it('refuses when there is one, unless another is asked for, whose password comes by standard input', async () => {
    const refused = admin(person('grace'), 'a long password\n');
    expect([refused.status, refused.stderr]).toEqual([2, 'There is an administrator already; --another makes one more.\n']);
    const { status, stdout, stderr } = admin([...person('grace'), '--another'], 'a long password\n');
    expect([status, stdout, stderr]).toEqual([0, expect.stringMatching(/^grace@example\.test is an administrator \(user \d+\)\.\n$/), '']);
    const token = await system.signIn('grace@example.test', 'a long password');
    expect((await system.ask('{ me { name role } }', { token })).data).toEqual({ me: { name: 'Grace Hopper', role: 'ADMIN' } });
  });

  it('invites by mail', async () => {
    const { status, stdout } = admin([...person('ada'), '--another', '--invite']);
    expect([status, stdout]).toEqual([0, expect.stringContaining('ada@example.test is invited by mail')]);
    const dir = join(system.dataDir, 'mail');
    const mails = readdirSync(dir).map((name) => readFileSync(join(dir, name), 'utf8'));
    const mailed = mails.find((text) => text.includes('To: ada@example.test\r\n'))?.match(/^[\w-]{43}$/m)?.[0];
    const accept = 'mutation ($t: String!) { acceptInvite(input: { token: $t, password: "a long password" }) { userErrors { code } } }';
    expect((await system.ask(accept, { variables: { t: mailed } })).data).toEqual({ acceptInvite: { userErrors: [] } });
  });

  it('takes no password as an argument, and none that may not be chosen', () => {
    const argument = admin([...person('x'), '--password', 'a long password']);
    expect([argument.status, argument.stderr]).toEqual([2, expect.stringContaining('Usage: admin create')]);
    const leaked = admin([...person('x'), '--another'], 'password1\n');
    expect([leaked.status, leaked.stderr]).toEqual([2, expect.stringContaining('everybody tries first')]);
  });
});
