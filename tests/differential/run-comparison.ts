// Runs cases from one seed on, and gives those in which the executor differs from what is expected of it.
import type { Fault } from './faults.ts';
import { experimentOf, seedsPerSupergraph, subgraphsOf, supergraphOf } from './generate-case.ts';
import { judge, type Verdict } from './judge.ts';
import { type Laboratory, type Observation, observe, openLaboratory } from './laboratory.ts';
import type { FailingCase } from './shrink.ts';
import type { SideFactory } from './sides.ts';
import { createStatistics, type Statistics } from './statistics.ts';
import type { SubgraphServer } from './subgraph-server.ts';

export interface Failure {
  readonly seed: number;
  readonly verdict: Verdict & { readonly kind: 'differs' };
  readonly failing: FailingCase;
}

export interface Comparison {
  readonly statistics: Statistics;
  readonly failures: readonly Failure[];
  /** Seeds whose subgraphs do not compose, or whose supergraph stock refuses. */
  readonly discarded: number;
}

export interface ComparisonOptions {
  readonly firstSeed: number;
  readonly operations: number;
  readonly server: SubgraphServer;
  /** The executor in question, by the number of the supergraph. */
  subject(supergraph: number): SideFactory;
  /** The subject is stock: what it does wrong without faults is expected of it. */
  readonly subjectIsStock: boolean;
  /** No more than these are kept; the rest is counted. */
  readonly maxFailures: number;
  onProgress?(done: number, failures: number): void;
}

export async function runComparison(options: ComparisonOptions): Promise<Comparison> {
  const { firstSeed, operations, server, subject, maxFailures } = options;
  const statistics = createStatistics();
  const failures: Failure[] = [];
  let discarded = 0;
  for (let seed = firstSeed; statistics.operations < operations; ) {
    const last = seed - (seed % seedsPerSupergraph) + seedsPerSupergraph;
    const laboratory = await openLaboratory(subgraphsOf(seed), server);
    if (laboratory === undefined) {
      discarded++;
      seed = last;
      continue;
    }
    const side = await laboratory.start(subject(supergraphOf(seed)));
    for (; seed < last && statistics.operations < operations; seed++) {
      const observation = await observe(laboratory, experimentOf(seed, laboratory.supergraph));
      const verdict = await judgeOrExcuse(laboratory, observation, side, options.subjectIsStock);
      statistics.add(laboratory.supergraph.facts, observation, verdict);
      if (verdict.kind === 'differs' && failures.length < maxFailures)
        failures.push({ seed, verdict, failing: failingCaseOf(laboratory, observation) });
    }
    await laboratory.stop();
    server.clear();
    options.onProgress?.(statistics.operations, failures.length);
  }
  return { statistics, failures, discarded };
}

type RunningSide = Parameters<typeof judge>[2];

async function judgeOrExcuse(laboratory: Laboratory, observation: Observation, side: RunningSide, isStock: boolean): Promise<Verdict> {
  const verdict = await judge(laboratory, observation, side);
  const isExpected = isStock && !observation.stockIsRight && verdict.kind === 'differs';
  return isExpected ? { kind: 'agrees' } : verdict;
}

export function failingCaseOf({ supergraph }: Laboratory, { experiment, faults }: Observation): FailingCase {
  return { sdls: supergraph.sdls, experiment: { ...experiment, faults: faults satisfies readonly Fault[] } };
}
