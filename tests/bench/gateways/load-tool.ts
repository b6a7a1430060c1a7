// The load: wrk where it is installed, else autocannon. One tool for a whole run, named in its report.
import { execFile, execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Case, clientBodyOf, type WorkloadName } from './cases.ts';
import { peersDir, type RunningPeer } from './peers.ts';
import { cores, pinned } from './processes.ts';
import type { Rig } from './rig.ts';

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  /** Received, heads included. */
  readonly bytes: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Connections, timeouts, and every status but 200. */
  readonly errors: number;
}

export type LoadTool = 'wrk' | 'autocannon';

export interface Pace {
  readonly tool: LoadTool;
  readonly warmSeconds: number;
  readonly seconds: number;
  readonly rounds: number;
  readonly connections: number;
}

export interface Load {
  readonly tool: LoadTool;
  readonly workload: WorkloadName;
  readonly clients: 'same' | 'headers';
  readonly connections: number;
  readonly seconds: number;
}

/** The load of a case, for a time. */
export function loadOf(
  { workload, clients, maxConnections = Number.POSITIVE_INFINITY }: Case,
  { tool, connections }: Pace,
  seconds: number,
): Load {
  return { tool, workload, clients, connections: Math.min(connections, maxConnections), seconds };
}

const clientCount = 1_000;

export function installedLoadTool(): LoadTool {
  try {
    execFileSync('wrk', ['--version'], { stdio: 'ignore' });
    return 'wrk';
  } catch (error) {
    // It ends with 1 when it has printed its version.
    return typeof error === 'object' && error !== null && 'status' in error && error.status === 1 ? 'wrk' : 'autocannon';
  }
}

/** Sends as fast as answers come, for a time. @throws {Error} when the tool fails; failed requests are in the result. */
export async function runLoad({ url, peer }: RunningPeer, load: Load, rig: Rig): Promise<LoadResult> {
  const { tool, workload, clients, connections, seconds } = load;
  const bodyFile = join(rig.filesDir, 'body.json');
  const headersFile = join(rig.filesDir, 'headers');
  const headers = headersOf(peer.hasIdentity ? await rig.identity.tokens() : null, clients);
  writeFileSync(bodyFile, clientBodyOf(workload));
  if (tool === 'wrk') {
    writeFileSync(headersFile, headers.map((own) => `${linesOf(own).join('\t')}\n`).join(''));
    const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', join(import.meta.dirname, 'load/post.lua'), url];
    return runTool('wrk', args, { BODY_FILE: bodyFile, HEADERS_FILE: headersFile }, seconds, rig);
  }
  writeFileSync(headersFile, JSON.stringify(headers));
  const told = JSON.stringify({ url, bodyFile, headersFile, connections, seconds });
  return runTool(process.execPath, [join(peersDir, 'autocannon/load.mjs'), told], {}, seconds, rig);
}

type Headers = Readonly<Record<string, string>>;

function headersOf(tokens: readonly string[] | null, clients: Load['clients']): readonly Headers[] {
  if (tokens === null && clients === 'same') return [{}];
  return Array.from({ length: clientCount }, (_unused, index) => ({
    ...(tokens === null ? {} : { authorization: `Bearer ${tokens[index % tokens.length]}` }),
    ...(clients === 'same' ? {} : { 'x-request-id': `client-${index}` }),
  }));
}

const linesOf = (headers: Headers) => Object.entries(headers).map(([name, value]) => `${name}: ${value}`);

function runTool(program: string, args: readonly string[], env: Headers, seconds: number, { loads }: Rig): Promise<LoadResult> {
  const [command, allArgs] = pinned(cores.rest, program, args);
  const options = { env: { ...process.env, ...env }, timeout: (seconds + 30) * 1_000, killSignal: 'SIGKILL' as const };
  return new Promise((resolve, reject) => {
    const child = execFile(command, allArgs, options, (error, stdout, stderr) => {
      loads.delete(child);
      const result = /^JSON (.*)$/m.exec(stdout)?.[1];
      if (result === undefined) reject(error ?? new Error(`${program} gave no result: ${stdout}${stderr}`));
      else resolve(JSON.parse(result) as LoadResult); // printed by our own scripts of the tools
    });
    loads.add(child);
  });
}
