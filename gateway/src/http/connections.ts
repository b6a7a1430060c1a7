// Connections: bounded for each client, and where the requests that come by them are from.
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ErrorCode } from '@tributary/errors';
import type { Logger } from '@tributary/logging';
import { addressKeyOf } from '../address-key.ts';
import { forwardedAddress, memberOf, type Network, normalAddress } from './client-address.ts';
import { createCountedWarning } from './overload/counted-warning.ts';

export interface Origin {
  /** Null when the connection was gone before it was looked at. */
  readonly address: string | null;
  /** Under which what it does is counted. */
  readonly client: string;
}

export interface Connections {
  /** Counts a new connection; closes it at once when its client has too many. */
  accept(socket: Socket): void;
  /** Who sent a request. */
  originOf(request: IncomingMessage): Origin;
  /** Where a connection is from when nobody stands in between; null for one of a proxy, which may be anybody's. */
  addressOf(socket: Duplex): string | null;
  /** Remembers why a connection was cut, for the request that it cuts. */
  cut(socket: Duplex, code: ErrorCode): void;
  /** Why the connection of a request was cut; null when its client ended it. */
  cutOf(request: IncomingMessage): ErrorCode | null;
  /** Counts one that was closed because there are too many of all clients. */
  dropped(): void;
  stop(): void;
}

export interface ConnectionsOptions {
  /** Their connections are not counted, and they say who sends. */
  readonly trustedProxies: readonly Network[];
  readonly maxPerClient: number;
  readonly logger: Logger;
}

interface Peer extends Origin {
  readonly isProxy: boolean;
}

const unknown: Peer = { address: null, client: '', isProxy: false };

export function createConnections({ trustedProxies, maxPerClient, logger }: ConnectionsOptions): Connections {
  const isProxy = memberOf(trustedProxies);
  const peers = new WeakMap<Duplex, Peer>();
  const cuts = new WeakMap<Duplex, ErrorCode>();
  const open = new Map<string, number>();
  const refused = createCountedWarning(logger, 'connections were closed: there are too many');

  const peerOf = (socket: Socket): Peer => {
    const address = normalAddress(socket.remoteAddress ?? '');
    return address === null ? unknown : { address, client: addressKeyOf(address), isProxy: isProxy(address) };
  };
  const release = (client: string): void => {
    const left = (open.get(client) ?? 0) - 1;
    if (left > 0) open.set(client, left);
    else open.delete(client);
  };
  return {
    accept(socket) {
      const peer = peerOf(socket);
      peers.set(socket, peer);
      if (peer.isProxy) return;
      const { client } = peer;
      const count = open.get(client) ?? 0;
      if (count >= maxPerClient) {
        refused.count();
        socket.destroy();
        return;
      }
      open.set(client, count + 1);
      socket.once('close', () => release(client));
    },
    originOf({ socket, headers }) {
      const peer = peers.get(socket) ?? unknown;
      if (!peer.isProxy || peer.address === null) return peer;
      const told = headers['x-forwarded-for'];
      const address = forwardedAddress(peer.address, Array.isArray(told) ? told.join(',') : told, isProxy);
      return { address, client: addressKeyOf(address) };
    },
    addressOf(socket) {
      const { address, isProxy } = peers.get(socket) ?? unknown;
      return isProxy ? null : address;
    },
    cut: (socket, code) => void cuts.set(socket, code),
    cutOf: ({ socket }) => cuts.get(socket) ?? null,
    dropped: refused.count,
    stop: refused.stop,
  };
}
