// Ports of this machine.
import { createServer } from 'node:net';
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
