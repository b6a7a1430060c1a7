// The whole system for a test: the start command in a folder of its own, on a free port.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '@tributary/database-kit';
import { type Client, createClient } from './client.ts';
import { commandIn, root, type SubgraphName } from './project.ts';

export interface System extends Client {
  /** Of the start command. */
  readonly process: ChildProcess;
  readonly port: number;
  readonly dataDir: string;
  /** What the start command has printed so far. */
  output(): string;
  /** Stops it as Ctrl-C would, and gives its exit code. */
  stop(): Promise<number | null>;
  /** Stops it and deletes its data. */
  remove(): Promise<void>;
}

export interface SystemOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly dataDir?: string;
  readonly port?: number;
  readonly command?: 'start' | 'dev';
  readonly args?: readonly string[];
  /** The project's root; another one for a copy of the project. */
  readonly cwd?: string;
}

const startTimeoutMs = 90_000;

/** @throws {Error} with what the command printed, when it ends before it is ready. */
export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const { env = {}, args = [], command = 'start', cwd = root } = options;
  const dataDir = options.dataDir ?? openTemporaryDir();
  const port = options.port ?? (await freePort());
  const child = spawn(process.execPath, [commandIn(cwd), command, ...args], {
    cwd,
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await ready(child, () => output);
  const stop = () => endOf(child, 'SIGINT');
  return {
    ...createClient(`http://127.0.0.1:${port}/graphql`),
    process: child,
    port,
    dataDir,
    output: () => output,
    stop,
    async remove() {
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A folder that PostgreSQL's own user can enter too. */
export function openTemporaryDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'tributary-system-'));
  chmodSync(dir, 0o755);
  return dir;
}

/** The address of a database on the bundled server that runs in a data directory. */
export function bundledDatabase(dataDir: string, name: SubgraphName): string {
  const port = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3];
  return `postgresql://postgres@127.0.0.1:${port}/${name}`;
}

/** Runs a command of the project to its end. */
export async function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd = root,
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [commandIn(cwd), ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, output };
}

function ready(child: ChildProcess, output: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail('was not ready in time');
    }, startTimeoutMs);
    const fail = (reason: string) => {
      clearTimeout(timer);
      reject(new Error(`The system ${reason}:\n${output()}`));
    };
    child.once('close', (code) => fail(`ended with code ${code}`));
    child.on('message', () => {
      clearTimeout(timer);
      child.removeAllListeners('close');
      resolve();
    });
  });
}

/** Sends the signal and waits for the end. */
export async function endOf(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  child.kill(signal);
  return ended;
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}
