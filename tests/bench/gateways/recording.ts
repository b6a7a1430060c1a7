// What our executor sends to the subgraphs for each workload, recorded once, so that the floor sends the same.
import { writeFileSync } from 'node:fs';
import { clientBodyOf, documentOf, type WorkloadName } from './cases.ts';
import { ask, type PeerId, type RunningPeer, startPeer } from './peers.ts';
import type { Rig } from './rig.ts';

export interface Recorded {
  readonly clientBody: string;
  /** What is sent at the same time, one step after the other. */
  readonly steps: readonly (readonly { readonly path: string; readonly body: string }[])[];
  readonly answer: unknown;
}

/** Long beside what a gateway computes between two requests: what does not wait for an answer is sent before it comes. */
const delayMs = 150;
/** Whose requests the floor sends: the first of them that runs. */
const sources: readonly PeerId[] = ['tributary', 'tributary-open', 'drop-in', 'stock'];

/** Records, and gives who was recorded. One that can be recorded and already runs is used; else one is started for it. */
export async function recordForFloor(rig: Rig, workloads: readonly WorkloadName[]): Promise<PeerId> {
  let source: RunningPeer | null = null;
  for (const id of sources) {
    source = await startPeer(id, rig).catch(() => null);
    if (source !== null) break;
  }
  if (source === null) throw new Error('No gateway runs whose requests the floor could send.');
  try {
    const recorded: Recorded[] = [];
    for (const workload of workloads) recorded.push(await recordOne(source, workload, rig));
    writeFileSync(rig.floorFile, JSON.stringify(recorded));
  } finally {
    await source.end();
  }
  return source.id;
}

async function recordOne(source: RunningPeer, workload: WorkloadName, rig: Rig): Promise<Recorded> {
  const query = documentOf(workload);
  await ask(source, query, rig); // planned and known from here on
  await rig.admin(`/_mode?delayMs=${delayMs}`, '');
  await rig.admin('/_record', 'start');
  const answer: unknown = JSON.parse(await ask(source, query, rig));
  // Written by the subgraphs' server.
  const requests = (await rig.admin('/_record')) as { readonly path: string; readonly body: string; readonly step: number }[];
  await rig.admin('/_mode?delayMs=0', '');
  const stepCount = Math.max(-1, ...requests.map(({ step }) => step)) + 1;
  const steps = Array.from({ length: stepCount }, (_unused, index) =>
    requests.filter(({ step }) => step === index).map(({ path, body }) => ({ path, body })),
  );
  return { clientBody: clientBodyOf(workload), steps, answer };
}
