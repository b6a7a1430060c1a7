// One supergraph under test: stock and the executor in question, both running against the same subgraphs.
import { chooseFaults } from './choose-faults.ts';
import { equalsReference } from './compare.ts';
import type { Fault } from './faults.ts';
import type { GeneratedOperation } from './generate-operation.ts';
import type { SubgraphSdls } from './generate-supergraph.ts';
import { randomOf } from './random.ts';
import { type Answer, type QueryPlan, type Side, type SideFactory, stockSide } from './sides.ts';
import type { Sighting, SubgraphServer } from './subgraph-server.ts';
import { composeSupergraph, type Supergraph } from './supergraph.ts';
import { createWorld, type World, type WorldOptions } from './world.ts';

export interface Laboratory {
  readonly supergraph: Supergraph;
  readonly server: SubgraphServer;
  readonly stock: Side;
  /** The plan that stock executed last. */
  plan(): QueryPlan | undefined;
  /** Starts another executor for the same supergraph; it is stopped with the laboratory. */
  start(factory: SideFactory): Promise<Side>;
  stop(): Promise<void>;
}

/** Everything that a case consists of, beside its subgraphs. */
export interface Experiment {
  readonly operation: GeneratedOperation;
  readonly world: WorldOptions;
  /** Chosen with this seed among what the operation touches, or given. */
  readonly faults: number | readonly Fault[];
}

/** What is expected of an executor. */
export interface Observation {
  readonly experiment: Experiment;
  readonly world: World;
  readonly reference: Answer;
  readonly clean: Answer;
  readonly cleanSighting: Sighting;
  readonly plan: QueryPlan | undefined;
  /** Whether stock gives without faults what graphql-js gives. */
  readonly stockIsRight: boolean;
  readonly faults: readonly Fault[];
  /** Undefined when there are no faults, or stock is wrong even without. */
  readonly faulty: { readonly answer: Answer; readonly sighting: Sighting } | undefined;
}

/** Undefined if the subgraphs do not compose. @throws {Error} if stock refuses the supergraph */
export async function openLaboratory(sdls: SubgraphSdls, server: SubgraphServer): Promise<Laboratory | undefined> {
  const supergraph = composeSupergraph(sdls, server);
  if (supergraph === undefined) return undefined;
  let lastPlan: QueryPlan | undefined;
  const stock = await stockSide({ onPlan: (plan) => (lastPlan = plan) })(supergraph.supergraphSdl);
  const sides = [stock];
  return {
    supergraph,
    server,
    stock,
    plan: () => lastPlan,
    async start(factory) {
      const side = await factory(supergraph.supergraphSdl);
      sides.push(side);
      return side;
    },
    async stop() {
      await Promise.all(sides.map((side) => side.stop()));
    },
  };
}

/** Runs the reference, and stock without and with faults. */
export async function observe(laboratory: Laboratory, experiment: Experiment): Promise<Observation> {
  const { supergraph, stock } = laboratory;
  const { operation } = experiment;
  const world = createWorld(supergraph.facts, experiment.world);
  const reference = await supergraph.reference.execute(operation, world);
  const { answer: clean, sighting: cleanSighting } = await run(laboratory, stock, experiment, world, []);
  const stockIsRight = equalsReference(reference, clean);
  const chosen =
    typeof experiment.faults === 'number' ? chooseFaults(randomOf(experiment.faults), cleanSighting.touched) : experiment.faults;
  const plan = laboratory.plan();
  // Where aliases collide stock is right by luck at most.
  const faulty =
    chosen.length > 0 && stockIsRight && !operation.collides ? await run(laboratory, stock, experiment, world, chosen) : undefined;
  return { experiment, world, reference, clean, cleanSighting, plan, stockIsRight, faults: chosen, faulty };
}

/** Lets one executor answer. A side that throws has answered that. */
export async function run(
  { server }: Laboratory,
  side: Side,
  { operation }: Experiment,
  world: World,
  faults: readonly Fault[],
  delaysMs: ReadonlyMap<string, number> = new Map(),
): Promise<{ readonly answer: Answer; readonly sighting: Sighting }> {
  const sighting = server.begin({ world, faults, delaysMs });
  try {
    return { answer: await side.execute(operation), sighting };
  } catch (cause) {
    return { answer: { data: undefined, errors: [{ message: `thrown: ${String(cause)}` }], extensions: {} }, sighting };
  }
}
