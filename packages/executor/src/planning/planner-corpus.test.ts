// Documents that pass every limit and are hard to plan, given to real planners: planned in time, refused, or the planner is killed.
import { readFileSync } from 'node:fs';
import { AppError } from '@tributary/errors';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  ourGraphAttacks,
  type PlannerAttack,
  sharedGraph,
  sharedGraphAttacks,
  smallSharedGraphAttacks,
} from '../../../../tests/attack/corpus/planner.ts';
import type { Planner } from '../planner.ts';
import { type PlannerOptions, startPlanner } from './planner-thread.ts';
import { composed } from './testing/federate.ts';

const supergraphOf = (subgraphs: Readonly<Record<string, string>>): string =>
  composed(Object.fromEntries(Object.entries(subgraphs).map(([name, typeDefs]) => [name, { typeDefs }])));

async function started(supergraphSdl: string, options: Partial<PlannerOptions>): Promise<Planner> {
  const planner = await startPlanner({ supergraphSdl, mode: 'text', ...options });
  onTestFinished(() => planner.close());
  return planner;
}

async function outcomeOf(planner: Planner, { text }: PlannerAttack): Promise<PlannerAttack['outcome'] | string> {
  try {
    const outcome = await planner.plan({ text, operationName: null });
    if (outcome.kind === 'planned') return 'planned';
    return outcome.faults[0]?.code === 'PLANNING_BUDGET_EXCEEDED' ? 'refused' : JSON.stringify(outcome.faults);
  } catch (error) {
    return error instanceof AppError && error.code === 'PLANNING_BUDGET_EXCEEDED' ? 'killed' : String(error);
  }
}

/** All at once: who waits is carried over from one thread to the next. */
const outcomesOf = async (planner: Planner, attacks: readonly PlannerAttack[]): Promise<readonly unknown[]> =>
  Promise.all(attacks.map(async (attack) => [attack.name, await outcomeOf(planner, attack)]));
const expected = (attacks: readonly PlannerAttack[]): readonly unknown[] => attacks.map(({ name, outcome }) => [name, outcome]);

describe('of documents that are hard to plan', () => {
  it('those for our own graph are planned within a quarter of a second of the planner', async () => {
    const supergraphSdl = readFileSync(new URL('../../../../supergraph.graphql', import.meta.url), 'utf8');
    const planner = await started(supergraphSdl, { budgetMs: 250 });
    expect(await outcomesOf(planner, ourGraphAttacks)).toEqual(expected(ourGraphAttacks));
  });

  it('those with too many ways to take are refused by the planner itself, where it notices', async () => {
    const killed: unknown[] = [];
    const planner = await started(supergraphOf(sharedGraph(3, 5)), { onKilled: (one) => killed.push(one) });
    expect(await outcomesOf(planner, smallSharedGraphAttacks)).toEqual(expected(smallSharedGraphAttacks));
    expect(killed).toEqual([]);
  });

  it('those that take too long end its thread and nothing else', async () => {
    const reasons: string[] = [];
    const supergraphSdl = supergraphOf(sharedGraph(5, 20));
    const planner = await started(supergraphSdl, { budgetMs: 400, maxMemoryMb: 2_048, onKilled: ({ reason }) => reasons.push(reason) });
    expect(await outcomesOf(planner, sharedGraphAttacks)).toEqual(expected(sharedGraphAttacks));
    expect(new Set(reasons)).toEqual(new Set(['time']));
  });

  it('those that take too much memory end its thread and not the process', async () => {
    const reasons: string[] = [];
    const planner = await started(supergraphOf(sharedGraph(5, 20)), {
      budgetMs: 60_000,
      maxMemoryMb: 32,
      onKilled: ({ reason }) => reasons.push(reason),
    });
    const [bomb] = sharedGraphAttacks.filter(({ outcome }) => outcome === 'killed');
    expect(bomb && (await outcomeOf(planner, bomb))).toBe('killed');
    expect(reasons).toEqual(['memory']);
  });
});
