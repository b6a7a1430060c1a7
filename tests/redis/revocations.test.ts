// Redis: what was revoked is heard everywhere at once, and without it within five seconds all the same.
import { type ChildProcess, spawn } from 'node:child_process';
import { endOf, freePort, type System, startSystem, until } from '@tributary/test-kit';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';

let redis: ChildProcess;
let system: System;
let port = 0;
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
