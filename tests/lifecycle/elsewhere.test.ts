// Databases and Redis that are not the start command's own.
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabaseIfMissing, type RunningPostgres, startPostgres } from '@tributary/database-kit';
import { endOf, freePort, openTemporaryDir, runCommand, type System, startSystem, until } from '@tributary/test-kit';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const dir = openTemporaryDir();
let server: RunningPostgres;

beforeAll(async () => {
  server = await startPostgres({ dataDir: join(dir, 'postgres'), logFile: join(dir, 'postgres.log') });
});
afterAll(async () => {
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function databases(): Promise<string[]> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query<{ datname: string }>('SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY 1');
  await client.end();
  return rows.map(({ datname }) => datname);
}

describe('DATABASE_URL', () => {
  it('gets one database per subgraph, but for one that is elsewhere; setup prepares the same, again and again', async () => {
    const reviews = await createDatabaseIfMissing(server.url, 'elsewhere');
    const env = { DATABASE_URL: server.url, REVIEWS_DATABASE_URL: reviews };
    const setup = await runCommand(['setup'], { ...env, DATA_DIR: join(dir, 'data') });
    expect(setup.code).toBe(0);
    expect(setup.output).toContain('Load the Northwind data');
    expect(await databases()).toEqual(['accounts', 'catalog', 'elsewhere', 'inventory', 'orders', 'postgres']);
    expect((await runCommand(['setup'], { ...env, DATA_DIR: join(dir, 'data') })).output).not.toContain('Load the Northwind data');

    const system = await startSystem({ env, dataDir: join(dir, 'data') });
    expect((await system.ask('{ product(id: "59") { name rating { count } } }')).data).toEqual({
      product: { name: 'Raclette Courdavault', rating: { count: 7 } },
    });
    await system.stop();
    // It is not ours to stop.
    expect(await databases()).toContain('accounts');
  });

  it('is emptied by --reset --yes, the database that is elsewhere too', async () => {
    const reviews = await createDatabaseIfMissing(server.url, 'elsewhere');
    const env = { DATABASE_URL: server.url, REVIEWS_DATABASE_URL: reviews, DATA_DIR: join(dir, 'data') };
    const seeded = await runCommand(['seed', '--scale', '2', '--reset', '--yes'], env);
    expect(seeded.output).toContain('Load Northwind, 2 times');
    expect(seeded.code).toBe(0);
    const count = async (name: string, table: string) => {
      const client = new pg.Client({ connectionString: new URL(`/${name}`, server.url).href });
      await client.connect();
      const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM "${table}"`);
      await client.end();
      return Number(rows[0]?.count);
    };
    expect([await count('accounts', 'Customer'), await count('orders', 'Order'), await count('orders', 'OrderLine')]).toEqual([
      182, 1_660, 4_310,
    ]);
    expect(await count('elsewhere', 'Review')).toBeGreaterThan(100);
    const again = await runCommand(['seed', '--scale', '2'], env);
    expect([again.code, again.output]).toEqual([2, expect.stringContaining('Every database holds data.')]);
  });

  it('setup says when it is missing', async () => {
    const { code, output } = await runCommand(['setup'], { DATABASE_URL: '', DATA_DIR: join(dir, 'data') });
    expect([code, output.trim()]).toEqual([2, expect.stringContaining('DATABASE_URL')]);
  });
});

describe('REDIS_URL', () => {
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
});
