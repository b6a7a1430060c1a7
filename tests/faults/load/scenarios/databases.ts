// A PostgreSQL that is restarted, and one whose connections are all held by somebody who waits.
import { setTimeout as wait } from 'node:timers/promises';
import { subgraphNames } from '@tributary/test-kit';
import { subgraphTimeoutMs } from '../rig.ts';
import type { Scenario } from '../scenario.ts';
import { percentile } from '../statistics.ts';
import { recoveryWithin } from './subgraphs.ts';

const restarted: Scenario = {
  name: 'postgres restarted',
  what: 'the PostgreSQL of all five subgraphs is stopped (fast shutdown) and started again',
  hurts: subgraphNames,
  refusals: ['SERVICE_UNAVAILABLE'],
  async disturb({ rig }) {
    await rig.restartPostgres();
    return undefined;
  },
  judge: (measured) => ({
    figures: [
      recoveryWithin(5_000, measured),
      {
        what: 'longest answer',
        value: percentile(
          measured.samples.map(({ ms }) => ms),
          1,
        ),
        unit: 'ms',
        bound: { atMost: 3_000 },
      },
    ],
  }),
};

const exhausted: Scenario = {
  name: 'pool exhausted',
  what: 'somebody holds the lock of a table of inventory: every connection of its pool waits',
  hurts: ['inventory'],
  async disturb({ rig, pace }) {
    const client = await rig.database('inventory').connect();
    try {
      await client.query('BEGIN; LOCK TABLE "Stock" IN ACCESS EXCLUSIVE MODE');
      await wait(subgraphTimeoutMs + pace.duringMs);
      await client.query('ROLLBACK');
    } finally {
      client.release();
    }
  },
  judge: (measured) => ({
    figures: [recoveryWithin(5_000, measured), { what: 'p99 of what does not need it', value: measured.untouched.p99, unit: 'ms' }],
    facts: [
      { what: 'its fields alone are null', holds: measured.during.counts.partial > 0 },
      { what: 'what needs nothing of it is answered right', holds: measured.untouched.counts.right === measured.untouched.requests },
    ],
  }),
};

export const databaseScenarios: readonly Scenario[] = [restarted, exhausted];
