// PostgreSQL and Redis are both out of reach, the processes stopped for real: nobody writes with a credential, and everybody is told within bounds.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { childrenOf, type System, startSystem, until } from '@tributary/test-kit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RedisServer, startRedis } from '../faults/load/parts/redis-server.ts';

let redis: RedisServer;
let system: System;
let postgres: number[] = [];
let token: string;

beforeAll(async () => {
  redis = await startRedis();
  system = await startSystem({ env: { REDIS_URL: `redis://127.0.0.1:${redis.port}` } });
  token = await system.signIn('alfki@customers.northwind.test');
});
afterAll(async () => {
  for (const pid of postgres) process.kill(pid, 'SIGCONT');
  await system.remove();
  await redis.kill();
});

/** The bundled server stands still, connections and all: the worst way to be away. */
function freezePostgres(): void {
  const server = Number(readFileSync(join(system.dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
  postgres = [server, ...childrenOf(server).map(({ pid }) => pid)];
  for (const pid of postgres) process.kill(pid, 'SIGSTOP');
}

/** Nothing is changed by it, whoever may run it. */
const write = async () =>
  system.ask('mutation { requestPasswordReset(input: { email: "nobody@northwind.test" }) { userErrors { code } } }', { token });
const unavailable = { status: 503, errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] };

it('a credential writes nothing within seconds; reads go on; the provider says so; and all is well when they are back', async () => {
  expect(await write()).toMatchObject({ status: 200 });
  await redis.kill();
  freezePostgres();
  const refused = await until('writes are refused', async () => {
    const answer = await write();
    return answer.status === 503 ? answer : null;
  });
  expect(refused).toMatchObject(unavailable);
  // What was read of revocations is old by seconds: reads are let through for a minute, to where they need no database.
  expect(await system.ask('{ __typename }', { token })).toMatchObject({ status: 200, data: { __typename: 'Query' } });
  const body = new URLSearchParams({ client_id: 'x', grant_type: 'refresh_token', refresh_token: 'x' });
  const answer = await fetch(`http://localhost:${system.port}/oauth/token`, { method: 'POST', body });
  expect([answer.status, answer.headers.get('retry-after'), await answer.json()]).toMatchObject([
    503,
    '1',
    { error: 'temporarily_unavailable', code: 'SERVICE_UNAVAILABLE' },
  ]);
  for (const pid of postgres.splice(0)) process.kill(pid, 'SIGCONT');
  await redis.revive();
  await until('writes are taken again', async () => (await write()).status === 200);
});
