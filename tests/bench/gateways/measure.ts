// Measures the peers of one case in alternating rounds, so that a slow minute of the machine is everybody's.
import type { Case } from './cases.ts';
import type { Checked } from './check.ts';
import { type Load, type LoadResult, loadOf, type Pace, runLoad } from './load-tool.ts';
import type { PeerId, RunningPeer } from './peers.ts';
import { cpuUsOf, memoryOf } from './processes.ts';
import type { Rig } from './rig.ts';

export interface Round {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of the gateway's process, all threads; null where there is no /proc. */
  readonly cpuUsPerRequest: number | null;
  /** Share of one core. */
  readonly busy: number | null;
  readonly subgraphsBusy: number | null;
  readonly rssMb: number | null;
  readonly subgraphRequestsPerRequest: number;
  readonly subgraphKbPerRequest: number;
}

/** Time for the connections of the load to open and for a process that was idle to get warm again. */
const runUpSeconds = 1;

export interface Listener {
  onRound(id: PeerId, round: number, measured: Round): void;
  /** Called once; it is not measured any further, and none of its rounds count. */
  onFailure(id: PeerId, reason: string): void;
}

/** Leaves out gateways of which a request fails: one that answers errors is not measured. */
export async function measure(
  measured: Case,
  running: readonly RunningPeer[],
  pace: Pace,
  rig: Rig,
  listener: Listener,
  checked: ReadonlyMap<PeerId, Checked>,
): Promise<ReadonlyMap<PeerId, readonly Round[]>> {
  const load = (seconds: number) => loadOf(measured, pace, seconds);
  const rounds = new Map<PeerId, Round[]>(running.map(({ id }) => [id, []]));
  const forEachGood = async (work: (peer: RunningPeer) => Promise<void>) => {
    for (const peer of running.filter(({ id }) => rounds.has(id))) {
      await work(peer).catch((error: unknown) => {
        rounds.delete(peer.id);
        listener.onFailure(peer.id, error instanceof Error ? error.message : String(error));
      });
    }
  };
  await forEachGood(async (peer) => assertNoErrors(peer, await runLoad(peer, load(pace.warmSeconds), rig)));
  for (let round = 1; round <= pace.rounds; round += 1) {
    await forEachGood(async (peer) => {
      assertNoErrors(peer, await runLoad(peer, load(runUpSeconds), rig));
      const result = await measureRound(peer, load(pace.seconds), rig, checked.get(peer.id)?.bytes ?? 0);
      rounds.get(peer.id)?.push(result);
      listener.onRound(peer.id, round, result);
    });
  }
  return rounds;
}

async function measureRound(peer: RunningPeer, load: Load, rig: Rig, answerBytes: number): Promise<Round> {
  await rig.admin('/_reset', '');
  const before = { gateway: cpuUsOf(peer.pid), subgraphs: cpuUsOf(rig.subgraphs.pid), at: performance.now() };
  const result = await runLoad(peer, load, rig);
  const wallUs = (performance.now() - before.at) * 1_000;
  const after = { gateway: cpuUsOf(peer.pid), subgraphs: cpuUsOf(rig.subgraphs.pid) };
  assertNoErrors(peer, result);
  if (result.requests === 0) throw new Error(`${peer.id} answered nothing in ${load.seconds} s.`);
  // With its head each answer is longer than what was checked: one that is shorter is another answer.
  if (result.bytes / result.requests < answerBytes)
    throw new Error(`${peer.id}: answers under load are shorter than the one that was checked.`);
  const { requests, bytesIn, bytesOut, failed } = await rig.counters();
  if (failed > 0) throw new Error(`${peer.id}: ${failed} requests to subgraphs failed.`);
  const used = difference(before.gateway, after.gateway);
  const usedBySubgraphs = difference(before.subgraphs, after.subgraphs);
  return {
    requestsPerSecond: result.requests / result.seconds,
    p50Ms: result.p50Ms,
    p99Ms: result.p99Ms,
    cpuUsPerRequest: used === null ? null : used / result.requests,
    busy: used === null ? null : used / wallUs,
    subgraphsBusy: usedBySubgraphs === null ? null : usedBySubgraphs / wallUs,
    rssMb: memoryOf(peer.pid)?.nowMb ?? null,
    subgraphRequestsPerRequest: requests / result.requests,
    subgraphKbPerRequest: (bytesIn + bytesOut) / 1_024 / result.requests,
  };
}

const difference = (before: number | null, after: number | null) => (before === null || after === null ? null : after - before);

function assertNoErrors({ id, logFile }: RunningPeer, { errors, requests }: LoadResult): void {
  if (errors > 0) throw new Error(`${id}: ${errors} of ${requests} requests failed. Its output is in ${logFile}.`);
}
