// Free ports of this machine.
import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

/**
 * Ports that nobody listens on, all different; below those of outgoing connections, of which one may be taken before it is listened on.
 * Holds all of them open before letting any go.
 */
export async function freePorts(count: number): Promise<number[]> {
  const held: { readonly port: number; readonly server: Server }[] = [];
  while (held.length < count) {
    const port = randomInt(10_000, 32_000);
    const server = await holding(port);
    if (server !== null) held.push({ port, server });
  }
  await Promise.all(held.map(({ server }) => new Promise((resolve) => server.close(resolve))));
  return held.map(({ port }) => port);
}

function holding(port: number): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
