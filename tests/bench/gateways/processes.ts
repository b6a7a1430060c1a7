// Processes of a benchmark: started on a core of their own where the machine can, asked over IPC, ended by pid.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Question, Sample } from './servers/preload.ts';

/** The gateway alone is on the second core; subgraphs and load share the first. */
export const cores = { gateway: 1, rest: 0 } as const;

export interface Command {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

export interface RunningProcess {
  readonly pid: number;
  readonly logFile: string;
  hasEnded(): boolean;
  /** Of a process with the preload. @throws {Error} when it ends first. */
  ask(question: Question): Promise<unknown>;
  /** SIGTERM, and SIGKILL after 5 s. */
  end(): Promise<void>;
}

const preload = pathToFileURL(join(import.meta.dirname, 'servers/preload.ts')).href;
const killAfterMs = 5_000;

/** Whether processes can be held to cores (Linux with taskset). */
export const canPin = ((): boolean => {
  try {
    execFileSync('taskset', ['-c', '0,1', process.execPath, '--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** The command line that runs a program on one core; unchanged where that cannot be. */
export const pinned = (core: number, program: string, args: readonly string[]): readonly [string, readonly string[]] =>
  canPin ? ['taskset', ['-c', String(core), program, ...args]] : [program, args];

/** Runs a Node program, with its output in a file of `logDir`. taskset becomes the program itself, so the pid is the program's. */
export function startProcess(name: string, core: number, { args, cwd, env }: Command, logDir: string): RunningProcess {
  mkdirSync(logDir, { recursive: true });
  const logFile = join(logDir, `${name}.log`);
  const log = openSync(logFile, 'w');
  const [program, allArgs] = pinned(core, process.execPath, ['--import', preload, ...args]);
  const child = spawn(program, allArgs, {
    cwd,
    env: { ...environment(), NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: 'true', DO_NOT_TRACK: '1', ...env },
    stdio: ['ignore', log, log, 'ipc'],
  });
  child.on('error', () => {});
  return {
    pid: child.pid ?? 0,
    logFile,
    hasEnded: () => hasEnded(child),
    ask: (question) => ask(child, name, question),
    end: () => end(child),
  };
}

/** Without what a package manager adds: it has no place in the programs measured. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|pnpm_|NODE_OPTIONS$|NODE_PATH$)/i.test(name)));
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

let questions = 0;

function ask(child: ChildProcess, name: string, question: Question): Promise<unknown> {
  questions += 1;
  const id = questions;
  return new Promise((resolve, reject) => {
    const settle = (done: () => void) => {
      child.off('message', onMessage);
      child.off('close', onClose);
      done();
    };
    // The preload's own; a gateway may send other messages.
    const onMessage = (message: { bench?: number; answer?: unknown }) => {
      if (message.bench === id) settle(() => resolve(message.answer));
    };
    const onClose = () => settle(() => reject(new Error(`${name} ended while it was asked.`)));
    child.on('message', onMessage);
    child.once('close', onClose);
    child.send({ bench: id, question });
  });
}

/** CPU and, with `collect`, the heap after a full collection. */
export async function sampleOf(running: RunningProcess, collect = false): Promise<Sample> {
  return (await running.ask({ kind: 'sample', collect })) as Sample; // what the preload answers to this question
}

function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || hasEnded(child)) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    child.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

/** User and system time of all threads so far; null where there is no /proc. */
export function cpuUsOf(pid: number): number | null {
  const stat = procFile(`${pid}/stat`);
  if (stat === null) return null;
  // The name in parentheses may hold spaces; utime and stime are fields 14 and 15, in ticks of 10 ms.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

/** Resident memory in MB, now and at its highest; null where there is no /proc. */
export function memoryOf(pid: number): { readonly nowMb: number; readonly highestMb: number } | null {
  const status = procFile(`${pid}/status`);
  if (status === null) return null;
  const mb = (field: string) => Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
  return { nowMb: mb('VmRSS'), highestMb: mb('VmHWM') };
}

/** Seconds of all cores since boot, and those that the host gave to others; null where there is no /proc. */
export function machineTicks(): { readonly all: number; readonly stolen: number } | null {
  const line = procFile('stat')?.split('\n')[0]?.trim().split(/\s+/).slice(1, 9).map(Number);
  return line === undefined ? null : { all: line.reduce((sum, ticks) => sum + ticks, 0), stolen: line[7] ?? 0 };
}

function procFile(name: string): string | null {
  try {
    return readFileSync(join('/proc', name), 'utf8');
  } catch {
    return null;
  }
}
