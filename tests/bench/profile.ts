// Where the CPU time of a process went, by package, from the profiles that Node wrote.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Profile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: { readonly url: string; readonly functionName: string } }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const shown = 12;

/** Self time by package of the gateway at each scale; the folder holds one folder of profiles per scale. */
export function profileSummary(dir: string): string {
  return readdirSync(dir)
    .map((scale) => {
      const profiles = readdirSync(join(dir, scale)).map((file) => JSON.parse(readFileSync(join(dir, scale, file), 'utf8')) as Profile); // written by Node
      const gateway = profiles.find(({ nodes }) => nodes.some(({ callFrame }) => callFrame.url.includes('/gateway/src/pipeline.ts')));
      return gateway === undefined ? '' : `\nThe gateway's CPU time at scale ${scale}, by package:\n${rowsOf(gateway).join('\n')}\n`;
    })
    .join('');
}

function rowsOf({ nodes, samples, timeDeltas }: Profile): string[] {
  const packageOf = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const times = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const name = packageOf.get(id) ?? '';
    if (name !== '(idle)') times.set(name, (times.get(name) ?? 0) + (timeDeltas[index] ?? 0));
  }
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  const sorted = [...times].sort(([, a], [, b]) => b - a).slice(0, shown);
  return sorted.map(([name, time]) => `  ${((100 * time) / total).toFixed(1).padStart(5)} %  ${name}`);
}

function nameOf({ url, functionName }: { readonly url: string; readonly functionName: string }): string {
  const installed = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];
  if (installed !== undefined) return installed;
  if (url.startsWith('node:')) return url.split('/')[0] ?? url;
  if (url === '') return functionName;
  return /\/((?:gateway|packages\/[^/]+)\/.*)$/.exec(url)?.[1] ?? url;
}
