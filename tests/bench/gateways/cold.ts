// What an operation costs the first time that it is seen: parse, validate, plan, compile. Sends variants of each query that differ in an
// alias, one at a time, and takes the CPU time of the process and of its main thread; then the same again, now known.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cases, variantOf, type WorkloadName } from './cases.ts';
import { conditionLines, conditionsOf } from './conditions.ts';
import type { Options } from './options.ts';
import { ask, type PeerId, type RunningPeer, startPeer } from './peers.ts';
import { sampleOf } from './processes.ts';
import { outputDir, type Rig } from './rig.ts';

interface Cost {
  readonly processMs: number;
  readonly mainThreadMs: number;
}

export interface ColdResult {
  readonly peer: PeerId;
  readonly workload: WorkloadName;
  readonly first: Cost;
  readonly again: Cost;
}

const standardCount = 40;
/** So that the planner's own code is compiled before anything is measured. */
const runUpCount = 20;

/** Prints and writes a table. @throws {Error} when an answer has errors. */
export async function measureCold({ cases: names, count }: Options, ids: readonly PeerId[], rig: Rig): Promise<number> {
  const workloads = [...new Set(names.map((name) => cases[name].workload))];
  const conditions = conditionsOf(ids, null);
  const results: ColdResult[] = [];
  for (const id of ids) {
    const peer = await startPeer(id, rig);
    try {
      for (const workload of workloads) {
        results.push(await measureWorkload(peer, workload, count ?? standardCount, rig));
        process.stderr.write(`  ${id.padEnd(24)}${workload}\n`);
      }
    } finally {
      await peer.end();
    }
  }
  const title = `CPU ms of an operation seen for the first time, mean of ${count ?? standardCount} variants, one client`;
  const text = [conditionLines(conditions), '', title, '', coldTable(results), ''].join('\n');
  const name = `cold-${conditions.date.replace(/[ :]/g, '-')}`;
  mkdirSync(outputDir, { recursive: true });
  writeFileSync(join(outputDir, `${name}.md`), text);
  writeFileSync(join(outputDir, `${name}.json`), `${JSON.stringify({ conditions, results }, null, 1)}\n`);
  process.stdout.write(`${text}\nWritten to ${join('.cache/bench', name)}.md and .json\n`);
  return 0;
}

async function measureWorkload(peer: RunningPeer, workload: WorkloadName, count: number, rig: Rig): Promise<ColdResult> {
  for (let index = 0; index < runUpCount; index += 1) await askVariant(peer, workload, `runUp${index}`, rig);
  const lap = async (): Promise<Cost> => {
    const before = await sampleOf(peer);
    for (let index = 0; index < count; index += 1) await askVariant(peer, workload, `variant${index}`, rig);
    const after = await sampleOf(peer);
    return {
      processMs: (after.processCpuUs - before.processCpuUs) / 1_000 / count,
      mainThreadMs: (after.mainThreadCpuUs - before.mainThreadCpuUs) / 1_000 / count,
    };
  };
  return { peer: peer.id, workload, first: await lap(), again: await lap() };
}

async function askVariant(peer: RunningPeer, workload: WorkloadName, name: string, rig: Rig): Promise<void> {
  const text = await ask(peer, variantOf(workload, name), rig);
  if (text.includes('"errors"') || !text.includes(`"${name}"`)) throw new Error(`${peer.id} answers ${workload}: ${text.slice(0, 300)}`);
}

export function coldTable(results: readonly ColdResult[]): string {
  const head = [
    'query',
    'gateway',
    'process: first',
    'again',
    '**difference**',
    'by stock',
    'main thread: first',
    'again',
    '**difference**',
  ];
  const rows = results.map(({ peer, workload, first, again }) => {
    const stock = results.find((result) => result.peer === 'stock' && result.workload === workload);
    const extra = first.processMs - again.processMs;
    const ratio = stock === undefined ? '–' : (extra / (stock.first.processMs - stock.again.processMs)).toFixed(2);
    const ms = (value: number) => value.toFixed(1);
    const whole = [ms(first.processMs), ms(again.processMs), `**${ms(extra)}**`, ratio];
    return [workload, peer, ...whole, ms(first.mainThreadMs), ms(again.mainThreadMs), `**${ms(first.mainThreadMs - again.mainThreadMs)}**`];
  });
  const sorted = rows.sort(([a = ''], [b = '']) => a.localeCompare(b));
  return [head, head.map((_unused, index) => (index < 2 ? ':--' : '--:')), ...sorted].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
