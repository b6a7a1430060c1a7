// Makes a failing case small enough to be read: fewer faults, less data, a shorter operation, fewer fields and types in the subgraphs.
import { parse, validate } from 'graphql';
import type { Fault } from './faults.ts';
import type { SubgraphSdls } from './generate-supergraph.ts';
import { judge, type Verdict } from './judge.ts';
import { type Experiment, type Laboratory, observe, openLaboratory } from './laboratory.ts';
import { smallerOperations } from './shrink-operation.ts';
import { prunedSubgraphs, repaired, smallerSubgraphs } from './shrink-subgraphs.ts';
import type { Side, SideFactory } from './sides.ts';
import type { SubgraphServer } from './subgraph-server.ts';

export interface FailingCase {
  readonly sdls: SubgraphSdls;
  readonly experiment: Experiment & { readonly faults: readonly Fault[] };
}

/** Whether a verdict is still the failure that is being looked at. */
export type IsFailure = (verdict: Verdict) => boolean;

interface Bench {
  readonly laboratory: Laboratory;
  readonly subject: Side;
}

interface Search {
  readonly server: SubgraphServer;
  readonly subject: SideFactory;
  readonly isFailure: IsFailure;
  readonly deadline: number;
  bench: Bench;
  smallest: FailingCase;
}

/** The smallest failing case found within the time. */
export async function shrink(
  failing: FailingCase,
  server: SubgraphServer,
  subject: SideFactory,
  isFailure: IsFailure,
  limitMs = 60_000,
): Promise<FailingCase> {
  const bench = await benchOf(failing.sdls, server, subject);
  if (bench === undefined) return failing;
  const search: Search = { server, subject, isFailure, deadline: Date.now() + limitMs, bench, smallest: failing };
  await trySubgraphs(search, await prunedFor(search));
  // A smaller operation lets subgraphs shrink, and smaller subgraphs the data.
  while ((await shrinkExperiment(search)) || (await shrinkSubgraphs(search)));
  await search.bench.laboratory.stop();
  return search.smallest;
}

/** One pass over all steps; after one that helps it goes on from there, not from the start. Whether any helped. */
async function shrinkExperiment(search: Search): Promise<boolean> {
  let helped = false;
  for (let position = 0; Date.now() < search.deadline; position++) {
    const experiment = nth(smallerExperiments(search.smallest.experiment), position);
    if (experiment === undefined) break;
    if (!(await fails(search.bench, experiment, search.isFailure))) continue;
    search.smallest = { ...search.smallest, experiment };
    position--;
    helped = true;
  }
  return helped;
}

async function shrinkSubgraphs(search: Search): Promise<boolean> {
  let helped = await trySubgraphs(search, await prunedFor(search));
  for (let position = 0; Date.now() < search.deadline; position++) {
    const candidate = nth(smallerSubgraphs(search.smallest.sdls), position);
    if (candidate === undefined) break;
    if (!(await trySubgraphs(search, candidate()))) continue;
    position--;
    helped = true;
  }
  return helped;
}

/** Takes these subgraphs if the case still fails with them. */
async function trySubgraphs(search: Search, candidate: SubgraphSdls): Promise<boolean> {
  const { smallest, server, subject, isFailure } = search;
  const sdls = repairedOrNone(candidate);
  if (sdls === undefined || JSON.stringify(sdls) === JSON.stringify(smallest.sdls)) return false;
  const bench = await benchOf(sdls, server, subject);
  if (bench === undefined) return false;
  const isSmaller = await fails(bench, smallest.experiment, isFailure);
  await (isSmaller ? search.bench : bench).laboratory.stop();
  if (!isSmaller) return false;
  search.bench = bench;
  search.smallest = { ...smallest, sdls };
  return true;
}

function nth<Item>(items: Iterable<Item>, position: number): Item | undefined {
  let index = 0;
  for (const item of items) if (index++ === position) return item;
  return undefined;
}

/** Undefined where composition itself gives up. */
function repairedOrNone(sdls: SubgraphSdls): SubgraphSdls | undefined {
  try {
    return repaired(sdls);
  } catch {
    return undefined;
  }
}

/** Only what the operation touches. */
async function prunedFor({ bench: { laboratory }, smallest: { sdls, experiment } }: Search): Promise<SubgraphSdls> {
  const { cleanSighting } = await observe(laboratory, experiment);
  const asked = experiment.operation.text.match(/\w+/g) ?? []; // what is not touched may be what is missing
  return prunedSubgraphs(sdls, new Set([...cleanSighting.touched.map(({ field }) => field), ...asked]));
}

/** Undefined where the subgraphs do not compose or do not load. */
async function benchOf(sdls: SubgraphSdls, server: SubgraphServer, factory: SideFactory): Promise<Bench | undefined> {
  try {
    const laboratory = await openLaboratory(sdls, server);
    return laboratory === undefined ? undefined : { laboratory, subject: await laboratory.start(factory) };
  } catch {
    return undefined;
  }
}

async function fails({ laboratory, subject }: Bench, experiment: Experiment, isFailure: IsFailure): Promise<boolean> {
  if (validate(laboratory.supergraph.reference.schema, parse(experiment.operation.text)).length > 0) return false;
  try {
    return isFailure(await judge(laboratory, await observe(laboratory, experiment), subject));
  } catch {
    return false; // the smaller case makes no sense
  }
}

function* smallerExperiments(experiment: FailingCase['experiment']): Generator<FailingCase['experiment']> {
  const { faults, world, operation } = experiment;
  if (faults.length > 0) yield { ...experiment, faults: [] };
  if (faults.length > 1) for (const fault of faults) yield { ...experiment, faults: faults.filter((one) => one !== fault) };
  for (const smaller of smallerOperations(operation)) yield { ...experiment, operation: smaller };
  if (world.nullProbability > 0) yield { ...experiment, world: { ...world, nullProbability: 0 } };
  for (let length = 1; length < world.maxListLength; length++) yield { ...experiment, world: { ...world, maxListLength: length } };
  for (let count = 1; count < world.instances; count++) yield { ...experiment, world: { ...world, instances: count } };
}
