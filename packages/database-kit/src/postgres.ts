// The PostgreSQL that ships with the project: made, started, adopted, stopped.
import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { binariesFor, dataDirFor, type PostgresUser, postgresUser } from './binaries.ts';
import { DatabaseError } from './database-error.ts';
import { freePorts } from './free-ports.ts';

export interface RunningPostgres {
  /** Of the database `postgres`, as its owner. */
  readonly url: string;
  readonly pid: number;
  /** Where the data is: elsewhere than asked when the server's user cannot reach that. */
  readonly dataDir: string;
  /** Whether it ran already. */
  readonly adopted: boolean;
  /** Ends connections and the server. */
  stop(): Promise<void>;
}

export interface PostgresOptions {
  readonly dataDir: string;
  /** Where the server's log goes. */
  readonly logFile: string;
  /** One that is free unless given: a server that comes back stays where it was. */
  readonly port?: number;
}

const majorVersion = '18';
const startTimeoutMs = 30_000;

/**
 * Starts the server on a data directory, making it first if needed. A server of ours that still runs on it is adopted.
 * @throws {DatabaseError} with a sentence that says what to do.
 */
export async function startPostgres({ dataDir: wanted, logFile, port: given }: PostgresOptions): Promise<RunningPostgres> {
  const user = postgresUser();
  const binDir = join(binariesFor(user), 'bin');
  const dataDir = dataDirFor(wanted, user);
  checkVersion(dataDir);
  if (!existsSync(join(dataDir, 'PG_VERSION'))) await initialise(binDir, dataDir, user);
  const alive = adoptable(dataDir);
  if (alive !== null) return { url: urlOf(alive.port), pid: alive.pid, dataDir, adopted: true, stop: () => stopServer(alive.pid) };
  rmSync(join(dataDir, 'postmaster.pid'), { force: true });
  const port = given ?? (await freePorts(1))[0] ?? 0;
  const server = launch(binDir, dataDir, port, logFile, user);
  await untilReady(dataDir, server, logFile);
  const pid = server.pid ?? 0; // a process that became ready has one
  return { url: urlOf(port), pid, dataDir, adopted: false, stop: () => stopServer(pid) };
}

/** Where the data of a folder is: elsewhere when it was asked for where the server's user cannot reach. */
export function postgresDataDir(wanted: string): string {
  return dataDirFor(wanted, postgresUser());
}

function checkVersion(dataDir: string): void {
  const file = join(dataDir, 'PG_VERSION');
  if (!existsSync(file)) return;
  const version = readFileSync(file, 'utf8').trim();
  if (version === majorVersion) return;
  throw new DatabaseError(
    `The data in ${dataDir} belongs to PostgreSQL ${version}, and this is PostgreSQL ${majorVersion}. Use the old release to move it, choose another DATA_DIR, or start with --reset to begin again.`,
  );
}

async function initialise(binDir: string, dataDir: string, user: PostgresUser | null): Promise<void> {
  mkdirSync(dirname(dataDir), { recursive: true });
  rmSync(dataDir, { recursive: true, force: true }); // what an interrupted initdb left: without PG_VERSION it holds no data
  mkdirSync(dataDir, { mode: 0o700 });
  if (user !== null) chownSync(dataDir, user.uid, user.gid);
  const flags = ['-D', dataDir, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync', '--no-instructions'];
  const { code, output } = await run(join(binDir, 'initdb'), flags, user);
  if (code !== 0) throw new DatabaseError(`PostgreSQL could not make its data directory in ${dataDir}: ${output.trim()}`);
}

function run(program: string, args: readonly string[], user: PostgresUser | null): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: '/', ...(user ?? {}) });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', (cause) => reject(new DatabaseError(`${program} cannot be run: ${cause.message}.`, { cause })));
    child.on('close', (code) => resolve({ code, output }));
  });
}

function launch(binDir: string, dataDir: string, port: number, logFile: string, user: PostgresUser | null): ChildProcess {
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '256MB',
    logging_collector: 'off',
    log_min_messages: 'warning',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(logFile, 'a');
  // Its own session: Ctrl-C goes to the start command, which stops it in order.
  const server = spawn(join(binDir, 'postgres'), ['-D', dataDir, ...flags], {
    stdio: ['ignore', log, log],
    cwd: '/',
    detached: true,
    ...(user ?? {}),
  });
  server.unref();
  return server;
}

async function untilReady(dataDir: string, server: ChildProcess, logFile: string): Promise<void> {
  let failure: string | null = null;
  server.on('error', (error) => (failure = error.message));
  server.on('exit', (code) => (failure ??= `it ended with code ${code}`));
  const deadline = Date.now() + startTimeoutMs;
  while (Date.now() < deadline && failure === null) {
    if (readPidFile(dataDir)?.ready === true) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new DatabaseError(`PostgreSQL did not start: ${failure ?? 'it was not ready in time'}. Its log is ${logFile}.`);
}

/** postmaster.pid: process, data directory, start time, port, socket directory, address, shared memory, status. */
function readPidFile(dataDir: string): { pid: number; port: number; ready: boolean } | null {
  const file = join(dataDir, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, 'utf8').split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

function adoptable(dataDir: string): { pid: number; port: number } | null {
  const file = readPidFile(dataDir);
  return file?.ready === true && isAlive(file.pid) ? file : null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** SIGINT is PostgreSQL's fast shutdown: connections are ended, data is safe. */
async function stopServer(pid: number): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + 10_000;
  while (isAlive(pid) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
  if (isAlive(pid)) process.kill(pid, 'SIGQUIT');
}

const urlOf = (port: number): string => `postgresql://postgres@127.0.0.1:${port}/postgres`;
