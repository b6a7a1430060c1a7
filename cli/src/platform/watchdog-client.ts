// The start command's end of the watchdog: tells it what to end when the start command dies.
import { spawn } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Watchdog {
  /** A process to be ended with SIGTERM, then SIGKILL. */
  add(pid: number): void;
  /** The database server, ended after all others. */
  addServer(pid: number): void;
  remove(pid: number): void;
  /** Nothing is left to end. */
  dismiss(): void;
}

/** Starts the watchdog in a session of its own. The pipe to it closes when this process dies, however it dies. */
export function startWatchdog(): Watchdog {
  const child = spawn(process.execPath, [fileURLToPath(new URL(`./watchdog${extname(import.meta.url)}`, import.meta.url))], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
  });
  child.unref();
  // It may be gone first: then there is nobody to tell.
  child.stdin.on('error', () => undefined);
  const tell = (line: string) => void child.stdin.write(`${line}\n`);
  return {
    add: (pid) => tell(`add ${pid}`),
    addServer: (pid) => tell(`server ${pid}`),
    remove: (pid) => tell(`remove ${pid}`),
    dismiss: () => {
      tell('dismiss');
      child.stdin.end();
    },
  };
}
