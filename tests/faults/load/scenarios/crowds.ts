// Too many requests, and clients that are too slow.
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { subgraphNames, until } from '@tributary/test-kit';
import { request } from 'undici';
import { connections } from '../client.ts';
import { type Measured, timesOf } from '../measure.ts';
import { slowClientMs } from '../rig.ts';
import type { Findings, Scenario, Stage } from '../scenario.ts';
import { percentile } from '../statistics.ts';
import { recoveryWithin } from './subgraphs.ts';

/** Enough to keep everything busy, few enough for each to be answered in time. */
const saturating = 32;
const times = 5;

const flooded: Scenario = {
  name: 'overload',
  what: `${times} times as many requests as are answered with ${saturating} under way at a time (the knee)`,
  hurts: subgraphNames,
  refusals: ['SERVICE_OVERLOADED'],
  async disturb({ load, pace, rig, mark }) {
    // Connections first: node accepts one in each turn of its loop, and that is not what is measured here.
    load.saturate(connections);
    await wait(pace.duringMs);
    load.saturate(saturating);
    await wait(500); // until there are so few
    const [before, startedAt] = [await load.right(), performance.now()];
    await wait(pace.duringMs);
    const knee = ((await load.right()) - before) / ((performance.now() - startedAt) / 1_000);
    load.rate(knee * times);
    await wait(2_000); // a burst is served, if late: refused is what goes on for longer
    mark('flood');
    await wait(pace.duringMs);
    const health = await Promise.all(['/livez', '/readyz'].map((path) => request(new URL(path, rig.gateway.url))));
    mark('ebb');
    for (const { body } of health) await body.dump();
    load.rate(pace.perSecond);
    return {
      figures: [{ what: 'knee', value: knee, unit: '/s' }],
      facts: [{ what: 'health is answered', holds: health.every(({ statusCode }) => statusCode === 200) }],
    };
  },
  judge(measured, marks) {
    const [from = 0, to = 0] = [marks.get('flood'), marks.get('ebb')];
    const isWithin = (at: number) => at >= from && at < to;
    const goodput = measured.samples.filter(({ verdict, dueAt, ms }) => verdict === 'right' && isWithin(dueAt + ms)).length;
    const shed = timesOf(
      measured.samples.filter(({ dueAt }) => isWithin(dueAt)),
      'SERVICE_OVERLOADED',
    );
    return {
      figures: [
        { what: 'sent', value: measured.samples.filter(({ dueAt }) => isWithin(dueAt)).length / ((to - from) / 1_000), unit: '/s' },
        { what: 'goodput', value: goodput / ((to - from) / 1_000), unit: '/s' },
        { what: 'median of refusals', value: percentile(shed, 0.5), unit: 'ms' },
        { what: 'p99 of refusals', value: percentile(shed, 0.99), unit: 'ms', bound: { atMost: 50 } },
        recoveryWithin(5_000, measured),
      ],
      facts: [{ what: 'what is too much is refused', holds: measured.during.counts.refused > 0 }],
    };
  },
};

/** Of another address than the honest clients: each has its connections. */
const slowAddress = '127.0.0.2';
const slowSenders = 300;
const slowReaders = 2;
const head = 'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n';
const aliases = Array.from({ length: 40 }, (_, index) => `b${index}: body`).join(' ');
/** Two megabytes of answer. */
const large = JSON.stringify({ query: `{ products(first: 100) { nodes { name reviews(first: 100) { nodes { ${aliases} } } } } }` });
/** More than the buffers of two kernels take. */
const unread = `${head}content-length: ${large.length}\r\n\r\n${large}`.repeat(5);

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: slowAddress }, () => resolve(socket));
    socket.once('error', reject);
    socket.on('error', () => undefined); // it is cut in the end
  });
}

/** Sends a byte now and then, until it is cut. */
function drip(socket: Socket, first: string): void {
  socket.resume();
  socket.write(first);
  const timer = setInterval(() => socket.write('a'), 250);
  socket.once('close', () => clearInterval(timer));
}

async function openSlowClients(port: number) {
  const senders = await Promise.all(Array.from({ length: slowSenders }, () => open(port)));
  for (const [index, socket] of senders.entries())
    drip(socket, index % 2 === 0 ? `${head}x-slow: ` : `${head}content-length: 100000\r\n\r\n{"query":"`);
  const readers = await Promise.all(Array.from({ length: slowReaders }, () => open(port)));
  for (const socket of readers) socket.pause().write(unread);
  return { senders, readers };
}

async function besideSlowClients({ rig, pace }: Stage): Promise<Findings> {
  const { senders, readers } = await openSlowClients(Number(new URL(rig.gateway.url).port));
  const openedAt = performance.now();
  const cut = 'answers were cut: clients did not read them';
  const logged = rig.gateway.logged(cut);
  try {
    await until('slow senders are cut', () => senders.every(({ closed }) => closed), slowClientMs * 5);
    const cutAfterMs = performance.now() - openedAt;
    await until('slow readers are cut', () => rig.gateway.logged(cut) > logged, slowClientMs * 5);
    await wait(Math.max(0, pace.duringMs - (performance.now() - openedAt)));
    return {
      figures: [{ what: 'the last slow sender is cut after', value: cutAfterMs, unit: 'ms', bound: { atMost: slowClientMs + 2_000 } }],
    };
  } finally {
    for (const socket of [...senders, ...readers]) socket.destroy();
  }
}

const slowed: Scenario = {
  name: 'slow clients',
  what: `${slowSenders} clients send headers or bodies by the byte, ${slowReaders} read nothing of what they ask for`,
  hurts: [],
  disturb: besideSlowClients,
  judge: (measured: Measured) => ({
    facts: [{ what: 'honest clients are answered right', holds: measured.during.counts.right === measured.during.requests }],
  }),
};

export const crowdScenarios: readonly Scenario[] = [flooded, slowed];
