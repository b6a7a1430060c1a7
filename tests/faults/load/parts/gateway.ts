// A gateway of the running system in a process of its own, with an environment of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { endOf, root } from '@tributary/test-kit';

export interface LoadedGateway {
  /** Of GraphQL. */
  readonly url: string;
  /** How often it has logged this. */
  logged(message: string): number;
  /** Ends when it has logged this once more than now. */
  logs(message: string): Promise<void>;
  /** Ends it as an orchestrator would, and starts another one at the same address. */
  restart(): Promise<void>;
  /** Gives its exit code. */
  stop(): Promise<number | null>;
}

/** Ends when it is ready. The caller stops it. */
export async function startGateway(port: number, environment: Readonly<Record<string, string>>): Promise<LoadedGateway> {
  const counts = new Map<string, number>();
  const hearers = new Set<() => void>();
  const hear = (line: string): void => {
    const message = /"message":"([^"]*)"/.exec(line)?.[1];
    if (message === undefined) return;
    counts.set(message, (counts.get(message) ?? 0) + 1);
    for (const hearer of hearers) hearer();
  };
  const launch = async (): Promise<ChildProcess> => {
    const child = spawn(process.execPath, [join(root, 'gateway/src/main.ts')], {
      env: { ...process.env, ...environment, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    if (child.stdout !== null) createInterface(child.stdout).on('line', hear);
    const gone = once(child, 'exit').then(() => Promise.reject(new Error('The gateway ended before it was ready.')));
    await Promise.race([once(child, 'message'), gone]);
    gone.catch(() => undefined); // it ends some time
    return child;
  };
  let child = await launch();
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    logged: (message) => counts.get(message) ?? 0,
    logs(message) {
      const before = counts.get(message) ?? 0;
      return new Promise((resolve) => {
        const look = () => {
          if ((counts.get(message) ?? 0) === before) return;
          hearers.delete(look);
          resolve();
        };
        hearers.add(look);
      });
    },
    async restart() {
      await endOf(child, 'SIGTERM');
      child = await launch();
    },
    stop: () => endOf(child, 'SIGTERM'),
  };
}
