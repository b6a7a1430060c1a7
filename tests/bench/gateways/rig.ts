// What every gateway is measured against: the subgraphs, the supergraph that names them, and the clients' identities.
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, root } from '@tributary/test-kit';
import { createIdentity, type Identity } from './identity.ts';
import { cores, type RunningProcess, startProcess } from './processes.ts';
import { until } from './until.ts';

export interface SubgraphCounters {
  readonly requests: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Answers with errors or another status than 200. */
  readonly failed: number;
}

export interface Rig {
  readonly subgraphs: RunningProcess;
  readonly subgraphsOrigin: string;
  readonly supergraphFile: string;
  /** Removed at the end. */
  readonly filesDir: string;
  /** What the floor sends and answers; written by recording.ts. */
  readonly floorFile: string;
  /** Kept: what each process has printed. */
  readonly logDir: string;
  readonly identity: Identity;
  /** Those under way; ended with the rig. */
  readonly loads: Set<ChildProcess>;
  /** Asks the subgraphs' own paths: see subgraphs/server.ts. */
  admin(path: string, body?: string): Promise<unknown>;
  counters(): Promise<SubgraphCounters>;
  close(): Promise<void>;
}

export const outputDir = join(root, '.cache/bench');
export const logDir = join(outputDir, 'logs');

/** The supergraph with the addresses of this run's subgraphs. */
const supergraphAt = (origin: string) =>
  readFileSync(join(import.meta.dirname, 'subgraphs/supergraph.graphql'), 'utf8').replaceAll('http://127.0.0.1:4200', origin);

export async function openRig(): Promise<Rig> {
  mkdirSync(outputDir, { recursive: true });
  const filesDir = mkdtempSync(join(tmpdir(), 'tributary-bench-'));
  const port = await freePort();
  const subgraphsOrigin = `http://127.0.0.1:${port}`;
  const supergraphFile = join(filesDir, 'supergraph.graphql');
  writeFileSync(supergraphFile, supergraphAt(subgraphsOrigin));
  const server = join(import.meta.dirname, 'subgraphs/server.ts');
  const subgraphs = startProcess('subgraphs', cores.rest, { args: [server], cwd: root, env: { PORT: String(port) } }, logDir);
  const identity = await createIdentity();
  const admin = async (path: string, body?: string): Promise<unknown> => {
    const init = body === undefined ? {} : { method: 'POST', body };
    return (await fetch(`${subgraphsOrigin}${path}`, { ...init, signal: AbortSignal.timeout(10_000) })).json();
  };
  const loads = new Set<ChildProcess>();
  const close = async () => {
    for (const load of loads) load.kill('SIGKILL');
    identity.close();
    await subgraphs.end();
    rmSync(filesDir, { recursive: true, force: true });
  };
  await until('the subgraphs answer', async () => (await admin('/_stats')) !== null, { process: subgraphs });
  // Written by the subgraphs' server.
  const counters = async () => (await admin('/_stats')) as SubgraphCounters;
  return {
    subgraphs,
    subgraphsOrigin,
    supergraphFile,
    filesDir,
    floorFile: join(filesDir, 'floor.json'),
    logDir,
    identity,
    loads,
    admin,
    counters,
    close,
  };
}
