// Runs one scenario: load, what happens, until all is right again; then what became of the orders.
import { setTimeout as wait } from 'node:timers/promises';
import { now, startLoad } from './load.ts';
import { type Measured, measure } from './measure.ts';
import type { LoadedGateway } from './parts/gateway.ts';
import type { Rig } from './rig.ts';
import type { Fact, Figure, Pace, Scenario } from './scenario.ts';
import { settleOrders } from './settle-orders.ts';

export interface Outcome {
  readonly scenario: Scenario;
  readonly measured: Measured;
  readonly figures: readonly Figure[];
  readonly facts: readonly Fact[];
  /** The first wrong answers, whole. */
  readonly evidence: readonly string[];
  /** Ways in which orders are not what clients were told. */
  readonly lost: readonly string[];
}

/** How long everything must have been right to count as recovered. */
const calmMs = 1_000;

export async function runScenario(rig: Rig, scenario: Scenario, pace: Pace): Promise<Outcome> {
  const more = scenario.gateways === 2 ? [await rig.anotherGateway()] : [];
  try {
    return await underLoad(rig, scenario, pace, [rig.gateway, ...more]);
  } finally {
    for (const gateway of more) await gateway.stop();
  }
}

async function underLoad(rig: Rig, scenario: Scenario, pace: Pace, gateways: readonly LoadedGateway[]): Promise<Outcome> {
  const { name, hurts, refusals = [] } = scenario;
  const token = await rig.signIn();
  const perSecond = scenario.perSecond?.(pace) ?? pace.perSecond;
  const keyPrefix = `${name}-${Date.now()}`;
  const load = await startLoad({ gateways: gateways.map(({ url }) => url), token, perSecond, hurts, refusals, keyPrefix });
  await wait(pace.beforeMs);
  const from = now();
  const marks = new Map<string, number>();
  const found = (await scenario.disturb({ rig, load, pace, gateways, mark: (mark) => void marks.set(mark, now()) })) ?? {};
  const to = now();
  await load.allRight(calmMs).catch(() => undefined); // the numbers tell
  await wait(pace.afterMs);
  const result = await load.end();
  const measured = measure(result, from, to, scenario);
  const judged = scenario.judge?.(measured, marks) ?? {};
  return {
    scenario,
    measured,
    figures: [...(found.figures ?? []), ...(judged.figures ?? [])],
    facts: [...(found.facts ?? []), ...(judged.facts ?? []), { what: 'it recovers by itself', holds: isCalm(measured, to) }],
    evidence: result.evidence,
    lost: await settleOrders(rig, result.keys, token),
  };
}

function isCalm({ samples, recoveryMs }: Measured, to: number): boolean {
  const end = samples.reduce((latest, { dueAt }) => Math.max(latest, dueAt), 0);
  return end - to - recoveryMs > calmMs / 2;
}
