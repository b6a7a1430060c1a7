// A Redis that dies, freezes or becomes slow: nobody may notice.
import { setTimeout as wait } from 'node:timers/promises';
import type { Measured } from '../measure.ts';
import type { Rig } from '../rig.ts';
import type { Findings, Scenario } from '../scenario.ts';
import { recoveryWithin } from './subgraphs.ts';

type Redis = NonNullable<Rig['redis']>;

const judge = (measured: Measured): Findings => ({
  figures: [
    recoveryWithin(2_000, measured),
    { what: 'p99 beside before', value: measured.during.p99 - measured.before.p99, unit: 'ms', bound: { atMost: 250 } },
  ],
  facts: [{ what: 'every request is answered right', holds: measured.during.counts.right === measured.during.requests }],
});

const scenario = (
  name: string,
  what: string,
  begin: (redis: Redis) => Promise<void> | void,
  end: (redis: Redis) => Promise<void> | void,
): Scenario => ({
  name: `redis ${name}`,
  what,
  hurts: [],
  needsRedis: true,
  async disturb({ rig: { redis }, pace }) {
    if (redis === null) throw new Error('There is no Redis on this machine.');
    await begin(redis);
    await wait(pace.duringMs);
    await end(redis);
  },
  judge,
});

export const redisScenarios: readonly Scenario[] = [
  scenario(
    'killed',
    'Redis is killed (SIGKILL), and started again empty',
    (redis) => redis.kill(),
    (redis) => redis.revive(),
  ),
  scenario(
    'frozen',
    'Redis is stopped (SIGSTOP), its connections stay open; later it goes on',
    (redis) => redis.freeze(),
    (redis) => redis.thaw(),
  ),
  scenario(
    'slow',
    'every answer of Redis comes 500 ms later',
    (redis) => redis.line.delay(500),
    (redis) => redis.line.delay(0),
  ),
];
