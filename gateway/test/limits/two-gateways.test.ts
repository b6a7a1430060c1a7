// Two running gateways before one Redis: one limit for both, and still a limit when Redis dies.
import { type ChildProcess, spawn } from 'node:child_process';
import { endOf, freePort, until } from '@tributary/test-kit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../support.ts';

let redis: ChildProcess;
let gateways: readonly TestGateway[] = [];

beforeAll(async () => {
  const port = await freePort();
  redis = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
  const env = {
    REDIS_URL: `redis://127.0.0.1:${port}`,
    RATE_LIMITS: '[{ "name": "each", "by": "operation", "limit": 4, "windowSeconds": 3600 }]',
    GATEWAY_REPLICAS: '2',
  };
  gateways = await Promise.all([startTestGateway(env), startTestGateway(env)]);
});
afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.stop()));
  await endOf(redis, 'SIGKILL');
});

async function ask(gateway: TestGateway | undefined, field: string) {
  const body = JSON.stringify({ query: `{ ${field}: __typename }` });
  const answer = await gateway?.send({ method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return { status: answer?.status, remaining: answer?.headers['ratelimit-remaining'] };
}

it('share a limit, and each holds its half of it when Redis is gone', async () => {
  const [one, other] = gateways;
  let probes = 0;
  for (const gateway of gateways) {
    await until('it counts in Redis', async () => {
      probes += 1;
      return (await ask(gateway, `probe${probes}`)).remaining === '3';
    });
  }
  const shared = [one, other, one, other, one, other];
  const statuses: (number | undefined)[] = [];
  for (const gateway of shared) statuses.push((await ask(gateway, 'shared')).status);
  expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
  await endOf(redis, 'SIGKILL');
  statuses.length = 0;
  for (const gateway of shared) statuses.push((await ask(gateway, 'halved')).status);
  expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
  expect(await ask(one, 'another')).toEqual({ status: 200, remaining: '1' });
});
