// The running system, broken in every way under a short load: nothing wrong, nothing lost, and it recovers. Times are printed, never asserted.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasRedis } from './parts/redis-server.ts';
import { summaryOf } from './report.ts';
import { type Rig, startRig } from './rig.ts';
import { runScenario } from './run-scenario.ts';
import { short } from './scenario.ts';
import { shortScenarios } from './scenarios/all.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.stop());

describe.each(shortScenarios)('$name', (scenario) => {
  it.skipIf(scenario.needsRedis === true && !hasRedis())('costs clients nothing but what it must', async () => {
    const outcome = await runScenario(rig, scenario, short);
    process.stdout.write(`${summaryOf(outcome)}\n`);
    const { measured, facts, lost, evidence } = outcome;
    expect(evidence, 'answers that are wrong or did not come').toEqual([]);
    expect(measured.samples.filter(({ verdict }) => verdict === 'wrong' || verdict === 'failed')).toEqual([]);
    expect(lost).toEqual([]);
    expect(
      facts.filter(({ holds }) => !holds).map(({ what }) => what),
      'what does not hold',
    ).toEqual([]);
  });
});
