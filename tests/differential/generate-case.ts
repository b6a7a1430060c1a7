// One seed is one case: a supergraph (shared by the seeds around it), an operation, a world and the choice of faults.
import { generateOperation } from './generate-operation.ts';
import { generateSubgraphs, type SubgraphSdls } from './generate-supergraph.ts';
import type { Experiment } from './laboratory.ts';
import { randomOf } from './random.ts';
import type { Supergraph } from './supergraph.ts';

/** Starting gateways costs more than an operation: this many seeds share a supergraph. */
export const seedsPerSupergraph = 20;

export const supergraphOf = (seed: number): number => Math.floor(seed / seedsPerSupergraph);

export function subgraphsOf(seed: number): SubgraphSdls {
  return generateSubgraphs(randomOf(`supergraph ${supergraphOf(seed)}`));
}

export function experimentOf(seed: number, { reference }: Supergraph): Experiment {
  const random = randomOf(`case ${seed}`);
  const operation = generateOperation(random.fork('operation'), reference.schema);
  const world = { seed, instances: 4, maxListLength: 3, nullProbability: random.pick([0, 0.1, 0.25]) };
  return { operation, world, faults: random.chance(0.9) ? seed : [] };
}
