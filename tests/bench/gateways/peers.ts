// Every gateway that can be measured: what it is, and how it is started.
import { join } from 'node:path';
import { freePort, root } from '@tributary/test-kit';
import { gatewayCommand } from './ours.ts';
import { type Command, cores, type RunningProcess, startProcess } from './processes.ts';
import type { Rig } from './rig.ts';
import { until } from './until.ts';

export const peerIds = [
  'stock',
  'stock-undici',
  'mercurius',
  'hive',
  'hive-inbound',
  'router-runtime',
  'router-runtime-inbound',
  'drop-in',
  'tributary',
  'tributary-open',
  'tributary-dedup',
  'tributary-inbound',
  'floor',
  'floor-echo',
] as const;
export type PeerId = (typeof peerIds)[number];

export interface Peer {
  readonly title: string;
  /** The folder in peers/ with the packages that it needs; null when it is the project's own. */
  readonly folder: string | null;
  readonly path: '/' | '/graphql';
  /** Whether its clients send tokens. */
  readonly hasIdentity: boolean;
  /** No gateway: it answers recorded requests only, and is compared with nothing but them. */
  readonly isFloor: boolean;
  command(port: number, rig: Rig): Command;
}

export interface RunningPeer extends RunningProcess {
  readonly id: PeerId;
  readonly peer: Peer;
  readonly url: string;
  readonly startMs: number;
}

export const peersDir = join(import.meta.dirname, 'peers');
const serversDir = join(import.meta.dirname, 'servers');
const gateway = { folder: null, path: '/graphql', hasIdentity: false, isFloor: false } as const;

const stock = (title: string, fetcher: string): Peer => ({
  ...gateway,
  title,
  folder: 'apollo',
  path: '/',
  command: (port, { supergraphFile }) => ({
    args: ['stock.mjs'],
    cwd: join(peersDir, 'apollo'),
    env: { PORT: String(port), SUPERGRAPH_FILE: supergraphFile, FETCHER: fetcher },
  }),
});

const hive = (title: string, { inbound, router }: { readonly inbound: boolean; readonly router: boolean }): Peer => ({
  ...gateway,
  title,
  folder: 'hive',
  command: (port, { supergraphFile }) => {
    const bin = 'node_modules/@graphql-hive/gateway/dist/bin.js';
    const options = ['-c', 'gateway.config.mjs', '--fork', '1', '--host', '127.0.0.1', '--port', String(port)];
    return {
      // Its compiler of queries belongs to its own executor.
      args: [bin, 'supergraph', supergraphFile, ...options, ...(router ? [] : ['--jit'])],
      cwd: join(peersDir, 'hive'),
      env: { INBOUND: inbound ? '1' : '0', ROUTER_RUNTIME: router ? '1' : '0' },
    };
  },
});

const floor = (title: string, kind: 'requests' | 'echo'): Peer => ({
  ...gateway,
  title,
  isFloor: true,
  command: (port, rig) => ({
    args: [join(serversDir, 'floor.ts')],
    cwd: root,
    env: { PORT: String(port), SUBGRAPHS_ORIGIN: rig.subgraphsOrigin, FLOOR_FILE: rig.floorFile, FLOOR: kind },
  }),
});

export const peers: Readonly<Record<PeerId, Peer>> = {
  stock: stock('@apollo/gateway behind Apollo Server', 'standard'),
  'stock-undici': stock('the same, data sources on an undici Pool', 'undici'),
  mercurius: {
    ...gateway,
    title: 'mercurius, @mercuriusjs/gateway',
    folder: 'mercurius',
    command: (port, { subgraphsOrigin }) => ({
      args: ['server.mjs'],
      cwd: join(peersDir, 'mercurius'),
      env: { PORT: String(port), SUBGRAPHS_ORIGIN: subgraphsOrigin },
    }),
  },
  hive: hive('@graphql-hive/gateway', { inbound: false, router: false }),
  'hive-inbound': hive('the same, inbound deduplication', { inbound: true, router: false }),
  'router-runtime': hive('@graphql-hive/gateway on router-runtime', { inbound: false, router: true }),
  'router-runtime-inbound': hive('the same, inbound deduplication', { inbound: true, router: true }),
  'drop-in': {
    ...gateway,
    title: 'TributaryGateway behind Apollo Server',
    path: '/',
    command: (port, { supergraphFile }) => ({
      args: [join(serversDir, 'drop-in.ts')],
      cwd: root,
      env: { PORT: String(port), SUPERGRAPH_FILE: supergraphFile },
    }),
  },
  tributary: {
    ...gateway,
    title: 'the gateway as it ships, 1,000 tokens',
    hasIdentity: true,
    command: (port, rig) => gatewayCommand('shipped', port, rig),
  },
  'tributary-open': {
    ...gateway,
    title: 'the same, identity off, nothing shared',
    command: (port, rig) => gatewayCommand('open', port, rig),
  },
  'tributary-dedup': {
    ...gateway,
    title: 'identity off, subgraph requests deduplicated',
    command: (port, rig) => gatewayCommand('subgraph dedup', port, rig),
  },
  'tributary-inbound': {
    ...gateway,
    title: 'identity off, inbound sharing',
    command: (port, rig) => gatewayCommand('inbound sharing', port, rig),
  },
  floor: floor('the floor: the same subgraph requests, nothing else', 'requests'),
  'floor-echo': floor('node:http with ready bytes', 'echo'),
};

/** Starts one and waits until it answers. @throws {Error} with the end of its log. */
export async function startPeer(id: PeerId, rig: Rig): Promise<RunningPeer> {
  const peer = peers[id];
  const port = await freePort();
  const startedAt = performance.now();
  const running = startProcess(id, cores.gateway, peer.command(port, rig), rig.logDir);
  const url = `http://127.0.0.1:${port}${peer.path}`;
  const started = { ...running, id, peer, url, startMs: 0 };
  const answers = peer.isFloor
    ? () => isListening(url)
    : async () => (await ask(started, '{ topProducts { name } }', rig)).includes('Table');
  try {
    await until(`${id} answers`, answers, { process: running });
  } catch (error) {
    await running.end();
    throw error;
  }
  return { ...started, startMs: performance.now() - startedAt };
}

const isListening = async (url: string) =>
  (await fetch(url, { method: 'POST', body: '{}', signal: AbortSignal.timeout(1_000) })).status > 0;

/** One request, as the load sends it; gives the answer's text. @throws {Error} when there is none within 20 s. */
export async function ask({ url, peer }: Pick<RunningPeer, 'url' | 'peer'>, query: string, { identity }: Rig): Promise<string> {
  const authorization = peer.hasIdentity ? { authorization: `Bearer ${(await identity.tokens())[0]}` } : {};
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization },
    body: JSON.stringify({ query }),
    signal: AbortSignal.timeout(20_000),
  });
  return answer.text();
}
