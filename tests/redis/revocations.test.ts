// Redis: what was revoked is heard everywhere at once, and without it within five seconds all the same; without PostgreSQL too, nobody writes.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { childrenOf, endOf, freePort, type System, startSystem, until } from '@tributary/test-kit';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';

let redis: ChildProcess;
let system: System;
let port = 0;
let frozen: number[] = [];
const ended = async (token: string) => (await system.ask('{ me { id } }', { token })).status === 401;

beforeAll(async () => {
  port = await freePort();
  redis = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
  const client = new Redis(port, '127.0.0.1', { retryStrategy: () => 50 });
  client.on('error', () => undefined); // until it listens
  await client.ping();
  client.disconnect();
  system = await startSystem({ env: { REDIS_URL: `redis://127.0.0.1:${port}` } });
});
afterAll(async () => {
  thaw();
  await system.remove();
  await endOf(redis, 'SIGTERM');
});

it('carries revocations to every gateway', async () => {
  expect(system.output()).toContain('Redis      used');
  const listener = new Redis(port, '127.0.0.1');
  await listener.subscribe('tributary:revocations');
  const heard = new Promise<unknown>((resolve) => listener.once('message', (_channel, text: string) => resolve(JSON.parse(text))));
  const token = await system.signIn('alfki@customers.northwind.test');
  await system.ask('mutation { signOut { userErrors { code } } }', { token });
  expect(await heard).toMatchObject({ kind: 'SESSION' });
  await until('the session has ended', () => ended(token), 5_000);
  listener.disconnect();
});

it('may die: sessions still end everywhere within five seconds', async () => {
  await endOf(redis, 'SIGKILL');
  const token = await system.signIn('alfki@customers.northwind.test');
  await system.ask('mutation { signOut { userErrors { code } } }', { token });
  await until('the session has ended', () => ended(token), 5_000);
});

/** The bundled PostgreSQL stands still, connections and all: the worst way to be away. */
function freezePostgres(): void {
  const server = Number(readFileSync(join(system.dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
  frozen = [server, ...childrenOf(server).map(({ pid }) => pid)];
  for (const pid of frozen) process.kill(pid, 'SIGSTOP');
}

function thaw(): void {
  for (const pid of frozen.splice(0)) process.kill(pid, 'SIGCONT');
}

it('may be away together with PostgreSQL: a credential then writes nothing, reads go on for a while, the OAuth provider says so', async () => {
  await endOf(redis, 'SIGKILL');
  const token = await system.signIn('alfki@customers.northwind.test');
  /** Nothing is changed by it, whoever may run it. */
  const write = async () =>
    system.ask('mutation { requestPasswordReset(input: { email: "nobody@northwind.test" }) { userErrors { code } } }', { token });
  expect(await write()).toMatchObject({ status: 200 });
  freezePostgres();
  const refused = await until('writes are refused', async () => {
    const answer = await write();
    return answer.status === 503 ? answer : null;
  });
  expect(refused.errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
  expect(await system.ask('{ __typename }', { token })).toMatchObject({ status: 200, data: { __typename: 'Query' } });
  const body = new URLSearchParams({ client_id: 'x', grant_type: 'refresh_token', refresh_token: 'x' });
  const answer = await fetch(`http://localhost:${system.port}/oauth/token`, { method: 'POST', body });
  expect([answer.status, answer.headers.get('retry-after'), await answer.json()]).toMatchObject([
    503,
    '1',
    { error: 'temporarily_unavailable', code: 'SERVICE_UNAVAILABLE' },
  ]);
  thaw();
  await until('writes are taken again', async () => (await write()).status === 200);
});
