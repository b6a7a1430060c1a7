// Databases that are not the start command's own.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabaseIfMissing, type RunningPostgres, startPostgres } from '@tributary/database-kit';
import { openTemporaryDir, runCommand, startSystem } from '@tributary/test-kit';
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
    expect(setup.output).toContain('Load the first data');
    expect(await databases()).toEqual(['accounts', 'catalog', 'elsewhere', 'inventory', 'orders', 'postgres']);
    expect((await runCommand(['setup'], { ...env, DATA_DIR: join(dir, 'data') })).output).not.toContain('Load the first data');

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
