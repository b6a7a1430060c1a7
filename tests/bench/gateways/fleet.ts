// Starts the gateways of a run, checks each against stock, and ends them all.

import type { WorkloadName } from './cases.ts';
import { answersOf, type Checked, compare, type Shipping } from './check.ts';
import { type PeerId, type RunningPeer, startPeer } from './peers.ts';
import { recordForFloor } from './recording.ts';
import type { Rig } from './rig.ts';

export interface Fleet {
  readonly running: readonly RunningPeer[];
  /** What went wrong with those that do not run, or answer wrongly. */
  readonly problems: readonly string[];
  readonly checked: ReadonlyMap<WorkloadName, ReadonlyMap<PeerId, Checked>>;
  /** Whose subgraph requests the floor sends; null without a floor. */
  readonly floorSource: PeerId | null;
}

const isFloor = (id: PeerId) => id === 'floor' || id === 'floor-echo';

/**
 * Starts gateways, compares every answer with stock's, and hands over those that answer right. Whatever happens, all are ended afterwards.
 * Stock is started for the comparison even when it is not asked for.
 */
export async function withFleet(
  ids: readonly PeerId[],
  workloads: readonly WorkloadName[],
  rig: Rig,
  use: (fleet: Fleet) => Promise<void>,
): Promise<void> {
  const running: RunningPeer[] = [];
  const problems: string[] = [];
  const checked = new Map<WorkloadName, Map<PeerId, Checked>>(workloads.map((workload) => [workload, new Map()]));
  try {
    const floorSource = ids.some(isFloor) ? await recordForFloor(rig, workloads) : null;
    const expected = await answersOfStock(workloads, rig, ids.includes('stock') ? running : null);
    for (const id of ids) {
      const peer = running.find((one) => one.id === id) ?? (await startOrExplain(id, rig, problems, running));
      if (peer === null) continue;
      for (const [workload, answers] of expected) {
        const result = compare(await answersOf(peer, workload, rig), answers);
        checked.get(workload)?.set(id, result);
        process.stderr.write(`  ${result.isEqual ? 'equal ' : 'WRONG '} ${id} ${workload}: ${result.bytes} bytes\n`);
        if (!result.isEqual) problems.push(`${id} answers ${workload} otherwise than stock: ${result.difference}`);
      }
    }
    const isRight = ({ id }: RunningPeer) => workloads.every((workload) => checked.get(workload)?.get(id)?.isEqual === true);
    await use({ running: running.filter(isRight), problems, checked, floorSource });
  } finally {
    for (const peer of running) await peer.end();
  }
}

/** Started peers go into `running`, in this order. */
async function startOrExplain(id: PeerId, rig: Rig, problems: string[], running: RunningPeer[]): Promise<RunningPeer | null> {
  try {
    const peer = await startPeer(id, rig);
    process.stderr.write(`  started ${id} in ${(peer.startMs / 1_000).toFixed(1)} s\n`);
    running.push(peer);
    return peer;
  } catch (error) {
    problems.push(`${id} does not run: ${error instanceof Error ? error.message : String(error)}`);
    process.stderr.write(`  FAILED  ${id} does not start\n`);
    return null;
  }
}

/** Stock stays and joins the others when it is measured too. */
async function answersOfStock(
  workloads: readonly WorkloadName[],
  rig: Rig,
  running: RunningPeer[] | null,
): Promise<ReadonlyMap<WorkloadName, ReadonlyMap<Shipping, string>>> {
  const stock = await startPeer('stock', rig);
  running?.push(stock);
  try {
    const expected = new Map<WorkloadName, ReadonlyMap<Shipping, string>>();
    for (const workload of workloads) expected.set(workload, await answersOf(stock, workload, rig));
    return expected;
  } finally {
    if (running === null) await stock.end();
  }
}
