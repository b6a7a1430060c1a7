// How many connections one address may have: so many clients at a time, whether it holds them itself or a proxy of ours does for it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { addressKeyOf } from '../address-key.ts';
import type { TrustedProxies } from './client-address.ts';

export interface ConnectionLimit {
  /** Counts a connection until it is closed; false when there are too many. Those of our proxies are theirs to open. */
  admitsConnection(socket: Socket): boolean;
  /** Counts a request that one of our proxies passes on, until it is answered; false when its client has too many. */
  admitsRequest(request: IncomingMessage, response: ServerResponse): boolean;
}

export function createConnectionLimit(max: number, proxies: TrustedProxies): ConnectionLimit {
  const counts = new Map<string, number>();
  const enter = (address: string, end: (leave: () => void) => void): boolean => {
    const key = addressKeyOf(address);
    const count = counts.get(key) ?? 0;
    if (count >= max) return false;
    counts.set(key, count + 1);
    end(() => leave(key));
    return true;
  };
  const leave = (key: string): void => {
    const count = counts.get(key) ?? 0;
    if (count > 1) counts.set(key, count - 1);
    else counts.delete(key);
  };
  return {
    admitsConnection(socket) {
      const { remoteAddress } = socket;
      // Closed before it was looked at.
      if (remoteAddress === undefined || proxies.has(remoteAddress)) return true;
      return enter(remoteAddress, (ended) => socket.once('close', ended));
    },
    admitsRequest({ socket: { remoteAddress }, headers }, response) {
      if (!proxies.has(remoteAddress)) return true;
      const client = proxies.clientOf(remoteAddress, headers);
      // A proxy that speaks for itself, as when it asks for our health.
      if (client === null || proxies.has(client)) return true;
      return enter(client, (ended) => response.once('close', ended));
    },
  };
}
