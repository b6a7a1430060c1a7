// One service as a process: started, known to be ready, restarted, stopped.
import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from '../command-error.ts';
import { root } from '../project.ts';
import type { Watchdog } from './watchdog-client.ts';

export interface ServiceOptions {
  readonly name: string;
  /** The path of its main.ts. */
  readonly entry: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logsDir: string;
  readonly watchdog: Watchdog;
  /** Told when the process ends without being asked to. */
  readonly onCrash: (name: string) => void;
}

export interface ServiceProcess {
  readonly name: string;
  readonly url: string;
  /** Ends the process; after five seconds by force. */
  stop(): Promise<void>;
}

const readyTimeoutMs = 30_000;
const stopTimeoutMs = 15_000;

/** Starts a service and waits until it listens. @throws {CommandError} with the end of its log when it does not. */
export async function startService(options: ServiceOptions): Promise<ServiceProcess> {
  const { name, entry, env, logsDir, watchdog, onCrash } = options;
  const logFile = join(logsDir, `${name}.log`);
  const log = openSync(logFile, 'a');
  // A session of its own: Ctrl-C reaches the start command alone, which stops the services in order.
  const child = spawn(process.execPath, [entry], { cwd: root, env, stdio: ['ignore', log, log, 'ipc'], detached: true });
  if (child.pid !== undefined) watchdog.add(child.pid);
  const url = await readiness(child).catch((cause: unknown) => {
    child.kill('SIGKILL');
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`${name} did not start: ${reason}. The end of ${logFile}:\n${tail(logFile)}`, 3, { cause });
  });
  let stopping = false;
  child.once('exit', () => {
    if (child.pid !== undefined) watchdog.remove(child.pid);
    if (!stopping) onCrash(name);
  });
  return {
    name,
    url,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      stopping = true;
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

function readiness(child: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const timer = setTimeout(() => reject(new Error(`it was not ready within ${readyTimeoutMs / 1000} s`)), readyTimeoutMs);
  const onExit = (code: number | null, signal: string | null) => reject(new Error(`it ended with ${signal ?? `code ${code}`}`));
  child.once('error', reject);
  child.once('exit', onExit);
  child.on('message', (message: unknown) => {
    if (typeof message === 'object' && message !== null && 'url' in message) resolve(String(message.url));
  });
  return promise.finally(() => {
    clearTimeout(timer);
    child.removeListener('exit', onExit);
  });
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
}
