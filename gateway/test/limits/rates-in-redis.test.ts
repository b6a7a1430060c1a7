// Rates counted in a real Redis: as in memory, together with other gateways, and what happens while it is killed or frozen.
import { type ChildProcess, spawn } from 'node:child_process';
import { endOf, freePort, until } from '@tributary/test-kit';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFallbackStore } from '../../src/limits/rate/fallback-store.ts';
import { createMemoryStore } from '../../src/limits/rate/memory-store.ts';
import { isAllowed, type RateLimit, type RateStore } from '../../src/limits/rate/rate-limit.ts';
import { createRedisStore, type RedisStore } from '../../src/limits/rate/redis-store.ts';
import { randomTrace } from '../../src/limits/rate/testing/random-trace.ts';

const limit: RateLimit = { name: 'calls', algorithm: 'token-bucket', quota: 10, windowSeconds: 3_600, capacity: 10 };
const take = async (store: RateStore, key: string, amount = 1) => store.take([{ limit, key, amount }]);

let port = 0;
let server: ChildProcess;
let client: Redis;
const opened: RedisStore[] = [];

function startRedis(): void {
  server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
}

/** A store that has its connection. */
async function connected(options: { readonly timeoutMs?: number; readonly nowUs?: () => number } = {}): Promise<RedisStore> {
  const store = createRedisStore({ url: `redis://127.0.0.1:${port}`, timeoutMs: 2_000, ...options });
  opened.push(store);
  await answering(store);
  return store;
}

const answering = (store: RedisStore) =>
  until('the store counts', () =>
    take(store, 'probe', 11).then(
      () => true,
      () => false,
    ),
  );

beforeAll(async () => {
  port = await freePort();
  startRedis();
  client = new Redis(port, '127.0.0.1', { retryStrategy: () => 50 });
  client.on('error', () => undefined); // while it is not there
  await client.ping();
});
beforeEach(() => client.flushall());
afterAll(async () => {
  for (const store of opened) store.stop();
  client.disconnect();
  await endOf(server, 'SIGKILL');
});

describe('in Redis', () => {
  it.each([1, 2, 3, 4])('is decided what is decided in memory, for any charges at any times (seed %i)', async (seed) => {
    let nowUs = 1_790_000_000_123_456;
    const redis = await connected({ nowUs: () => nowUs });
    const memory = createMemoryStore({ now: () => nowUs / 1_000 });
    for (const { passedUs, charges } of randomTrace(seed, 250)) {
      nowUs += passedUs;
      expect(await redis.take(charges)).toEqual(memory.take(charges));
    }
  });

  it('two gateways share a limit, by the clock of Redis', async () => {
    const [one, other] = await Promise.all([connected(), connected()]);
    const counts = await Promise.all([one, other, one, other, one, other].map((store) => take(store, 'shared', 2)));
    expect(counts.filter(isAllowed)).toHaveLength(5);
  });

  it('a charge that does not fit leaves the other counters as they were', async () => {
    const store = await connected();
    await take(store, 'empty', 10);
    await store.take([
      { limit, key: 'full', amount: 3 },
      { limit, key: 'empty', amount: 1 },
    ]);
    expect((await take(store, 'full', 11))[0]).toMatchObject({ remaining: 10 });
  });

  it('counters end by themselves when they say nothing any more', async () => {
    const store = await connected();
    await take(store, 'a', 5);
    expect(await client.keys('*')).toEqual(['tributary:rate:calls:token-bucket:3600:a']);
    const ttlMs = await client.pttl('tributary:rate:calls:token-bucket:3600:a');
    expect(ttlMs).toBeGreaterThan(1_700_000);
    expect(ttlMs).toBeLessThanOrEqual(1_800_000);
  });

  it('the script is loaded again when Redis has forgotten it', async () => {
    const store = await connected();
    await client.script('FLUSH');
    expect((await take(store, 'a'))[0]).toMatchObject({ remaining: 9 });
    expect((await take(store, 'a'))[0]).toMatchObject({ remaining: 8 });
  });
});

describe.each([
  ['frozen', { begin: async () => void server.kill('SIGSTOP'), end: async () => void server.kill('SIGCONT') }],
  ['killed', { begin: async () => void (await endOf(server, 'SIGKILL')), end: async () => startRedis() }],
])('while Redis is %s', (_what, fault) => {
  it('each gateway enforces its part, and they count together again afterwards', async () => {
    const common = await connected({ timeoutMs: 50 });
    const log: string[] = [];
    let nowMs = 0;
    const now = () => nowMs;
    const own = createMemoryStore({ now, share: 5 });
    const store = createFallbackStore({ common, own, now, onChange: ({ kind }) => log.push(kind) });
    expect((await take(store, 'a'))[0]).toMatchObject({ remaining: 9 });
    await fault.begin();
    const counts = await Promise.all(Array.from({ length: 20 }, () => take(store, 'a')));
    expect(counts.filter(isAllowed)).toHaveLength(2);
    expect(log).toEqual(['own']);
    await fault.end();
    await until('the gateways count together', async () => {
      nowMs += 1_000;
      await take(store, 'b');
      return log.at(-1) === 'common';
    });
    expect(log).toEqual(['own', 'common']);
  });
});
