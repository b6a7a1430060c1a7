// A CPU profile of one gateway under load: where its time goes, by package and by function.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cases } from './cases.ts';
import { type Load, loadOf, runLoad } from './load-tool.ts';
import type { Options } from './options.ts';
import { type RunningPeer, startPeer } from './peers.ts';
import { recordForFloor } from './recording.ts';
import { outputDir, type Rig } from './rig.ts';

interface Profile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly url: string; readonly functionName: string; readonly lineNumber: number };
}

const shown = { packages: 15, functions: 30 };

/** Prints a summary for each case, and keeps the profiles. */
export async function profilePeer({ profiled, cases: names, pace }: Options, rig: Rig): Promise<number> {
  if (profiled === null) return 2;
  if (profiled === 'floor' || profiled === 'floor-echo') await recordForFloor(rig, [...new Set(names.map((name) => cases[name].workload))]);
  const peer = await startPeer(profiled, rig);
  try {
    for (const name of names) {
      const load = (seconds: number) => loadOf(cases[name], pace, seconds);
      await runLoad(peer, load(pace.warmSeconds), rig);
      const file = await profileOf(peer, load(pace.seconds), rig, `${profiled}-${name}`);
      process.stdout.write(`\n${profiled}, ${name}: share of its busy time\n${summaryOf(file)}\n${file}\n`);
    }
  } finally {
    await peer.end();
  }
  return 0;
}

async function profileOf(peer: RunningPeer, load: Load, rig: Rig, name: string): Promise<string> {
  mkdirSync(outputDir, { recursive: true });
  const file = join(outputDir, `${name}.cpuprofile`);
  await peer.ask({ kind: 'start profile' });
  await runLoad(peer, load, rig);
  await peer.ask({ kind: 'stop profile', file });
  return file;
}

function summaryOf(file: string): string {
  const profile: Profile = JSON.parse(readFileSync(file, 'utf8'));
  const byPackage = ['By package, own time', ...rowsOf(profile, packageOf).slice(0, shown.packages)];
  const byFunction = ['By function, own time', ...rowsOf(profile, functionOf).slice(0, shown.functions)];
  return [...byPackage, '', ...byFunction].join('\n');
}

function rowsOf({ nodes, samples, timeDeltas }: Profile, nameOf: (node: ProfileNode) => string): string[] {
  const names = new Map(nodes.map((node) => [node.id, nameOf(node)]));
  const times = new Map<string, number>();
  let busy = 0;
  for (const [index, id] of samples.entries()) {
    const name = names.get(id) ?? '';
    if (name.startsWith('(idle)')) continue;
    const time = timeDeltas[index] ?? 0;
    busy += time;
    times.set(name, (times.get(name) ?? 0) + time);
  }
  const sorted = [...times].sort(([, a], [, b]) => b - a);
  return sorted.map(([name, time]) => `  ${((100 * time) / busy).toFixed(1).padStart(5)} %  ${name}`);
}

function packageOf({ callFrame: { url, functionName } }: ProfileNode): string {
  const installed = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];
  if (installed !== undefined) return installed;
  if (url.startsWith('node:')) return url.split('/')[0] ?? url;
  if (url === '') return functionName.startsWith('(') ? functionName : 'native, or code made at run time';
  return /\/((?:gateway|tests|packages\/[^/]+)\/.*)$/.exec(url)?.[1] ?? url;
}

function functionOf({ callFrame: { url, functionName, lineNumber } }: ProfileNode): string {
  const file = url.replace(/^.*\/node_modules\//, '').replace(/^.*\/((?:gateway|packages|tests)\/)/, '$1');
  return `${functionName === '' ? '(anonymous)' : functionName}${file === '' ? '' : `  ${file}:${lineNumber + 1}`}`;
}
