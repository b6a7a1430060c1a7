// What is measured: which query, sent by which clients, to which gateways; and what is to be reached.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PeerId } from './peers.ts';

export type WorkloadName = 'big' | 'medium' | 'tiny' | 'distinct-entities';
export const caseNames = ['big', 'medium', 'tiny', 'distinct-entities', 'big-headers', 'big-shared'] as const;
export type CaseName = (typeof caseNames)[number];

export type Baseline = 'stock' | 'hive' | 'router-runtime' | 'mercurius' | 'floor';
type Baselines = Readonly<Record<Baseline, PeerId>>;
type Target = Readonly<Partial<Record<Baseline, number>>>;

export interface Case {
  readonly title: string;
  readonly workload: WorkloadName;
  /** `headers`: each of a thousand clients has its own x-request-id, so that identical requests are none to a gateway that looks at them. */
  readonly clients: 'same' | 'headers';
  /** At most so many, where an answer takes so long that more would only wait in a queue. */
  readonly maxConnections?: number;
  readonly peers: readonly PeerId[];
  readonly baselines: Baselines;
  /** Least multiples of requests per second. */
  readonly targets: Readonly<Partial<Record<PeerId, Target>>>;
}

const alone: Baselines = { stock: 'stock', hive: 'hive', 'router-runtime': 'router-runtime', mercurius: 'mercurius', floor: 'floor' };
const inbound: Baselines = { ...alone, hive: 'hive-inbound', 'router-runtime': 'router-runtime-inbound' };
const all: readonly PeerId[] = [
  'stock',
  'stock-undici',
  'mercurius',
  'hive',
  'router-runtime',
  'drop-in',
  'tributary',
  'tributary-open',
  'floor',
];

export const cases: Readonly<Record<CaseName, Case>> = {
  big: {
    title: 'the public query: 87 kB from 16 fetches',
    workload: 'big',
    clients: 'same',
    peers: all,
    baselines: alone,
    targets: {
      tributary: { stock: 12, hive: 11, 'router-runtime': 3, mercurius: 10 },
      'drop-in': { stock: 9, hive: 8, 'router-runtime': 2.2 },
    },
  },
  medium: {
    title: '3 fetches, 4.5 kB',
    workload: 'medium',
    clients: 'same',
    peers: all,
    baselines: alone,
    targets: {
      tributary: { stock: 6, hive: 6, 'router-runtime': 3, mercurius: 2, floor: 0.95 },
      'drop-in': { stock: 4, hive: 4, 'router-runtime': 1.8 },
    },
  },
  tiny: {
    title: '1 fetch, 108 B',
    workload: 'tiny',
    clients: 'same',
    peers: [...all, 'floor-echo'],
    baselines: alone,
    targets: {
      tributary: { stock: 5, hive: 5, 'router-runtime': 3.5, mercurius: 1.2, floor: 0.95 },
      'drop-in': { stock: 3, hive: 3, 'router-runtime': 2 },
    },
  },
  'distinct-entities': {
    title: '2,000 entities, no two alike, from three subgraphs; 440 kB, 8 connections',
    workload: 'distinct-entities',
    clients: 'same',
    maxConnections: 8,
    peers: all,
    baselines: alone,
    targets: { tributary: { stock: 6, hive: 5, 'router-runtime': 2 } },
  },
  'big-headers': {
    title: 'big, clients that differ by a header, subgraph deduplication on',
    workload: 'big',
    clients: 'headers',
    peers: ['stock', 'mercurius', 'hive', 'hive-inbound', 'router-runtime', 'router-runtime-inbound', 'tributary-dedup', 'floor'],
    baselines: inbound,
    targets: { 'tributary-dedup': { stock: 18, hive: 15, 'router-runtime': 5, mercurius: 15 } },
  },
  'big-shared': {
    title: 'big, identical clients, inbound sharing on',
    workload: 'big',
    clients: 'same',
    peers: ['stock', 'mercurius', 'hive-inbound', 'router-runtime-inbound', 'tributary-inbound', 'floor-echo'],
    baselines: { ...inbound, floor: 'floor-echo' },
    targets: { 'tributary-inbound': { stock: 160, hive: 7.5, 'router-runtime': 6, mercurius: 130 } },
  },
};

const workloadsDir = join(import.meta.dirname, '../workloads');

export const documentOf = (workload: WorkloadName): string => readFileSync(join(workloadsDir, `${workload}.graphql`), 'utf8');

/** The bytes that every client sends. */
export const clientBodyOf = (workload: WorkloadName): string => JSON.stringify({ query: documentOf(workload) });

/** The same question in other words, so that no cache of documents or plans knows it: the root field has another alias. */
export const variantOf = (workload: WorkloadName, name: string): string =>
  documentOf(workload).replace(/\b(topProducts|items)\b/, (field) => `${name}: ${field}`);
