// Plants each defect in stock, runs the cases until the comparison notices, and says at which seed it did.
import { defectiveSide } from './defective-side.ts';
import { type Defect, defects } from './defects.ts';
import { experimentOf, seedsPerSupergraph, subgraphsOf } from './generate-case.ts';
import { judge } from './judge.ts';
import { observe, openLaboratory } from './laboratory.ts';
import type { SubgraphServer } from './subgraph-server.ts';

export interface CaughtDefect {
  readonly name: string;
  /** Undefined if no case caught it. */
  readonly seed: number | undefined;
}

/** Tries the seeds in order until all are caught, at most `operations` of them. */
export async function catchDefects(server: SubgraphServer, firstSeed: number, operations: number): Promise<readonly CaughtDefect[]> {
  const caught = new Map<Defect, number>();
  const end = firstSeed + operations;
  for (let seed = firstSeed; seed < end && caught.size < defects.length; ) {
    const last = Math.min(end, seed - (seed % seedsPerSupergraph) + seedsPerSupergraph);
    const laboratory = await openLaboratory(subgraphsOf(seed), server);
    const open = defects.filter((defect) => !caught.has(defect));
    const sides = await Promise.all(
      open.map(async (defect) => [defect, await laboratory?.start(defectiveSide(defect, laboratory.plan))] as const),
    );
    for (; seed < last && laboratory !== undefined; seed++) {
      const observation = await observe(laboratory, experimentOf(seed, laboratory.supergraph));
      if (!observation.stockIsRight) continue; // then an answer that differs proves nothing
      for (const [defect, side] of sides) {
        if (side === undefined || caught.has(defect)) continue;
        const verdict = await judge(laboratory, observation, side);
        if (verdict.kind === 'differs') caught.set(defect, seed);
      }
    }
    seed = last;
    await laboratory?.stop();
    server.clear();
  }
  return defects.map((defect) => ({ name: defect.name, seed: caught.get(defect) }));
}
