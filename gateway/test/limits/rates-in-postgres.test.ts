// Rates counted in a real PostgreSQL: together with other gateways, and refused soon where it does not answer.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPostgresStore, type PostgresStore } from '../../src/limits/rate/postgres-store.ts';
import { isAllowed, type RateLimit } from '../../src/limits/rate/rate-limit.ts';

const url = process.env['TEST_POSTGRES_URL'] ?? '';
const limit: RateLimit = { name: 'calls', algorithm: 'sliding-window', quota: 10, windowSeconds: 3_600, capacity: 10 };
const take = (store: PostgresStore, key: string, amount = 1) => store.take([{ limit, key, amount }]);

let client: pg.Client;
const opened: PostgresStore[] = [];

function opening(timeoutMs: number): PostgresStore {
  const store = createPostgresStore({ url, timeoutMs });
  opened.push(store);
  return store;
}

beforeAll(async () => {
  client = new pg.Client({ connectionString: url });
  await client.connect();
  await take(opening(5_000), 'a'); // makes the table
});
beforeEach(() => client.query('DELETE FROM tributary_rate_counters'));
afterAll(async () => {
  await Promise.all(opened.map((store) => store.stop()));
  await client.query('DROP TABLE tributary_rate_counters');
  await client.end();
});

describe('in PostgreSQL', () => {
  it('two gateways share a limit, however many requests come at once', async () => {
    const [one, other] = [opening(5_000), opening(5_000)];
    const counts = await Promise.all(Array.from({ length: 20 }, (_none, index) => take(index % 2 === 0 ? one : other, 'shared')));
    expect(counts.filter(isAllowed)).toHaveLength(10);
  });

  it('a charge that does not fit leaves the other counters as they were', async () => {
    const store = opening(5_000);
    await take(store, 'empty', 10);
    const charges = [
      { limit, key: 'full', amount: 3 },
      { limit, key: 'empty', amount: 1 },
    ];
    expect(isAllowed(await store.take(charges))).toBe(false);
    expect(await take(store, 'full', 10)).toMatchObject([{ waitUs: 0, remaining: 0 }]);
  });

  it('decisions over the same counters in any order do not wait for each other', async () => {
    const [one, other] = [opening(5_000), opening(5_000)];
    const charges = ['a', 'b', 'c'].map((key) => ({ limit, key, amount: 1 }));
    const counts = await Promise.all(
      Array.from({ length: 10 }, (_none, index) => (index % 2 === 0 ? one.take(charges) : other.take(charges.toReversed()))),
    );
    expect(counts.every(isAllowed)).toBe(true);
  });

  it('a decision that would have to wait is given up, and the next one is made', async () => {
    const store = opening(50);
    await take(opening(5_000), 'locked');
    await client.query('BEGIN');
    await client.query('SELECT FROM tributary_rate_counters FOR UPDATE');
    await expect(take(store, 'locked')).rejects.toThrow();
    await client.query('ROLLBACK');
    expect(await take(opening(5_000), 'locked')).toMatchObject([{ waitUs: 0, remaining: 8 }]);
  });
});

it('a server that is not there is not waited for', async () => {
  const store = createPostgresStore({ url: 'postgresql://127.0.0.1:1/rates' });
  await expect(take(store, 'a')).rejects.toThrow();
  await store.stop();
});
