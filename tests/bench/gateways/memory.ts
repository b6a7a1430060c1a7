// Memory of our gateway: beside stock's under the same load, over reloads of the supergraph, and over operations that are all different.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'undici';
import { cases, variantOf } from './cases.ts';
import { loadOf, runLoad } from './load-tool.ts';
import type { MemoryCheck, Options } from './options.ts';
import { ask, type PeerId, type RunningPeer, startPeer } from './peers.ts';
import { memoryOf, sampleOf } from './processes.ts';
import type { Rig } from './rig.ts';
import { knownMedian, slopeOf } from './statistics.ts';
import { until } from './until.ts';

const subject: PeerId = 'tributary';
const largestShareOfStock = 1.5;
const standardCounts = { reloads: 100, operations: 100_000 };

/** Prints what it finds; 1 when a limit that needs no judgement is passed. Growth is printed, not judged: its limit is noise of the machine. */
export async function checkMemory(check: MemoryCheck, options: Options, rig: Rig): Promise<number> {
  if (check === 'rss') return compareWithStock(options, rig);
  const peer = await startPeer(subject, rig);
  try {
    const count = options.count ?? standardCounts[check];
    const points = check === 'reloads' ? await reload(peer, count, rig) : await askDistinct(peer, count, rig);
    printGrowth(points, count, check);
    return 0;
  } finally {
    await peer.end();
  }
}

async function compareWithStock({ cases: names, pace, peers }: Options, rig: Rig): Promise<number> {
  const ids = peers ?? (['stock', subject] as const);
  const rows = new Map<PeerId, { now: number | null; highest: number | null }[]>();
  process.stdout.write(
    `Resident memory in MB, ${pace.rounds} times ${pace.seconds} s of load, a new process for each query: median, highest\n\n`,
  );
  process.stdout.write(`| query | ${ids.join(' | ')} |\n| :-- | ${ids.map(() => '--:').join(' | ')} |\n`);
  for (const name of names.filter((one) => cases[one].clients === 'same' && one !== 'big-shared')) {
    const cells: string[] = [];
    for (const id of ids) {
      const found = await memoryUnderLoad(id, name, pace, rig);
      rows.set(id, [...(rows.get(id) ?? []), found]);
      cells.push(found.now === null ? '–' : `${found.now.toFixed(0)}, ${found.highest?.toFixed(0)}`);
    }
    process.stdout.write(`| ${name} | ${cells.join(' | ')} |\n`);
  }
  const shares = (rows.get(subject) ?? []).map(({ now }, index) => (now ?? Number.NaN) / (rows.get('stock')?.[index]?.now ?? Number.NaN));
  const largest = Math.max(...shares);
  process.stdout.write(`\n${subject} by stock: at most ${largest.toFixed(2)}; wanted: at most ${largestShareOfStock}\n`);
  return largest > largestShareOfStock ? 1 : 0;
}

async function memoryUnderLoad(id: PeerId, name: keyof typeof cases, pace: Options['pace'], rig: Rig) {
  const peer = await startPeer(id, rig);
  try {
    const seen: (number | null)[] = [];
    for (let round = 0; round < pace.rounds; round += 1) {
      await runLoad(peer, loadOf(cases[name], pace, pace.seconds), rig);
      seen.push(memoryOf(peer.pid)?.nowMb ?? null);
    }
    return { now: knownMedian(seen), highest: memoryOf(peer.pid)?.highestMb ?? null };
  } finally {
    await peer.end();
  }
}

interface Point {
  readonly x: number;
  readonly rssMb: number;
  /** Of the main thread, after a full collection. */
  readonly heapMb: number;
}

async function pointOf(peer: RunningPeer, x: number): Promise<Point> {
  const { heapBytes } = await sampleOf(peer, true);
  const point = { x, rssMb: memoryOf(peer.pid)?.nowMb ?? Number.NaN, heapMb: (heapBytes ?? Number.NaN) / 2 ** 20 };
  process.stderr.write(`  after ${String(x).padStart(7)}: RSS ${point.rssMb.toFixed(1)} MB, heap ${point.heapMb.toFixed(1)} MB\n`);
  return point;
}

/** Rewrites the supergraph with another argument each time, and waits until the gateway knows that argument. */
async function reload(peer: RunningPeer, count: number, rig: Rig): Promise<Point[]> {
  const original = readFileSync(rig.supergraphFile, 'utf8');
  const points: Point[] = [];
  for (let index = 1; index <= count; index += 1) {
    const next = join(rig.filesDir, 'next.graphql');
    writeFileSync(next, original.replace('topProducts(first: Int = 5)', `topProducts(first: Int = 5, reload${index}: Int)`));
    renameSync(next, rig.supergraphFile); // a half-written file is never seen
    // The subgraph does not know the argument; that the gateway does is all that is asked.
    const question = `{ topProducts(reload${index}: 1) { name } }`;
    const isTaken = async () => !(await ask(peer, question, rig)).includes('GRAPHQL_VALIDATION_FAILED');
    await until(`reload ${index} is taken`, isTaken, { process: peer });
    for (const workload of ['big', 'medium', 'tiny'] as const) await ask(peer, variantOf(workload, 'afterReload'), rig);
    if (index % Math.ceil(count / 20) === 0) points.push(await pointOf(peer, index));
  }
  return points;
}

/** Asks tiny under another alias each time, a few at a time. */
async function askDistinct(peer: RunningPeer, count: number, rig: Rig): Promise<Point[]> {
  const { origin, pathname } = new URL(peer.url);
  const pool = new Pool(origin, { connections: 8 });
  const send = async (index: number) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${(await rig.identity.tokens())[0]}` };
    const body = JSON.stringify({ query: variantOf('tiny', `operation${index}`) });
    const answer = await pool.request({ method: 'POST', path: pathname, headers, body });
    const text = await answer.body.text();
    if (answer.statusCode !== 200 || text.includes('"errors"'))
      throw new Error(`Operation ${index}: ${answer.statusCode} ${text.slice(0, 300)}`);
  };
  const points: Point[] = [];
  const step = Math.ceil(count / 20);
  let next = 0;
  const worker = async (end: number) => {
    while (next < end) {
      next += 1;
      await send(next);
    }
  };
  try {
    for (let end = step; end <= count; end += step) {
      await Promise.all(Array.from({ length: 8 }, () => worker(end)));
      points.push(await pointOf(peer, end));
    }
  } finally {
    await pool.close();
  }
  return points;
}

/** The first quarter is left out: caches fill, code is compiled. */
function printGrowth(points: readonly Point[], count: number, what: 'reloads' | 'operations'): void {
  const steady = points.slice(Math.floor(points.length / 4));
  const growth = (of: (point: Point) => number) => slopeOf(steady.map((point) => ({ x: point.x, y: of(point) }))) * count;
  const [first, last] = [steady[0], steady.at(-1)];
  process.stdout.write(
    `Growth over ${count} ${what}, by the straight line through the last three quarters:\n` +
      `  RSS   ${growth(({ rssMb }) => rssMb).toFixed(1)} MB (${first?.rssMb.toFixed(1)} -> ${last?.rssMb.toFixed(1)})\n` +
      `  heap  ${growth(({ heapMb }) => heapMb).toFixed(1)} MB (${first?.heapMb.toFixed(1)} -> ${last?.heapMb.toFixed(1)}), after a full collection\n`,
  );
}
