// What is under load: a gateway before two subgraphs, and the load, each in a process of its own.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GatewayProcess, startGatewayProcess } from '../resilience/gateway-process.ts';
import type { Load, LoadReport } from './load.ts';
import { subgraphs } from './workload.ts';

export interface Rig {
  readonly gateway: GatewayProcess;
  /** Milliseconds of processor time that the gateway has had. */
  cpuMs(): number;
  run(load: Omit<Load, 'port'>): Promise<LoadReport>;
  stop(): Promise<void>;
}

/** `settings` are those of docs/gateway.md. The caller stops it. */
export async function startRig(settings: object = {}): Promise<Rig> {
  const upstream = forked('subgraphs-process.ts');
  const [port] = await once(upstream, 'message');
  const all = Object.entries(subgraphs).map(([name, { sdl }]) => ({ name, sdl, url: `http://127.0.0.1:${port}/${name}` }));
  const gateway = await startGatewayProcess(all, { subgraphs: {}, ...settings });
  return {
    gateway,
    cpuMs: () => cpuMsOf(gateway.pid),
    run: (load) => runInProcess({ ...load, port: Number(new URL(gateway.url).port) }),
    async stop() {
      await gateway.stop();
      upstream.disconnect();
    },
  };
}

/** The load in a process of its own. */
export async function runInProcess(load: Load): Promise<LoadReport> {
  const process = forked('load-process.ts');
  process.send(load);
  try {
    const [report] = await once(process, 'message');
    return report as LoadReport; // of load-process.ts
  } finally {
    process.disconnect();
  }
}

const forked = (file: string): ChildProcess => fork(join(import.meta.dirname, file));

/** User and system time, in the hundredths of a second in which Linux counts it. */
export function cpuMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
