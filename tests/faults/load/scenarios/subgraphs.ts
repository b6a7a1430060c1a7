// Subgraphs that die, freeze, become slow, or lie.
import { setTimeout as wait } from 'node:timers/promises';
import { type SubgraphName, subgraphNames } from '@tributary/test-kit';
import { type Measured, timesOf } from '../measure.ts';
import { lies } from '../parts/lies.ts';
import { asItIs, later } from '../parts/subgraph-proxy.ts';
import { subgraphTimeoutMs } from '../rig.ts';
import type { Fact, Figure, Scenario } from '../scenario.ts';
import { percentile } from '../statistics.ts';

export const recoveryWithin = (ms: number, { recoveryMs }: Measured): Figure => ({
  what: 'recovery',
  value: recoveryMs,
  unit: 'ms',
  bound: { atMost: ms },
});

/** What needs nothing of what fails is answered right, all the while. */
const othersUnhurt = ({ untouched: { requests, counts } }: Measured): Fact => ({
  what: 'what needs nothing of it is answered right',
  holds: counts.right === requests,
});

const partialMeanwhile = ({ during: { counts } }: Measured): Fact => ({ what: 'its fields alone are null', holds: counts.partial > 0 });

const breakerOpens = (measured: Measured): Fact => ({
  what: 'the breaker opens',
  holds: timesOf(measured.duringSamples, 'SUBGRAPH_UNAVAILABLE').length > 0,
});

/** With this nobody knows for a while who may write: mutations of signed-in callers wait for no one. */
const refusalsOf = (name: SubgraphName): readonly string[] => (name === 'accounts' ? ['SERVICE_UNAVAILABLE'] : []);

const killed = (name: SubgraphName): Scenario => ({
  name: `${name} killed`,
  what: `${name} is killed (SIGKILL); the start command starts it again`,
  hurts: [name],
  refusals: refusalsOf(name),
  async disturb({ rig }) {
    const pid = rig.pidOf(name);
    process.kill(pid, 'SIGKILL');
    await rig.replaced(name, pid);
  },
  judge: (measured) => ({
    figures: [recoveryWithin(2_000, measured)],
    facts: [partialMeanwhile(measured), othersUnhurt(measured)],
  }),
});

const frozen = (name: SubgraphName): Scenario => ({
  name: `${name} frozen`,
  what: `${name} is stopped (SIGSTOP), its connections stay open; later it goes on`,
  hurts: [name],
  refusals: refusalsOf(name),
  async disturb({ rig, pace }) {
    const pid = rig.pidOf(name);
    process.kill(pid, 'SIGSTOP');
    await wait(subgraphTimeoutMs + pace.duringMs);
    process.kill(pid, 'SIGCONT');
  },
  judge: (measured) => ({
    figures: [
      recoveryWithin(2_000, measured),
      {
        what: 'longest answer',
        value: percentile(
          measured.duringSamples.map(({ ms }) => ms),
          1,
        ),
        unit: 'ms',
        bound: { atMost: subgraphTimeoutMs + 100 },
      },
      {
        what: 'cost of a request while the breaker is open (median beside before)',
        value: percentile(timesOf(measured.duringSamples, 'SUBGRAPH_UNAVAILABLE'), 0.5) - measured.before.p50,
        unit: 'ms',
        bound: { atMost: 20 },
      },
    ],
    facts: [breakerOpens(measured), partialMeanwhile(measured), othersUnhurt(measured)],
  }),
});

const slow: Scenario = {
  name: 'reviews slow',
  what: 'every answer of reviews comes 300 ms later',
  hurts: ['reviews'],
  async disturb({ rig, pace }) {
    rig.reviews.reply(later(300));
    await wait(pace.duringMs);
    rig.reviews.reply(asItIs);
  },
  judge: (measured) => ({
    figures: [recoveryWithin(2_000, measured), { what: 'p99 of what does not need it', value: measured.untouched.p99, unit: 'ms' }],
    facts: [
      { what: 'nothing is lost by waiting', holds: measured.during.counts.right === measured.during.requests },
      othersUnhurt(measured),
    ],
  }),
};

const lying: Scenario = {
  name: 'reviews lies',
  what: `reviews answers in turn: ${Object.keys(lies).join('; ')}`,
  hurts: ['reviews'],
  async disturb({ rig, pace }) {
    rig.reviews.reply(...Object.values(lies));
    await wait(pace.duringMs);
    rig.reviews.reply(asItIs);
  },
  judge: (measured) => ({
    figures: [recoveryWithin(2_000, measured)],
    facts: [partialMeanwhile(measured), othersUnhurt(measured)],
  }),
};

export const subgraphScenarios: readonly Scenario[] = [...subgraphNames.map(killed), ...subgraphNames.map(frozen), slow, lying];
