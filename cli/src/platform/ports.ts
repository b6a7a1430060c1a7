// Ports of this machine.
import { createServer, type Server } from 'node:net';
import { CommandError } from '../command-error.ts';

/** @throws {CommandError} when somebody else listens there. */
export async function assertPortFree(port: number): Promise<void> {
  const code = await new Promise<string | null>((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(null)));
  });
  if (code === 'EADDRINUSE')
    throw new CommandError(`Port ${port} is in use. Stop what listens there, or choose another: PORT=${port + 1} npx pnpm start`, 3);
  if (code !== null) throw new CommandError(`Port ${port} cannot be used (${code}). Choose another with PORT.`, 3);
}

/** Holds all of them open before letting any go, so that none is given twice. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
