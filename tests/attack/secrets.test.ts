// Secrets are planted in requests and in the environment, things go wrong, and then every log and every body is searched for them.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, openTemporaryDir, root, sharedSystem, until } from '@tributary/test-kit';
import { request } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { askSubgraph } from './ask-subgraph.ts';

const system = sharedSystem();

/** Of a form that nothing else has. */
const planted = (name: string) => `Planted-${name}-${randomBytes(6).toString('hex')}`;

const found = (texts: Readonly<Record<string, string>>, secrets: Readonly<Record<string, string>>) =>
  Object.entries(texts).flatMap(([where, text]) =>
    Object.entries(secrets).flatMap(([name, secret]) => (text.includes(secret) ? [`${name} in ${where}`] : [])),
  );

const logs = () =>
  Object.fromEntries(globSync('logs/*', { cwd: system.dataDir }).map((file) => [file, readFileSync(join(system.dataDir, file), 'utf8')]));

/** The private parts of every key file of the system. */
function signingKeys(): Record<string, string> {
  const files = globSync('keys/*.json', { cwd: system.dataDir });
  const strings = files.flatMap((file) => {
    const texts: [string, string][] = [];
    JSON.parse(readFileSync(join(system.dataDir, file), 'utf8'), function (this: unknown, name, value) {
      // Those of services are base64 of 32 bytes; of a JSON Web Key only `d` is secret.
      if (typeof value === 'string' && (value.endsWith('=') || name === 'd')) texts.push([`${file} ${name}`, value]);
      return value;
    });
    return texts;
  });
  return Object.fromEntries(strings);
}

describe('a running system', () => {
  const signIn = 'mutation ($input: SignInInput!) { signIn(input: $input) { tokens { tokenType } userErrors { code message } } }';
  const reset = 'mutation ($input: ResetPasswordInput!) { resetPassword(input: $input) { userErrors { code message } } }';

  it('writes and answers no secret of a request, however the request fails', async () => {
    const secrets = {
      bearer: planted('bearer'),
      apiKey: `trb_${planted('key')}`,
      password: planted('password'),
      cookie: planted('cookie'),
      reset: planted('reset'),
      session: await system.signIn('alfki@customers.northwind.test'),
    };
    const email = 'alfki@customers.northwind.test';
    const json = { 'content-type': 'application/json', cookie: `session=${secrets.cookie}`, 'x-request-id': 'planted-secrets' };
    const post = (body: object | string, headers: object = {}) =>
      request(system.url, {
        method: 'POST',
        headers: { ...json, ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
    const session = { authorization: `Bearer ${secrets.session}` };
    // A literal of another type is repeated to whoever wrote it, as graphql-js does, and to nobody else.
    await (
      await post({ query: `mutation { signIn(input: { email: 1, password: ["${secrets.password}"] }) { userErrors { message } } }` })
    ).body.dump();
    const answers = await Promise.all([
      post({ query: '{ me { id } }' }, { authorization: `Bearer ${secrets.bearer}` }),
      post({ query: '{ me { id } }' }, { authorization: `Bearer ${secrets.session}x` }),
      post({ query: '{ me { id } }' }, { authorization: `Basic ${secrets.password}` }),
      post({ query: '{ me { id } }' }, { 'x-api-key': secrets.apiKey }),
      post({ query: '{ me { id } }' }, { ...session, 'x-api-key': secrets.apiKey }),
      post({ query: '{ nothing }' }, session),
      post({ query: '{ users(first: 1) { nodes { id } } }' }, session),
      post({ query: '{ orders(first: -1) { totalCount nodes { id } } }' }, session),
      post({ query: signIn, variables: { input: { email, password: secrets.password } } }),
      post({ query: signIn, variables: { input: { email: secrets.password, password: secrets.password } } }),
      post({ query: signIn, variables: { input: { email, password: [secrets.password] } } }),
      post({ query: signIn, variables: { input: { email, password: { is: secrets.password } } } }),
      post({ query: signIn, variables: { input: secrets.password } }),
      post({ query: signIn, variables: secrets.password }),
      post({ query: `mutation { signIn(input: { email: "${email}", password: "${secrets.password}" }) { userErrors { message } } }` }),
      post({ query: reset, variables: { input: { token: secrets.reset, newPassword: secrets.password } } }),
      post(`{"query":"{ me { id } }","variables":{"password":"${secrets.password}"`),
      post(secrets.password),
      request(
        `${system.url}?${new URLSearchParams({ query: signIn, variables: JSON.stringify({ input: { email, password: secrets.password } }) })}`,
        {
          headers: { 'apollo-require-preflight': '1', cookie: json.cookie },
        },
      ),
    ]);
    const bodies = await Promise.all(answers.map(async ({ body }, index) => [`body ${index}`, await body.text()] as const));
    expect(found(Object.fromEntries(bodies), secrets)).toEqual([]);
    await until('the gateway has logged the requests', () => logs()[join('logs', 'gateway.log')]?.includes('planted-secrets') === true);
    expect(found(logs(), secrets)).toEqual([]);
  });

  it('writes no signing key, though it signs all the time', async () => {
    await askSubgraph('catalog', '{ __typename }');
    const keys = signingKeys();
    expect(Object.keys(keys).length).toBeGreaterThan(10);
    expect(found(logs(), keys)).toEqual([]);
  });
});

interface Service {
  readonly output: () => string;
  readonly port: number;
  readonly ended: Promise<number | null>;
}

/** A service of ours in a process of its own, however it fares. It ends with the test. */
async function started(entry: string, env: Readonly<Record<string, string>>): Promise<Service> {
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, [entry], {
    cwd: root,
    env: { PATH: process.env['PATH'], PORT: String(port), LOG_LEVEL: 'debug', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { output: () => output, port, ended };
}

function keyFiles(): { readonly dir: string; readonly key: string; readonly broken: string } {
  const dir = openTemporaryDir();
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const key = planted('key');
  const broken = join(dir, 'broken.json');
  writeFileSync(broken, `{"service":"gateway","calls":{"catalog":${key}}}`);
  return { dir, key, broken };
}

describe('a service', () => {
  const keysOf = (service: string) => join(system.dataDir, 'keys', `${service}.json`);
  const tokens = join(system.dataDir, 'keys', 'access-tokens.jwks.json');

  it('whose database and Redis cannot be reached tells no password of theirs', async () => {
    const secrets = { database: planted('database'), redis: planted('redis') };
    const nowhere = await freePort();
    const accounts = await started('subgraphs/accounts/src/main.ts', {
      ACCOUNTS_DATABASE_URL: `postgresql://tributary:${secrets.database}@127.0.0.1:${nowhere}/accounts`,
      REDIS_URL: `redis://:${secrets.redis}@127.0.0.1:${nowhere}`,
      SERVICE_KEYS_FILE: keysOf('accounts'),
      TOKEN_KEYS_FILE: tokens,
      AUDIT_KEY_FILE: join(system.dataDir, 'keys', 'audit.key'),
    });
    await until('accounts has said something', () => /listening|rror/.test(accounts.output()));
    const bodies: Record<string, string> = {};
    for (const path of ['/readyz', '/.well-known/jwks.json', '/graphql']) {
      const answer = await request(`http://127.0.0.1:${accounts.port}${path}`).catch(() => null);
      bodies[path] = (await answer?.body.text()) ?? '';
    }
    expect(found({ ...bodies, output: accounts.output() }, secrets)).toEqual([]);
  });

  it.each([
    ['subgraphs/accounts/src/main.ts', 'ACCOUNTS_DATABASE_URL'],
    ['gateway/src/main.ts', 'REDIS_URL'],
    ['gateway/src/main.ts', 'RATE_LIMIT_DATABASE_URL'],
  ])('%s with a mistake in %s says so without its value, and no word of a broken key file', async (entry, variable) => {
    const { key, broken } = keyFiles();
    const secret = planted('url');
    const env = { [variable]: `mysql://tributary:${secret}@127.0.0.1:1/a`, SERVICE_KEYS_FILE: broken, TOKEN_KEYS_FILE: tokens };
    const service = await started(entry, env);
    expect(await service.ended).toBe(2);
    expect(service.output()).toContain(variable);
    expect(service.output()).toContain('SERVICE_KEYS_FILE');
    // A part of a key is a part too much.
    expect(found({ output: service.output() }, { secret, key: key.slice(0, 8) })).toEqual([]);
  });
});
