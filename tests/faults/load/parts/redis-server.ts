// A Redis that can be killed and started again at the same address.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { endOf, freePort, until } from '@tributary/test-kit';
import { Redis } from 'ioredis';

export interface RedisServer {
  readonly port: number;
  kill(): Promise<void>;
  /** Ends when it answers. */
  revive(): Promise<void>;
  freeze(): void;
  thaw(): void;
}

export const hasRedis = (): boolean => spawnSync('sh', ['-c', 'command -v redis-server']).status === 0;

/** The caller kills it in the end. */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  let server = await launch(port);
  return {
    port,
    kill: async () => void (await endOf(server, 'SIGKILL')),
    async revive() {
      server = await launch(port);
    },
    freeze: () => void server.kill('SIGSTOP'),
    thaw: () => void server.kill('SIGCONT'),
  };
}

async function launch(port: number): Promise<ChildProcess> {
  const server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: 'ignore',
  });
  const client = new Redis(port, '127.0.0.1', { retryStrategy: () => 20 });
  client.on('error', () => undefined); // until it listens
  await until('Redis answers', () => client.ping());
  client.disconnect();
  return server;
}
