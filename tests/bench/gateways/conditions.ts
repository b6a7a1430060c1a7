// Under which conditions a run was made: machine, versions, load tool, date. Written above its results.
import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { versions } from './install.ts';
import type { LoadTool } from './load-tool.ts';
import type { PeerId } from './peers.ts';
import { canPin, cores, machineTicks } from './processes.ts';

export interface Conditions {
  readonly date: string;
  readonly machine: string;
  readonly node: string;
  /** How many processes wanted a core in the minute before. */
  readonly loadBefore: number;
  /** null where none is used. */
  readonly loadTool: LoadTool | null;
  readonly pinning: string;
  readonly revision: string;
  readonly versions: Readonly<Record<string, string>>;
}

export function conditionsOf(ids: readonly PeerId[], loadTool: LoadTool | null): Conditions {
  const [cpu] = cpus();
  return {
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
    machine: `${cpus().length} x ${cpu?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release()}`,
    node: process.version,
    loadBefore: loadavg()[0] ?? 0,
    loadTool,
    pinning: canPin
      ? `each gateway on core ${cores.gateway}; subgraphs and load on core ${cores.rest}`
      : 'none: there is no taskset here, so gateways, subgraphs and load compete for all cores',
    revision: revision(),
    versions: versions(ids),
  };
}

function revision(): string {
  try {
    const git = (...args: readonly string[]) => execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain') === '' ? '' : ', with changes'}`;
  } catch {
    return 'unknown';
  }
}

/** Share of the machine's time that its host gave to others since `before`; null where that cannot be seen. */
export function stolenSince(before: ReturnType<typeof machineTicks>): number | null {
  const now = machineTicks();
  return before === null || now === null ? null : (now.stolen - before.stolen) / (now.all - before.all);
}

export function conditionLines(conditions: Conditions): string {
  const { date, machine, node, loadBefore, loadTool: tool, pinning, revision: commit, versions: packages } = conditions;
  const list = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  return [
    `- ${date} UTC, commit ${commit}`,
    `- ${machine}; Node ${node}${tool === null ? '' : `; load by ${tool}`}`,
    `- cores: ${pinning}; load average before the run: ${loadBefore.toFixed(1)}`,
    ...(list.length === 0 ? [] : [`- ${list.join(', ')}`]),
  ].join('\n');
}
