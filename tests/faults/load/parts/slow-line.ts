// A TCP connection to somewhere that can become slow: whatever comes back comes later.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

export interface SlowLine {
  readonly port: number;
  /** From now on everything that comes back is so much later. */
  delay(ms: number): void;
  stop(): Promise<void>;
}

/** Listens for connections to a port of this machine. The caller stops it. */
export async function startSlowLine(port: number): Promise<SlowLine> {
  let delayMs = 0;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined); // 'close' follows
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    near.pipe(far);
    // Timers of one length end in the order in which they began: bytes stay in theirs.
    far.on('data', (chunk) => void (delayMs === 0 ? near.write(chunk) : setTimeout(() => near.write(chunk), delayMs)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port, // a TCP server that listens has one
    delay(ms) {
      delayMs = ms;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
