// Writes a failing case so that a person can read it: how to repeat it, its subgraphs, operation and faults, both answers.
import { judge } from './judge.ts';
import { observe, openLaboratory } from './laboratory.ts';
import type { Failure } from './run-comparison.ts';
import { shrink } from './shrink.ts';
import type { SideFactory } from './sides.ts';
import type { SubgraphServer } from './subgraph-server.ts';

/** Shrinks the case first, for at most so long. */
export async function reportOf(failure: Failure, server: SubgraphServer, subject: SideFactory, shrinkMs: number): Promise<string> {
  const { stage } = failure.verdict;
  const small = await shrink(
    failure.failing,
    server,
    subject,
    (verdict) => verdict.kind === 'differs' && verdict.stage === stage,
    shrinkMs,
  );
  const laboratory = await openLaboratory(small.sdls, server);
  if (laboratory === undefined) throw new Error('what was shrunk does not compose');
  const observation = await observe(laboratory, small.experiment);
  const verdict = await judge(laboratory, observation, await laboratory.start(subject));
  await laboratory.stop();
  const { operation, faults, world } = small.experiment;
  const sdls = Object.entries(small.sdls).map(([name, sdl]) => `# ${name}\n${sdl.replace(/extend schema @link\([^)]*\)\n*/, '')}`);
  const expected = verdict.kind === 'differs' && verdict.stage === 'with faults' ? observation.faulty?.answer : observation.clean;
  return [
    `seed ${failure.seed}, ${stage} (repeat: node tests/differential/run.ts --seed ${failure.seed})`,
    ...sdls,
    `world ${JSON.stringify(world)}`,
    `operation\n${operation.text}`,
    `variables ${JSON.stringify(operation.variables)}`,
    `faults ${JSON.stringify(faults)}`,
    `stock     ${JSON.stringify(expected)}`,
    `reference ${JSON.stringify(observation.reference)}`,
    verdict.kind === 'differs'
      ? `subject   ${JSON.stringify(verdict.actual)}\n${JSON.stringify(verdict.differences, null, 2)}`
      : `now: ${verdict.kind}`,
  ].join('\n\n');
}
